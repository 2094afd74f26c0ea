"""Replay: the state of a pair is its base layer plus its decisions, applied in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.domain.decision import AIMED, Decision, EntityStatus, Kind, PairStatus, Proposal, Side
from core.domain.entity import Entity

EDITION = 1
"""Of the rules below; another one for each change that makes another state of what was decided."""

LIVE = frozenset(
    {EntityStatus.UNREVIEWED, EntityStatus.ACCEPTED, EntityStatus.CORRECTED, EntityStatus.ADDED}
)
_PAIR_STATUS = {
    Kind.SKIP: PairStatus.SKIPPED,
    Kind.FLAG: PairStatus.FLAGGED,
    Kind.EXCLUDE: PairStatus.EXCLUDED,
    Kind.REOPEN: PairStatus.IN_PROGRESS,
}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """An entity as it stands: what it is, where it came from, what was said of it."""

    id: str
    entity: Entity
    status: EntityStatus = EntityStatus.UNREVIEWED
    source_id: str | None = None

    @property
    def live(self) -> bool:
        """Return whether the entity is part of the corrected data."""
        return self.status in LIVE


@dataclass(frozen=True, slots=True)
class PairState:
    """A pair as it stands after its decisions.

    Args:
        status: of the pair.
        source: source entities, in order; None where nobody has annotated the source.
        target: target entities, in order, rejected ones included.
        applied: sequence numbers of the decisions in force, ascending.
    """

    status: PairStatus
    source: tuple[Reviewed, ...] | None
    target: tuple[Reviewed, ...]
    applied: tuple[int, ...] = ()

    def source_entities(self) -> tuple[Entity, ...]:
        """Return the source entities in force, in order; empty where nobody has annotated it."""
        return tuple(sorted(r.entity for r in self.source or () if r.live or _absent(r)))

    def target_entities(self) -> tuple[Entity, ...]:
        """Return the corrected data of this pair: the target entities in force, in order."""
        return tuple(sorted(r.entity for r in self.target if r.live))


@dataclass(frozen=True, slots=True)
class Carried:
    """What a REBASE has a pair go on from, so that its replay needs nothing else.

    Args:
        base: content hash of the layer that the pair stands on from here; "" for the project's.
        state: the pair as it was carried there; None where nobody had decided on it, so that it
            begins anew on whatever it stands on.
        revision: number of the change of its words that moved it, from 1; 0 where another layer
            did.
    """

    base: str
    state: PairState | None
    revision: int = 0


def source_id(index: int) -> str:
    """Return the id of the base source entity at `index`."""
    return f"s{index}"


def start_state(source: Sequence[Entity] | None, proposals: Sequence[Proposal]) -> PairState:
    """Return the state before any decision: everything unreviewed."""
    reviewed = None
    if source is not None:
        reviewed = tuple(Reviewed(source_id(i), entity) for i, entity in enumerate(source))
    return PairState(PairStatus.UNREVIEWED, reviewed, named(proposals, frozenset()))


def replay(start: PairState, decisions: Iterable[Decision]) -> PairState:
    """Return the state after the decisions that are in force, in order of their sequence number."""
    state = start
    for decision in in_force(sorted(decisions, key=lambda d: d.seq)):
        if decision.carried is not None:
            state = replace(decision.carried.state or start, applied=state.applied)
        else:
            state = _apply(state, decision)
        state = replace(state, applied=(*state.applied, decision.seq))
    return state


def is_untouched(state: PairState) -> bool:
    """Return whether nobody has said anything of a pair or of an entity on it."""
    entities = (*(state.source or ()), *state.target)
    return state.status is PairStatus.UNREVIEWED and all(
        r.status is EntityStatus.UNREVIEWED for r in entities
    )


def last_carried(log: Iterable[Decision]) -> Carried | None:
    """Return what the last REBASE in force carried; None where there is none."""
    return next((d.carried for d in reversed(in_force(log)) if d.carried is not None), None)


def undone_seqs(decisions: Iterable[Decision]) -> set[int]:
    """Return the sequence numbers of decisions that were undone and not redone."""
    undone: set[int] = set()
    for decision in decisions:
        if decision.kind is Kind.UNDO:
            undone.add(int(decision.entity))
        elif decision.kind is Kind.REDO:
            undone.discard(int(decision.entity))
    return undone


def in_force(log: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the decisions that are in force, in the order given; undo and redo are none."""
    given = tuple(log)
    undone = undone_seqs(given)
    return tuple(d for d in given if d.kind not in AIMED and d.seq not in undone)


def _apply(state: PairState, decision: Decision) -> PairState:
    if decision.kind is Kind.COMMENT:
        return state
    if decision.kind in _PAIR_STATUS:
        return replace(state, status=_PAIR_STATUS[decision.kind])
    if decision.kind is Kind.ACCEPT_PAIR:
        return _accept_all(state)
    if decision.kind is Kind.TAKE:
        return _begun(replace(state, target=_take(state.target, decision)))
    if decision.side is Side.SOURCE:
        return _begun(_edit_source(state, decision))
    return _begun(replace(state, target=_edit(state.target, decision)))


def _begun(state: PairState) -> PairState:
    if state.status in {PairStatus.UNREVIEWED, PairStatus.SKIPPED}:
        return replace(state, status=PairStatus.IN_PROGRESS)
    return state


def _accept_all(state: PairState) -> PairState:
    return replace(
        state,
        status=PairStatus.DONE,
        source=None if state.source is None else tuple(_accepted(r) for r in state.source),
        target=tuple(_accepted(r) for r in state.target),
    )


def _accepted(r: Reviewed) -> Reviewed:
    unreviewed = r.status is EntityStatus.UNREVIEWED
    return replace(r, status=EntityStatus.ACCEPTED) if unreviewed else r


def _take(target: tuple[Reviewed, ...], decision: Decision) -> tuple[Reviewed, ...]:
    """Keep what the row has too, reject what it has not, add the rest as accepted.

    Where an entity stands there twice (one of them displaced), only one is kept: a live one.
    """
    wanted = {p.entity: p for p in decision.proposals}
    present: dict[Entity, str] = {}
    for r in sorted(target, key=lambda r: not r.live):
        if r.entity in wanted:
            present.setdefault(r.entity, r.id)
    chosen = set(present.values())
    kept = tuple(
        replace(r, status=EntityStatus.ACCEPTED if r.id in chosen else EntityStatus.REJECTED)
        for r in target
    )
    new = [p for entity, p in wanted.items() if entity not in present]
    row = decision.entity or f"{decision.client}:{decision.client_seq}"
    added = (
        Reviewed(f"{row}.{k}", p.entity, EntityStatus.ACCEPTED, p.source_id)
        for k, p in enumerate(new)
    )
    return in_order((*kept, *added))


def _edit(entities: tuple[Reviewed, ...], decision: Decision) -> tuple[Reviewed, ...]:
    """Apply an entity decision; a new, changed or restored span displaces what it overlaps."""
    if decision.kind is Kind.ADD:
        if decision.new is None:
            return entities
        source_id = decision.proposals[0].source_id if decision.proposals else None
        fresh = Reviewed(decision.entity, decision.new, EntityStatus.ADDED, source_id)
        return in_order((*_displace(entities, fresh), fresh))
    return in_order(
        changed
        for r in _make_room(entities, decision)
        if (changed := _decide(r, decision)) is not None
    )


def _make_room(entities: tuple[Reviewed, ...], decision: Decision) -> tuple[Reviewed, ...]:
    """Reject what overlaps the entity as the decision will leave it, if the entity is there."""
    own = next((r for r in entities if r.id == decision.entity), None)
    stays = decision.kind in {Kind.CHANGE, Kind.ACCEPT} or (
        decision.kind is Kind.NO_COUNTERPART and decision.side is Side.SOURCE
    )
    if own is None or not stays:
        return entities
    return _displace(entities, replace(own, entity=decision.new or own.entity))


def _displace(entities: tuple[Reviewed, ...], by: Reviewed) -> tuple[Reviewed, ...]:
    return tuple(
        replace(r, status=EntityStatus.REJECTED)
        if (r.live or _absent(r)) and r.id != by.id and r.entity.overlaps(by.entity)
        else r
        for r in entities
    )


def _decide(r: Reviewed, decision: Decision) -> Reviewed | None:
    """Return the entity after the decision; None where an entity that a person added is deleted."""
    if r.id != decision.entity:
        return r
    if decision.kind is Kind.CHANGE and decision.new is not None:
        added = r.status is EntityStatus.ADDED
        status = EntityStatus.ADDED if added else EntityStatus.CORRECTED
        return replace(r, entity=decision.new, status=status)
    if decision.kind is Kind.DELETE:
        return None if r.status is EntityStatus.ADDED else replace(r, status=EntityStatus.REJECTED)
    if decision.kind is Kind.NO_COUNTERPART:
        return replace(r, status=EntityStatus.NO_COUNTERPART)
    return replace(r, status=EntityStatus.ACCEPTED)


def _edit_source(state: PairState, decision: Decision) -> PairState:
    """Edit the source side, then put the fresh projections where nobody has decided yet."""
    source = _edit(state.source or (), decision)
    if decision.kind is Kind.NO_COUNTERPART:
        orphaned = tuple(
            replace(r, status=EntityStatus.REJECTED)
            if r.source_id == decision.entity and r.live
            else r
            for r in state.target
        )
        return replace(state, source=source, target=orphaned)
    if decision.kind is Kind.ACCEPT and not decision.proposals:
        return replace(state, source=source)
    touched = tuple(r for r in state.target if r.status is not EntityStatus.UNREVIEWED)
    settled = {r.source_id for r in touched if r.source_id}
    settled |= {r.id for r in source if _absent(r)}
    free = [
        p
        for p in decision.proposals
        if p.source_id not in settled
        and not any(r.live and r.entity.overlaps(p.entity) for r in touched)
    ]
    fresh = named(free, frozenset(r.id for r in touched))
    # What nobody has looked at yet opens a pair again that was done.
    done = state.status is PairStatus.DONE
    status = PairStatus.IN_PROGRESS if fresh and done else state.status
    return replace(state, status=status, source=source, target=in_order((*touched, *fresh)))


def _absent(r: Reviewed) -> bool:
    return r.status is EntityStatus.NO_COUNTERPART


def named(proposals: Sequence[Proposal], taken: frozenset[str]) -> tuple[Reviewed, ...]:
    """Return each proposal under the id `source.k`, k counting the picks of a source entity."""
    used = set(taken)
    given = []
    for p in proposals:
        k = 0
        while (name := f"{p.source_id or 'x'}.{k}") in used:
            k += 1
        used.add(name)
        given.append(Reviewed(name, p.entity, EntityStatus.UNREVIEWED, p.source_id))
    return in_order(given)


def in_order(entities: Iterable[Reviewed]) -> tuple[Reviewed, ...]:
    """Return entities in the order in which a state has them."""
    return tuple(sorted(entities, key=lambda r: (r.entity, r.id)))
