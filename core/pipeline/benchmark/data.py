"""Reading the languages of a benchmark from a folder; what is missing or wrong is told at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import FormatError, InputError
from core.formats import corpora
from core.formats.corpora import Corpus, Place
from core.pipeline.benchmark.protocols import Protocol
from core.storage.files import read_bytes
from core.text.paths import expanded, is_folder


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a language's data after reading it once.

    Args:
        digest: of its files.
        sentences: how many there are.
        parallel: whether there are source sentences beside them.
        repaired: tags that broke IOB2 and were taken to begin an entity.
    """

    digest: str
    sentences: int
    parallel: bool
    repaired: int


def check_all(
    protocol: Protocol, folder: str | Path, languages: Sequence[str]
) -> dict[str, Checked]:
    """Return what each language's data are, all of it read once, one language in memory.

    Raises:
        InputError: no such folder; languages without a file there, all of them; or everything that
            is wrong in the files, one line a language.
    """
    found = {lang: _place(protocol, folder, lang) for lang in languages}
    if missing := [lang for lang, place in found.items() if place is None]:
        raise InputError(_missing(protocol, folder, missing))
    good: dict[str, Checked] = {}
    wrong: list[str] = []
    for lang in languages:
        try:
            corpus = read_language(protocol, folder, lang)
        except FormatError as error:
            wrong.append(str(error))
            continue
        parallel = corpus.sources is not None
        good[lang] = Checked(corpus.digest, len(corpus), parallel, corpus.repaired)
    if wrong:
        raise InputError("\n".join(wrong))
    return good


def read_language(protocol: Protocol, folder: str | Path, lang: str) -> Corpus:
    """Return a language with its gold.

    Raises:
        InputError: it is not there.
        FormatError: its file is not what it should be.
    """
    place = _place(protocol, folder, lang)
    if place is None:
        raise InputError(_missing(protocol, folder, [lang]))
    names = [str(Path(folder) / name) for name in place.files()]
    contents = [read_bytes(name) for name in names]
    labels = protocol.known()
    if place.layout.kind == "pairs":
        return corpora.read_pairs(contents[0], lang, file=names[0], labels=labels)
    if place.layout.kind == "parallel":
        return corpora.read_parallel(
            contents[0],
            contents[1],
            (protocol.source, lang),
            files=(names[0], names[1]),
            labels=labels,
            ids=place.layout.ids,
        )
    return corpora.read_alone(
        contents[0],
        lang,
        file=names[0],
        labels=labels,
        prefixed=place.layout.prefixed,
        ids=place.layout.ids,
    )


def _places(protocol: Protocol, lang: str) -> list[Place]:
    return list(corpora.places(protocol.name, lang, source=protocol.source, split=protocol.split))


def _place(protocol: Protocol, folder: str | Path, lang: str) -> Place | None:
    """Return where a language lies, the likeliest first; None where all files of it are missing."""
    root = expanded(folder)
    if not is_folder(root):
        raise InputError(f"{folder}: there is no such folder; name the one with the data")
    for place in _places(protocol, lang):
        if all((root / name).is_file() for name in place.files()):
            return place
    return None


def _missing(protocol: Protocol, folder: str | Path, languages: Sequence[str]) -> str:
    looked = {
        " beside ".join(place.files())
        for place in _places(protocol, "LANG")
        if not place.target.endswith(".gz")
    }
    return (
        f"{folder} has no data of {protocol.title} for {', '.join(languages)}; a language LANG is "
        f"read from one of: {', '.join(sorted(looked))}"
    )
