"""Three small languages with gold, and systems that can be relied on to be right, wrong or gone."""

import itertools
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.errors import ModelError
from core.formats.corpora import Corpus
from core.pipeline.benchmark import PROTOCOLS, Benchmark, Found, Kept, Work

LANGUAGES = ("hau", "ibo", "yor")
METHODS = ("ngram-exact", "first")
PROTOCOL = PROTOCOLS["masakhaner2"]
PERSON, PLACE, DAY = Entity(0, 1, "PER"), Entity(1, 2, "LOC"), Entity(1, 2, "DATE")


def corpus(language: str) -> Corpus:
    """Four sentences: a person, a person and a place, a date, nothing."""
    gold = [(PERSON,), (PERSON, PLACE), (DAY,), ()]
    targets = tuple(Sentence((f"{language}{k}", "b", "."), e, language) for k, e in enumerate(gold))
    return Corpus(
        language, tuple(f"{language}-{k}" for k in range(4)), targets, digest=f"data of {language}"
    )


def system(*, gone: Sequence[str] = (), meet: Callable[[str], None] = lambda lang: None) -> Work:
    """Both methods find the persons; one also finds the place; languages that are gone fail."""

    def work(blind: Corpus, methods: Sequence[str]) -> Mapping[str, Found]:
        assert all(target.entities is None for target in blind.targets)
        meet(blind.language)
        if blind.language in gone:
            raise ModelError(f"the translation model does not know {blind.language}")
        everything = {
            "ngram-exact": Found(((PERSON,), (PERSON, PLACE), (DAY,), ()), 0.5),
            "first": Found(((PERSON,), (PERSON,), None, (PERSON,)), 0.25, {"no translation": 1}),
        }
        return {method: everything[method] for method in methods}

    return work


def benchmark(
    work: Work, *, languages: Sequence[str] = LANGUAGES, methods: Sequence[str] = METHODS,
    version: str = "1",
) -> Benchmark:  # fmt: skip
    return Benchmark(
        PROTOCOL,
        languages,
        methods,
        read=corpus,
        identity=lambda lang, method: {"data": lang, "method": method, "version": version},
        work=work,
    )


def kept(folder: Path) -> Kept:
    return Kept(folder, PROTOCOL)


def ticking() -> Callable[[], float]:
    """A clock that goes on by a second whenever it is looked at."""
    return itertools.count().__next__


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
