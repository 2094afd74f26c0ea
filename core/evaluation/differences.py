"""What differs between two layers of one sentence, each difference with a type."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.domain.entity import Entity


class Difference(StrEnum):
    """How a predicted entity relates to the reference."""

    SAME = "same"
    BOUNDARY = "boundary"
    TYPE = "type"
    MISSING = "missing"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Compared:
    """An entity of the reference and one of the other layer, or one of them alone.

    Args:
        kind: `missing` has no `predicted`, `extra` no `gold`, the others have both.
        gold: of the reference layer.
        predicted: of the layer compared with it.
    """

    kind: Difference
    gold: Entity | None
    predicted: Entity | None

    @property
    def place(self) -> tuple[int, int]:
        """Return where it stands: the reference's span, else the other's."""
        entity = self.gold or self.predicted
        return (entity.start, entity.end) if entity else (0, 0)


def compare(gold: Iterable[Entity], predicted: Iterable[Entity]) -> tuple[Compared, ...]:
    """Return every entity of both layers once, paired where they belong together, left to right.

    The pairing rule: equal entities first (`same`), then equal spans (`type`), then overlapping
    spans of one label (`boundary`), the pair that shares most tokens first, of equals the one
    whose lengths differ least, then the one further left. What is left over is `missing` or
    `extra`, also where it overlaps something with another span and another label.

    Args:
        gold: the reference.
        predicted: the layer compared with it.
    """
    pairs: list[Compared] = []
    left, right = sorted(set(gold)), sorted(set(predicted))
    for kind in (Difference.SAME, Difference.TYPE, Difference.BOUNDARY):
        options = sorted(
            (_rank(g, p), g, p) for g in left for p in right if _relation(g, p) is kind
        )
        for _, g, p in options:
            if g in left and p in right:
                left.remove(g)
                right.remove(p)
                pairs.append(Compared(kind, g, p))
    pairs += [Compared(Difference.MISSING, g, None) for g in left]
    pairs += [Compared(Difference.EXTRA, None, p) for p in right]
    return tuple(sorted(pairs, key=lambda c: (c.place, c.kind)))


def _relation(g: Entity, p: Entity) -> Difference | None:
    if g == p:
        return Difference.SAME
    if (g.start, g.end) == (p.start, p.end):
        return Difference.TYPE
    if g.label == p.label and g.overlaps(p):
        return Difference.BOUNDARY
    return None


def _rank(g: Entity, p: Entity) -> tuple[int, int]:
    """Return a number that is lower for entities that share more and differ less in length."""
    shared = min(g.end, p.end) - max(g.start, p.start)
    return (-shared, abs((g.end - g.start) - (p.end - p.start)))
