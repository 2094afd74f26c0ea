"""What a benchmark asks of a system, and what is kept of its answers."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from core.domain.entity import Entity
from core.errors import InputError
from core.evaluation.spans import Report, Score
from core.formats.corpora import Corpus
from core.pipeline.outcomes import Failed, Outcome, Projected

Entities = tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What one method found in one language.

    Args:
        entities: of every sentence, in order; None where it failed.
        seconds: how long it took.
        reasons: why sentences failed or were skipped, and how many did.
    """

    entities: Sequence[Entities | None]
    seconds: float = 0.0
    reasons: Mapping[str, int] = field(default_factory=dict)


Work = Callable[[Corpus, Sequence[str]], Mapping[str, Found]]
"""Given a language without its gold and the names of methods: what each of these found.

A CoreError is this language's failure: it is recorded, and the next language is taken up.
"""


def of_outcomes(outcomes: Iterable[Outcome], seconds: float) -> Found:
    """Return what a method found, from the outcomes of its pairs; a skipped pair has failed."""
    entities: list[Entities | None] = []
    reasons: Counter[str] = Counter()
    for outcome in outcomes:
        if isinstance(outcome, Projected):
            entities.append(outcome.entities())
            continue
        entities.append(None)
        reasons[str(outcome.error) if isinstance(outcome, Failed) else outcome.reason] += 1
    return Found(entities, seconds, dict(reasons))


@dataclass(frozen=True, slots=True)
class Scored:
    """How one method did in one language.

    Args:
        key: of everything that the figures depend on; equal keys need no second run.
        report: its scores.
        sentences: how many were scored.
        failed: how many of these the method failed on; they count as nothing found.
        reasons: why, and how many.
        seconds: how long it took; no part of what a table shows.
        halves: scores of the `even` and of the `odd` half, where the protocol tells them apart.
    """

    key: str
    report: Report
    sentences: int
    failed: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    halves: Mapping[str, Score] = field(default_factory=dict)

    @property
    def overall(self) -> Score:
        """Return the micro-averaged score."""
        return self.report.overall


@dataclass(frozen=True, slots=True)
class Failure:
    """A language, or one method in it, that came to nothing, and why."""

    language: str
    method: str
    reason: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a benchmark is.

    Args:
        languages: those asked for, in order.
        methods: likewise.
        scored: by language and method; what is missing has failed or is still to come.
        failures: in the order of the languages.
    """

    languages: tuple[str, ...]
    methods: tuple[str, ...]
    scored: Mapping[tuple[str, str], Scored]
    failures: tuple[Failure, ...] = ()

    def done(self, method: str) -> tuple[str, ...]:
        """Return the languages in which a method has a figure."""
        return tuple(lang for lang in self.languages if (lang, method) in self.scored)

    def common(self) -> tuple[str, ...]:
        """Return the languages in which every method has a figure that has any at all."""
        having = [method for method in self.methods if self.done(method)]
        return tuple(
            lang
            for lang in self.languages
            if having and all((lang, method) in self.scored for method in having)
        )


def check_answers(found: Mapping[str, Found], corpus: Corpus, methods: Sequence[str]) -> None:
    """Raise InputError where a system did not answer for every method and every sentence."""
    for method in methods:
        if method not in found:
            raise InputError(f"{corpus.language}: nothing came back for method {method}")
        if len(found[method].entities) != len(corpus):
            raise InputError(
                f"{corpus.language}: method {method} answered for {len(found[method].entities)} "
                f"of {len(corpus)} sentences"
            )
