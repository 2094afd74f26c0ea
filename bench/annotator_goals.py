"""What gold says of a pair, for the simulated annotator: what became of each source entity.

Gold marks the target sentence and does not say which source entity a target entity belongs to. Of
the entities of one label as many belong together as both sides have, which is what the ceiling of a
perfect projector counts too (`core.evaluation.ceiling`): first those that stand there already, then
those that overlap what stands there, then the others from left to right.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.domain.entity import Entity
from core.domain.replay import PairState, Reviewed


@dataclass(frozen=True, slots=True)
class Goals:
    """What a pair has to look like.

    Args:
        of: for each source entity, by id, its place in the target; None where gold has none.
        missing: gold entities that no source entity stands for.
    """

    of: Mapping[str, Entity | None]
    missing: tuple[Entity, ...]


def goals(state: PairState, gold: Iterable[Entity]) -> Goals:
    """Return what became of the source entities of a pair, as far as gold tells.

    Args:
        state: the pair before anybody decided on it.
        gold: its target entities.
    """
    left = sorted(gold)
    found: dict[str, Entity] = {}
    for choose in (_there, _near, _alike):
        for own in (r for r in state.source or () if r.id not in found):
            if (place := choose(own, picks(state, own.id), left)) is not None:
                found[own.id] = place
                left.remove(place)
    return Goals({r.id: found.get(r.id) for r in state.source or ()}, tuple(left))


def picks(state: PairState, source: str) -> list[Reviewed]:
    """Return the target entities in force that belong to a source entity, in order."""
    return [r for r in state.target if r.live and r.source_id == source]


def _there(_own: Reviewed, mine: list[Reviewed], left: list[Entity]) -> Entity | None:
    return next((r.entity for r in mine if r.entity in left), None)


def _near(own: Reviewed, mine: list[Reviewed], left: list[Entity]) -> Entity | None:
    shared = {g: _shared(g, mine) for g in left if g.label == own.entity.label}
    best = max(shared, key=lambda g: shared[g], default=None)
    return best if best is not None and shared[best] else None


def _alike(own: Reviewed, _mine: list[Reviewed], left: list[Entity]) -> Entity | None:
    return next((g for g in left if g.label == own.entity.label), None)


def _shared(g: Entity, mine: list[Reviewed]) -> int:
    """Return how many tokens an entity shares with some others."""
    ends = ((max(g.start, r.entity.start), min(g.end, r.entity.end)) for r in mine)
    return sum(max(0, end - start) for start, end in ends)
