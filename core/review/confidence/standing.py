"""What people left standing, and what a layer made of the same pair, held against each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain.decision import EntityStatus, PairStatus
from core.domain.entity import Entity
from core.domain.replay import PairState, Reviewed, source_id
from core.evaluation.spans import counting
from core.review.confidence.evidence import Said

_KEPT = frozenset({EntityStatus.ACCEPTED, EntityStatus.CORRECTED, EntityStatus.ADDED})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What decisions say of a layer on one pair.

    Args:
        right: for each source entity whether its picks are exactly what stands; None where nobody
            has decided on it.
        stands: for each how many of the standing entities it stands for; 0 where not decided.
        rest: standing entities that no source entity stands for; None where the pair is not done.
        counts: (right, standing, predicted) entities of the pair; None where it is not done.
    """

    right: tuple[bool | None, ...]
    stands: tuple[int, ...]
    rest: int | None = None
    counts: tuple[int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A pair as people left it.

    Args:
        status: of the pair.
        whole: whether somebody checked the pair as a whole, one by one.
        target: its target entities whose label counts, rejected ones included.
        absent: ids of the source entities that were said to have no counterpart.
    """

    status: PairStatus
    whole: bool
    target: tuple[Reviewed, ...]
    absent: frozenset[str] = frozenset()

    @property
    def live(self) -> tuple[Reviewed, ...]:
        """The target entities of the corrected data."""
        return tuple(r for r in self.target if r.live)


def standing_of(state: PairState, types: Sequence[str] | None, *, alone: bool) -> Standing:
    """Return a pair as people left it.

    Args:
        state: of the pair.
        types: labels that count; None means all.
        alone: whether it was settled by itself, not among many in one go.
    """
    target = tuple(r for r in state.target if counting([r.entity], types=types))
    absent = (r.id for r in state.source or () if r.status is EntityStatus.NO_COUNTERPART)
    whole = alone and state.status is PairStatus.DONE
    return Standing(state.status, whole, target, frozenset(absent))


def verdict(said: Sequence[Said], standing: Standing) -> Verdict:
    """Return what a person's decisions on a pair say of what a layer made of it."""
    if standing.whole:
        return against({r.entity: r.source_id for r in standing.live}, said)
    found = [_of_entity(one, standing) for one in said]
    return Verdict(tuple(right for right, _ in found), tuple(n for _, n in found))


def against(gold: Mapping[Entity, str | None], said: Sequence[Said]) -> Verdict:
    """Return what everything that stands says of a layer.

    What stands and was not found belongs to the source entity it was given to, else to a wrong
    pick that it overlaps, else to an entity of its label that is wrong elsewhere or has no pick;
    such an entity is wrong then too. What is left over, no source entity stands for.

    Args:
        gold: the standing entities, each with the id of its source entity, where there is one.
        said: what the layer made of the pair.
    """
    hits = [sum(e in gold for e in one.found) for one in said]
    wrong = [n < len(one.found) for n, one in zip(hits, said, strict=True)]
    found = {e for one in said for e in one.found}
    counts = (len(found & gold.keys()), len(gold), len(found))
    left = sorted(gold.keys() - found)
    extra = [0] * len(said)
    for k, one in enumerate(said):
        own = [g for g in left if gold[g] == source_id(one.entity)]
        wrong[k] = wrong[k] or bool(own)
        near = [g for g in left if wrong[k] and any(g.overlaps(e) for e in one.found)]
        mine = {*own, *(g for g in near if not _anothers(gold[g], one, said))}
        extra[k] = len(mine)
        left = [g for g in left if g not in mine]
    for k, one in enumerate(said):
        alike = next((g for g in left if g.label == one.label), None)
        if alike is not None and not extra[k] and (wrong[k] or not one.found):
            wrong[k] = True
            extra[k] = 1
            left.remove(alike)
    return Verdict(
        right=tuple(not bad for bad in wrong),
        stands=tuple(n + more for n, more in zip(hits, extra, strict=True)),
        rest=len(left),
        counts=counts,
    )


def _anothers(owner: str | None, one: Said, said: Sequence[Said]) -> bool:
    """Return whether an entity was given to another source entity than this one."""
    return owner is not None and any(source_id(s.entity) == owner for s in said if s is not one)


def _of_entity(one: Said, standing: Standing) -> tuple[bool | None, int]:
    """Return whether one entity is right as far as decided, and how many entities it stands for."""
    name = source_id(one.entity)
    if name in standing.absent:
        return not one.found, 0
    own = [r for r in standing.target if r.source_id == name]
    if any(r.status is EntityStatus.UNREVIEWED for r in own):
        return None, 0
    kept = {r.entity for r in own if r.status in _KEPT}
    if kept:
        return set(one.found) == kept, len(kept)
    rejected = {r.entity for r in own}
    return (False, 0) if rejected.intersection(one.found) else (None, 0)
