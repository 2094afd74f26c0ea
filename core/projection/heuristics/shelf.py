"""The shelf of heuristics, and what one returns."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.registry import Shelf


class Fate(StrEnum):
    """What became of a run of target tokens."""

    KEPT = "kept"
    SHORT = "short"
    SURPLUS = "surplus"
    TAKEN = "taken"
    MERGED = "merged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of target tokens found for an entity, and what became of it.

    Args:
        start: first target token.
        end: one past the last.
        score: share of the words of entity and run that are linked to each other, in [0, 1].
        fate: what became of it.
        by: index of the entity that has its place, where that is what happened.
        note: why it was refused, a clause.
    """

    start: int
    end: int
    score: float
    fate: Fate = Fate.KEPT
    by: int | None = None
    note: str = ""

    def overlaps(self, other: "Run") -> bool:
        """Return whether the two share a token."""
        return self.start < other.end and other.start < self.end


Runs = tuple[tuple[Run, ...], ...]
"""For each entity its runs, in target order."""

HEURISTICS: Shelf[Callable[..., Runs]] = Shelf("heuristic")


def share_linked(alignment: Alignment, entity: Entity, start: int, end: int) -> float:
    """Return the linked words of entity and span over all words of both, in [0, 1]."""
    inside = alignment.between(entity.start, entity.end, start, end)
    linked = len({k.i for k in inside}) + len({k.j for k in inside})
    return linked / (entity.end - entity.start + end - start)
