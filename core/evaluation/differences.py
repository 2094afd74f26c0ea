"""What differs between two layers of one sentence, each difference with a type."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from core.domain.entity import Entity


class Difference(StrEnum):
    """How predicted entities relate to those of the reference."""

    SAME = "same"
    TYPE = "type"
    SPLIT = "split"
    MERGED = "merged"
    BOUNDARY = "boundary"
    BOUNDARY_TYPE = "boundary+type"
    MISSING = "missing"
    SPURIOUS = "spurious"


@dataclass(frozen=True, slots=True)
class Compared:
    """Entities of the reference and of the other layer that belong together.

    Args:
        kind: `missing` has no predicted entity, `spurious` no gold one; `split` has one gold and
            several predicted, `merged` several gold and one predicted; the others one of each.
        gold: of the reference layer, left to right.
        predicted: of the layer compared with it, left to right.
    """

    kind: Difference
    gold: tuple[Entity, ...]
    predicted: tuple[Entity, ...]

    @property
    def place(self) -> tuple[int, int]:
        """Return where it stands: the reference's first span, else the other's."""
        entity = (self.gold or self.predicted)[0]
        return entity.start, entity.end


def compare(gold: Iterable[Entity], predicted: Iterable[Entity]) -> tuple[Compared, ...]:
    """Return differences that hold every entity of both layers once, left to right.

    The rule, each step with what the steps before left over:

    1. `same`: equal entities.
    2. `type`: equal spans.
    3. `split`: a gold entity with two or more predicted ones of its label inside it; from left to
       right. Then `merged`: the same with the layers exchanged.
    4. `boundary`: overlapping spans of one label; the pair that shares most tokens first, of
       equals the one whose lengths differ least, then the one further left.
    5. `boundary+type`: overlapping spans, by the same order.
    6. `missing` and `spurious`: what is left.

    Args:
        gold: the reference.
        predicted: the layer compared with it.
    """
    left, right = sorted(set(gold)), sorted(set(predicted))
    found = _paired(Difference.SAME, left, right) + _paired(Difference.TYPE, left, right)
    for one, inside in _holding(left, right):
        found.append(Compared(Difference.SPLIT, (one,), inside))
    for one, inside in _holding(right, left):
        found.append(Compared(Difference.MERGED, inside, (one,)))
    found += _paired(Difference.BOUNDARY, left, right)
    found += _paired(Difference.BOUNDARY_TYPE, left, right)
    found += [Compared(Difference.MISSING, (g,), ()) for g in left]
    found += [Compared(Difference.SPURIOUS, (), (p,)) for p in right]
    return tuple(sorted(found, key=lambda c: (c.place, c.kind)))


def _paired(kind: Difference, left: list[Entity], right: list[Entity]) -> list[Compared]:
    """Return the pairs of this kind, best first; they are taken out of both lists."""
    options = sorted((_rank(g, p), g, p) for g in left for p in right if _relation(g, p) is kind)
    found = []
    for _, g, p in options:
        if g in left and p in right:
            left.remove(g)
            right.remove(p)
            found.append(Compared(kind, (g,), (p,)))
    return found


def _relation(g: Entity, p: Entity) -> Difference | None:
    if g == p:
        return Difference.SAME
    if (g.start, g.end) == (p.start, p.end):
        return Difference.TYPE
    if not g.overlaps(p):
        return None
    return Difference.BOUNDARY if g.label == p.label else Difference.BOUNDARY_TYPE


def _rank(g: Entity, p: Entity) -> tuple[int, int]:
    """Return a number that is lower for entities that share more and differ less in length."""
    shared = min(g.end, p.end) - max(g.start, p.start)
    return (-shared, abs((g.end - g.start) - (p.end - p.start)))


def _holding(ones: list[Entity], others: list[Entity]) -> list[tuple[Entity, tuple[Entity, ...]]]:
    """Return each entity that holds two or more of its label, with them; takes all of them out."""
    found = []
    for one in tuple(ones):
        inside = tuple(
            o for o in others if o.label == one.label and one.start <= o.start and o.end <= one.end
        )
        if len(inside) > 1:
            ones.remove(one)
            for o in inside:
                others.remove(o)
            found.append((one, inside))
    return found
