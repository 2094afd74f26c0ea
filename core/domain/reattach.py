"""Re-attachment: what people said of a pair, carried to another layer or to changed words.

Decisions are about words. An entity whose words all stand side by side in the new sentence is
carried as it stands. One that touches a word that changed, went or got a neighbour inside is
stale: it leaves the data and is listed with both versions. A span is never shrunk to the words
that are left, though the place is told: its borders are what was decided, and the data holds no
span that nobody has seen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.domain.decision import EntityStatus, PairStatus, Proposal, Side
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.domain.replay import PairState, Reviewed, in_order, named, source_id
from core.domain.same_words import Kept, kept

_ABSENT = EntityStatus.NO_COUNTERPART


@dataclass(frozen=True, slots=True)
class Lost:
    """An entity that people decided on and that does not fit the new words.

    Args:
        side: of the pair.
        reviewed: as it stood on the old words.
        place: the new words that stand there, half-open; None where none do.
    """

    side: Side
    reviewed: Reviewed
    place: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Reattached:
    """A pair carried to another layer or to changed words; every entity decided on is in one part.

    Args:
        state: of the pair from here on.
        carried: entities decided on that stand there as they stood, on either side.
        moot: rejected entities that nothing proposes there any more; they stay rejected, so that
            they do not come back unseen when something proposes them again.
        stale: entities decided on that do not fit.
        fresh: entities that came with the words or the layer, to be looked at.
        outdone: entities that were proposed, and left out since people decided otherwise.
        reopened: whether the pair was done and is in progress now.
    """

    state: PairState
    carried: tuple[Reviewed, ...]
    moot: tuple[Reviewed, ...]
    stale: tuple[Lost, ...]
    fresh: tuple[Reviewed, ...]
    outdone: tuple[Proposal, ...]
    reopened: bool


@dataclass(slots=True)
class _Side:
    """One side while it is carried.

    `names` are the new ids of its entities, `waiting` those of what was there to be looked at.
    """

    kept: Kept
    side: Side
    names: dict[str, str]
    waiting: set[str]
    reviewed: list[Reviewed]
    carried: list[Reviewed]
    moot: list[Reviewed]
    stale: list[Lost]

    @classmethod
    def begin(cls, side: Side, old: Sequence[str], new: Sequence[str]) -> "_Side":
        return cls(kept(old, new), side, {}, set(), [], [], [], [])

    def take(self, old: Reviewed, now: Reviewed, *, moot: bool = False) -> None:
        self.reviewed.append(now)
        (self.moot if moot else self.carried).append(old)

    def lose(self, old: Reviewed) -> None:
        self.stale.append(Lost(self.side, old, self.kept.place(old.entity)))


def reattach(
    state: PairState, old: Pair, new: Pair, proposals: Iterable[Proposal] = ()
) -> Reattached:
    """Return a pair as people left it, on new words and under new proposals.

    What a person said wins: proposals that overlap a live entity that somebody decided on are left
    out, as are others of its source entity, of a source entity without a counterpart, and those
    that were rejected. The status of the pair stays, but one that was done is in progress where
    something is stale or nobody has looked at it.

    Args:
        state: as people left it.
        old: the words it is on.
        new: the words it is carried to; the same pair where only the layer is another.
        proposals: the target entities of the layer that it is carried to, each with the id that
            the source entity has there.
    """
    source = _carry_source(state, old, new)
    target = _Side.begin(Side.TARGET, old.target.tokens, new.target.tokens)
    given = tuple(proposals)
    _carry_target(state, target, given, source.names)
    free, outdone = _free(given, _open(state, target, source.names), source, target)
    touched = frozenset(r.id for r in target.reviewed)
    fresh = named(free, touched)
    known = state.source is not None or new.source.entities is not None
    sources = in_order(source.reviewed) if known else None
    came = (r for r in sources or () if _unseen(r) and r.id not in source.waiting)
    unseen = (*came, *fresh)
    stale = (*source.stale, *target.stale)
    reopened = state.status is PairStatus.DONE and bool(stale or unseen)
    return Reattached(
        PairState(
            PairStatus.IN_PROGRESS if reopened else state.status,
            sources,
            in_order((*target.reviewed, *fresh)),
        ),
        (*source.carried, *target.carried),
        (*source.moot, *target.moot),
        stale,
        unseen,
        outdone,
        reopened,
    )


def _unseen(reviewed: Reviewed) -> bool:
    return reviewed.status is EntityStatus.UNREVIEWED


def _stands(reviewed: Reviewed) -> bool:
    """Return whether an entity takes up its words: live, or there without a counterpart."""
    return reviewed.live or reviewed.status is _ABSENT


def _carry_source(state: PairState, old: Pair, new: Pair) -> _Side:
    """Return the source side, with the new id of each of its entities that stands there."""
    side = _Side.begin(Side.SOURCE, old.source.tokens, new.source.tokens)
    came = {source_id(k): entity for k, entity in enumerate(old.source.entities or ())}
    coming = {source_id(k): entity for k, entity in enumerate(new.source.entities or ())}
    spans = {(entity.start, entity.end): name for name, entity in coming.items()}
    free = dict(coming)
    for reviewed in state.source or ():
        now = side.kept.entity(reviewed.entity)
        first = came.get(reviewed.id)
        origin = None if first is None else side.kept.entity(first)
        own = _named_there(reviewed, now, origin, free, spans)
        if _unseen(reviewed):
            if own:
                side.names[reviewed.id] = own
                side.waiting.add(own)
            continue
        if now is None:
            side.lose(reviewed)
            continue
        name = own or _unused(reviewed.id, {*coming, *side.names.values()})
        free.pop(name, None)
        side.names[reviewed.id] = name
        moot = not own and reviewed.status is EntityStatus.REJECTED
        side.take(reviewed, replace(reviewed, id=name, entity=now), moot=moot)
    standing = [r.entity for r in side.reviewed if _stands(r)]
    side.reviewed += [
        Reviewed(name, entity)
        for name, entity in free.items()
        if not any(entity.overlaps(other) for other in standing)
    ]
    return side


def _named_there(
    reviewed: Reviewed,
    now: Entity | None,
    origin: Entity | None,
    free: Mapping[str, Entity],
    spans: Mapping[tuple[int, int], str],
) -> str:
    """Return the id of what an entity is among those that come with the new pair, "" for none.

    Args:
        reviewed: the entity.
        now: where it stands on the new words.
        origin: where the entity stands there that it was before anybody changed it.
        free: the entities that come with the new pair and are not taken yet, by their id.
        spans: their ids, by their place.
    """
    exact = reviewed.status is EntityStatus.REJECTED
    for entity in (origin, now):
        name = spans.get((entity.start, entity.end), "") if entity is not None else ""
        if name in free and not (exact and free[name] != now):
            return name
    return ""


def _unused(name: str, taken: set[str]) -> str:
    """Return the id, numbered where another entity has it."""
    numbered = name
    count = 1
    while numbered in taken:
        count += 1
        numbered = f"{name}~{count}"
    return numbered


def _carry_target(
    state: PairState, side: _Side, proposals: Sequence[Proposal], names: Mapping[str, str]
) -> None:
    proposed = {proposal.entity for proposal in proposals}
    for reviewed in state.target:
        if _unseen(reviewed):
            continue
        now = side.kept.entity(reviewed.entity)
        if now is None:
            side.lose(reviewed)
            continue
        moot = reviewed.status is EntityStatus.REJECTED and now not in proposed
        own = names.get(reviewed.source_id or "", None)
        side.take(reviewed, replace(reviewed, entity=now, source_id=own), moot=moot)


def _open(state: PairState, side: _Side, names: Mapping[str, str]) -> set[Proposal]:
    """Return what was there and nobody had looked at, on the new words."""
    found = ((side.kept.entity(r.entity), r.source_id or "") for r in state.target if _unseen(r))
    return {Proposal(entity, names.get(own)) for entity, own in found if entity is not None}


def _free(
    proposals: Sequence[Proposal], left_open: set[Proposal], source: _Side, target: _Side
) -> tuple[list[Proposal], tuple[Proposal, ...]]:
    """Return the proposals that nothing that people said speaks against, and the others.

    A source entity is settled by a live target entity that somebody decided on. Only what stood
    beside that, not looked at, still does.
    """
    standing = [r for r in target.reviewed if _stands(r)]
    rejected = {r.entity for r in target.reviewed if not _stands(r)}
    settled = {r.source_id for r in standing if r.source_id}
    without = {r.id for r in source.reviewed if not r.live}
    free: list[Proposal] = []
    outdone: list[Proposal] = []
    for proposal in proposals:
        if proposal.entity in rejected or any(r.entity == proposal.entity for r in standing):
            continue
        against = (
            proposal.source_id in without
            or (proposal.source_id in settled and proposal not in left_open)
            or any(r.entity.overlaps(proposal.entity) for r in standing)
        )
        (outdone if against else free).append(proposal)
    return free, tuple(outdone)
