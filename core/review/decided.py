"""One operation as the decision that it becomes, checked against the pair as it stands."""

from collections.abc import Callable
from dataclasses import replace

from core.domain.alignment import Alignment
from core.domain.decision import (
    AIMED,
    Decision,
    EntityStatus,
    Kind,
    PairStatus,
    Proposal,
    Side,
)
from core.domain.entity import Entity
from core.domain.layer import Layer
from core.domain.replay import Reviewed, replay
from core.errors import CoreError, InputError, StorageError
from core.review import verdicts
from core.review.methods import Found, Made, Source, links_key, made_of, project_now, source_of
from core.review.ops import ON_PAIR, Op
from core.review.supplied import keys_of
from core.storage import Log, PairExtras, PairRecord


def decided(log: Log, op: Op, by: Decision) -> Decision:
    """Return the decision that an operation becomes, not yet written.

    Args:
        log: of the project, in the transaction in which the decision will be written.
        op: what is to be done.
        by: client, number, person and order of the queue; the rest is filled in here.

    Raises:
        InputError: the operation does not fit the pair.
        UnknownNameError: there is no such pair or layer.
    """
    bare = replace(
        by,
        time=op.time,
        pair=op.pair,
        side=op.side,
        kind=op.kind,
        entity="" if op.kind in ON_PAIR else op.entity,
        reason=op.reason,
    )
    if op.kind in AIMED:
        return bare
    return _DECIDE.get(op.kind, _as_it_is)(log, log.record(op.pair), op, bare)


def _entity_of(record: PairRecord, op: Op) -> Reviewed:
    side = record.state.source if op.side is Side.SOURCE else record.state.target
    for reviewed in side or ():
        if reviewed.id == op.entity:
            return reviewed
    known = ", ".join(reviewed.id for reviewed in side or ()) or "none"
    raise InputError(f"pair {op.pair!r} has no {op.side} entity {op.entity!r}; it has: {known}")


def _new_entity(log: Log, record: PairRecord, op: Op) -> Entity:
    pair = record.stored.pair
    length = len(pair.sentence(op.side))
    if op.end > length:
        raise InputError(
            f"[{op.start}, {op.end}) ends outside the {op.side} sentence of {length} tokens"
        )
    if op.label not in (labels := log.labels()):
        raise InputError(f"this project has no label {op.label!r}; it has: {', '.join(labels)}")
    return Entity(op.start, op.end, op.label)


def _add(log: Log, record: PairRecord, op: Op, bare: Decision) -> Decision:
    name = f"{bare.client}:{bare.client_seq}"
    if op.entity not in {"", name}:
        raise InputError(f"an entity added by this operation is called {name}, not {op.entity!r}")
    entity = _new_entity(log, record, op)
    added = replace(bare, entity=name, new=entity)
    if op.side is Side.SOURCE:
        return _with_projections(log, record, added)
    known = {reviewed.id for reviewed in record.state.source or ()}
    if op.source is not None and op.source not in known:
        raise InputError(f"pair {op.pair!r} has no source entity {op.source!r}")
    return replace(added, proposals=(Proposal(entity, op.source),))


def _change(log: Log, record: PairRecord, op: Op, bare: Decision) -> Decision:
    old = _entity_of(record, op)
    changed = replace(bare, old=old.entity, new=_new_entity(log, record, op))
    return _with_projections(log, record, changed) if op.side is Side.SOURCE else changed


def _delete(log: Log, record: PairRecord, op: Op, bare: Decision) -> Decision:
    deleted = replace(bare, old=_entity_of(record, op).entity)
    return _with_projections(log, record, deleted) if op.side is Side.SOURCE else deleted


def _accept(log: Log, record: PairRecord, op: Op, bare: Decision) -> Decision:
    own = _entity_of(record, op)
    accepted = replace(bare, old=own.entity)
    if op.side is Side.SOURCE and not own.live:
        return _with_projections(log, record, accepted)
    return accepted


def _no_counterpart(_log: Log, record: PairRecord, op: Op, bare: Decision) -> Decision:
    return replace(bare, old=_entity_of(record, op).entity)


def _take(log: Log, record: PairRecord, op: Op, bare: Decision) -> Decision:
    layer = log.layer(op.layer)
    outcome = log.outcome(record.stored, layer.content_hash)
    if outcome is None:
        raise InputError(f"{layer.name} made nothing of pair {op.pair!r}")
    source = source_of(record.stored.pair, record.state.source)
    links, more = _links(log, record, layer), _extras(log, record, layer)
    made = made_of(record.stored.pair, source, links, layer, outcome, more)
    if made.state != "projected":
        raise InputError(f"{layer.name} made nothing of pair {op.pair!r}: {_why(made)}")
    name = f"{bare.client}:{bare.client_seq}"
    row = _proposals(made.found)
    return replace(bare, entity=name, proposals=row, reason=op.reason or layer.name)


def _why(made: Made) -> str:
    return f"{made.reason} ({made.stale})" if made.stale else made.reason


def _with_projections(log: Log, record: PairRecord, decision: Decision) -> Decision:
    """Return a source edit with the target as the base's method projects it after the edit.

    Where that cannot be done, the target stays as it is, and the decision says why.
    """
    after = replay(record.state, [decision])
    source = source_of(record.stored.pair, after.source)
    try:
        found = _projected(log, record, source)
    except StorageError:
        raise
    except CoreError as error:
        why = f"not projected again: {error}"
        kept = _unreviewed(record, source)
        return replace(decision, proposals=kept, reason=decision.reason or why)
    return replace(decision, proposals=found)


def _projected(log: Log, record: PairRecord, source: Source) -> tuple[Proposal, ...]:
    if not record.base:
        raise InputError("the project has no base layer yet")
    layer = log.layer(record.base)
    links = _links(log, record, layer)
    more = _extras(log, record, layer)
    return _proposals(project_now(record.stored.pair, source, links, layer, more))


def _links(log: Log, record: PairRecord, layer: Layer) -> Alignment | None:
    return log.alignment(record.stored, links_key(layer, log.aligner()))


def _extras(log: Log, record: PairRecord, layer: Layer) -> PairExtras:
    return log.extras(record.stored, keys_of(layer))


def _proposals(found: Found) -> tuple[Proposal, ...]:
    return tuple(Proposal(entity, source) for entity, source, _ in found)


def _unreviewed(record: PairRecord, source: Source) -> tuple[Proposal, ...]:
    return tuple(
        Proposal(reviewed.entity, reviewed.source_id)
        for reviewed in record.state.target
        if reviewed.status is EntityStatus.UNREVIEWED
        and (reviewed.source_id is None or reviewed.source_id in source.ids)
    )


def _accept_pair(_log: Log, record: PairRecord, _op: Op, bare: Decision) -> Decision:
    if bare.reason == verdicts.BULK and not is_plain(record):
        raise InputError(
            f"pair {bare.pair!r} cannot be accepted unseen: only an unreviewed one without "
            "entities, projected and with its source annotated, can"
        )
    return bare


def _as_it_is(_log: Log, _record: PairRecord, _op: Op, bare: Decision) -> Decision:
    return bare


def is_plain(record: PairRecord) -> bool:
    """Return whether nobody has touched a pair, and its method found it without any entity."""
    state = record.state
    return (
        state.status is PairStatus.UNREVIEWED
        and state.source is not None
        and not (state.source_entities() or state.target_entities())
        and record.outcome is not None
        and record.outcome.state == "projected"
    )


_DECIDE: dict[Kind, Callable[[Log, PairRecord, Op, Decision], Decision]] = {
    Kind.ACCEPT: _accept,
    Kind.CHANGE: _change,
    Kind.ADD: _add,
    Kind.DELETE: _delete,
    Kind.NO_COUNTERPART: _no_counterpart,
    Kind.TAKE: _take,
    Kind.ACCEPT_PAIR: _accept_pair,
}
