"""Files that a benchmark reads for each of its languages, besides the data."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli import inputs
from core.errors import InputError, MissingInputError

if TYPE_CHECKING:
    from core.domain.alignment import Alignment
    from core.domain.pair import Pair
    from core.pipeline.benchmark import Material
    from core.pipeline.outcomes import Look

Files = Mapping[str, Sequence[str]]
"""By argument, such as `train`: the files of one language."""

_MANY = "train"
_ARGUMENTS = (_MANY, "links", "model", "spans", "tag_probs", "translation_scores")


def of_languages(
    args: argparse.Namespace, languages: Sequence[str], source: str
) -> dict[str, Files]:
    """Return the files of every language.

    Raises:
        InputError: files that are not there, all of them; or several where one is meant.
    """
    found = {lang: _of_language(args, lang, source) for lang in languages}
    missing = [
        f"--{argument.replace('_', '-')} {name}"
        for files in found.values()
        for argument, names in files.items()
        for name in names
        if not Path(name).is_file()
    ]
    if missing:
        raise InputError(f"no such file: {', '.join(dict.fromkeys(missing))}")
    return found


def digests(files: Files) -> dict[str, object]:
    """Return what tells the files of a language from other ones."""
    from core.formats.corpora.digests import digest
    from core.storage.files import read_bytes

    return {
        argument: digest(*(read_bytes(name) for name in names))
        for argument, names in files.items()
        if names
    }


def material(args: argparse.Namespace, files: Files, languages: tuple[str, str]) -> "Material":
    """Return what the files of a language hold.

    Args:
        args: of the command.
        files: of this language.
        languages: codes of the source and the target.
    """
    from core.pipeline.align import read_training
    from core.pipeline.benchmark import Material

    one = {argument: next(iter(files[argument]), None) for argument in _ARGUMENTS}
    training = tuple(
        row
        for path in files[_MANY]
        for row in read_training(inputs.lines_of(path), languages, file=path)
    )
    links = one["links"]
    return Material(
        training,
        inputs.read_models(one["model"]),
        None if links is None else lambda pairs: _from_file(links, pairs),
        inputs.read_extras(argparse.Namespace(**{**vars(args), **one})),
    )


def _of_language(args: argparse.Namespace, lang: str, source: str) -> Files:
    found = {}
    for argument in _ARGUMENTS:
        given = getattr(args, argument)
        patterns = given if isinstance(given, list) else [given] if given else []
        names = [name for pattern in patterns for name in _expanded(pattern, lang, source)]
        if argument != _MANY and len(names) > 1:
            raise InputError(
                f"--{argument.replace('_', '-')}: {len(names)} files for {lang}; one is needed"
            )
        found[argument] = names
    return found


def _expanded(pattern: str, lang: str, source: str) -> list[str]:
    """Return the files of a name with {lang}, {source} and * in it; itself where there are none."""
    name = pattern.replace("{lang}", lang).replace("{source}", source)
    path = Path(name)
    if "*" not in name:
        return [name]
    root = Path(path.anchor)
    return sorted(map(str, root.glob(str(path.relative_to(path.anchor))))) or [name]


def _from_file(path: str, pairs: "Sequence[Pair]") -> "Look":
    """Return what gives the links of these pairs; a pair without links fails when asked for."""
    links = inputs.open_links(path)
    made: dict[str, Alignment | MissingInputError] = {}
    for pair in links.follow(pairs):
        try:
            made[pair.id] = links(pair)
        except MissingInputError as error:
            made[pair.id] = error

    def look(pair: "Pair") -> "Alignment":
        found = made[pair.id]
        if isinstance(found, MissingInputError):
            raise found
        return found

    return look
