"""What becomes of pairs, and what a method is given of one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.domain.projection import Orphan, Projection
from core.domain.task import SuppliedSpan, TagProbs, Task
from core.errors import CoreError, InputError

NO_SOURCE_TAGS = "the source has no tags"


@dataclass(frozen=True, slots=True)
class Projected:
    """A pair with what became of its source entities, one projection each, in source order.

    `orphans` are there where reasons were asked for.

    Args:
        pair: as it came in.
        projections: one a source entity.
        orphans: of both sides; None where reasons were not asked for.
        sources: ids of the pairs of its group that were projected with it, its own among them, in
            alphabetical order; empty where it was projected alone.
        others: target entities that only other pairs of its group have a source entity for.
    """

    pair: Pair
    projections: tuple[Projection, ...]
    orphans: tuple[Orphan, ...] | None = None
    sources: tuple[str, ...] = ()
    others: tuple[Entity, ...] = ()

    def entities(self) -> tuple[Entity, ...]:
        """Return the projected target entities, in order, those of `others` among them."""
        return tuple(sorted([*(e for p in self.projections for e in p.entities()), *self.others]))


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

Look = Callable[[Pair], Alignment | None]
"""What gives the links of a pair; None where there are none."""


def look_of(alignments: Alignments) -> Look:
    """Return what gives the links of a pair."""
    if not isinstance(alignments, Mapping):
        return alignments
    known = alignments
    return lambda pair: known.get(pair.id)


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
