"""Running a method over a corpus: one outcome a pair, in order, in constant memory."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.domain.projection import Projection
from core.domain.spec import MethodSpec
from core.domain.task import SuppliedSpan, TagProbs, Task
from core.errors import CoreError, FormatError, InputError
from core.projection import project

NO_SOURCE_TAGS = "the source has no tags"


@dataclass(frozen=True, slots=True)
class Projected:
    """A pair with what became of its source entities, one projection each, in source order."""

    pair: Pair
    projections: tuple[Projection, ...]

    def entities(self) -> tuple[Entity, ...]:
        """Return the projected target entities, in order."""
        return tuple(sorted(e for p in self.projections for e in p.entities()))


@dataclass(frozen=True, slots=True)
class Skipped:
    """A pair that has nothing to project, and why."""

    pair: Pair
    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A pair that could not be projected; never to be written as all O."""

    pair: Pair
    error: CoreError


Outcome = Projected | Skipped | Failed


@dataclass(frozen=True, slots=True)
class Extras:
    """What methods may need besides links, by pair id; None where it was not supplied."""

    spans: Mapping[str, tuple[SuppliedSpan, ...]] | None = None
    tag_probs: Mapping[str, TagProbs] | None = None
    translation_scores: Mapping[str, tuple[tuple[int, int, int, int, float], ...]] | None = None


Alignments = Mapping[str, Alignment] | Callable[[Pair], Alignment | None]
"""Links by pair id, or a function that gives those of a pair; None where there are none."""


def project_pairs(
    pairs: Iterable[Pair],
    alignments: Alignments,
    spec: MethodSpec,
    *,
    explain: bool = False,
    extras: Extras | None = None,
) -> Iterator[Outcome]:
    """Yield what became of every pair, in order, reading pairs one by one.

    Args:
        pairs: the corpus.
        alignments: links by pair id, or a function from the pair to its links.
        spec: the method.
        explain: give every projection its explanation (costs time).
        extras: spans, tag probabilities and translation scores by pair id.

    Returns:
        `Projected`, `Skipped` where the source has no tags, or `Failed` with a CoreError. Anything
        that is no CoreError is a defect and is let through.

    Raises:
        FormatError: `alignments` read a file that is broken; that is not this pair's fault.
    """
    look = alignments.get if isinstance(alignments, Mapping) else None
    for pair in pairs:
        if pair.source.entities is None:
            yield Skipped(pair, NO_SOURCE_TAGS)
            continue
        outcome: Outcome
        try:
            links = look(pair.id) if look else alignments(pair)  # type: ignore[operator] # no Mapping here
            task = task_of(pair, links, extras)
            outcome = Projected(pair, project(task, spec, explain=explain))
        except FormatError:
            raise
        except CoreError as error:
            outcome = Failed(pair, error)
        yield outcome


def task_of(pair: Pair, links: Alignment | None, extras: Extras | None = None) -> Task:
    """Return the task of a pair with everything that is known about it.

    Raises:
        InputError: spans, probabilities or scores that do not fit the pair.
    """
    known = extras or Extras()
    spans = None if known.spans is None else known.spans.get(pair.id)
    probs = None if known.tag_probs is None else known.tag_probs.get(pair.id)
    table = known.translation_scores
    scores = None if table is None else table.get(pair.id)
    n, m = len(pair.source), len(pair.target)
    if any(span.end > m for span in spans or ()):
        raise InputError(f"a span of pair {pair.id!r} ends outside its target of {m} tokens")
    if probs is not None and len(probs.probs) != m:
        raise InputError(
            f"pair {pair.id!r} has {len(probs.probs)} rows of tag probabilities "
            f"for a target of {m} tokens; give one row a token"
        )
    if any(row[1] > n or row[3] > m for row in scores or ()):
        raise InputError(f"a translation score of pair {pair.id!r} lies outside {n} x {m} tokens")
    return Task(pair.source, pair.target.tokens, links, spans, probs, scores)
