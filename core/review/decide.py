"""Deciding: operations of a browser become decisions, each checked against the pair it is about."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from core.domain.decision import Decision, EntityStatus, Kind, Proposal, Side
from core.domain.entity import Entity
from core.domain.replay import Reviewed, replay
from core.errors import (
    ConflictError,
    CoreError,
    InputError,
    StorageError,
    UnknownNameError,
)
from core.review.methods import Source, links_key, project_again, source_of
from core.review.ops import ON_PAIR, Op, check_client, check_person, parse, seq_of
from core.storage import Log, PairRecord, Workspace
from core.storage.states import proposals as proposals_of

MAX_OPS = 10_000

_AIMED = frozenset({Kind.UNDO, Kind.REDO})


@dataclass(frozen=True, slots=True)
class Refusal:
    """An operation that was not carried out, and why; it counts as acknowledged."""

    seq: int
    message: str


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a batch of operations, all of it on disk.

    Args:
        ack: highest number of this client that was written or refused.
        refused: in the order of the batch.
        decisions: what was written now or earlier, in the order of the batch.
        pair: where the last undo or redo took effect; None where there was none.
        notices: what else the person should know.
    """

    ack: int
    refused: tuple[Refusal, ...] = ()
    decisions: tuple[Decision, ...] = ()
    pair: str | None = None
    notices: tuple[str, ...] = ()


def apply_ops(
    ws: Workspace, project: str, person: str, client: str, ops: Sequence[object]
) -> Applied:
    """Return what became of a client's operations; when it returns, they are on disk.

    An operation that came before is not carried out again. One that cannot be carried out is
    refused with a message and does not keep the others back. All is one transaction.

    Args:
        ws: the database.
        project: name of the project.
        person: who decides.
        client: id of the browser session; its operations are numbered from 1.
        ops: as they came in, in any order; nothing is believed of them.

    Raises:
        InputError: the client, the person or the batch as a whole cannot be used.
        StorageError: nothing was written.
    """
    check_client(client)
    check_person(person)
    if not isinstance(ops, (list, tuple)) or len(ops) > MAX_OPS:
        raise InputError(f"operations have to be a list of at most {MAX_OPS}")
    written: list[Decision] = []
    refused: list[Refusal] = []
    before = ws.acked(project, client)
    with ws.recording(project) as log:
        for raw in sorted(ops, key=seq_of):
            seq = seq_of(raw)
            if seq and (message := log.refusal(client, seq)) is not None:
                refused.append(Refusal(seq, message))
                continue
            try:
                written.append(_carry_out(log, person, client, raw))
            except (InputError, UnknownNameError, ConflictError) as error:
                refused.append(Refusal(seq, str(error)))
                if seq:
                    log.refuse(client, seq, str(error))
    ack = ws.acked(project, client)
    return Applied(
        ack=ack,
        refused=tuple(refused),
        decisions=tuple(written),
        pair=next((d.pair for d in reversed(written) if d.kind in _AIMED), None),
        notices=_gaps(before, ops),
    )


def _gaps(before: int, ops: Sequence[object]) -> tuple[str, ...]:
    """Return a notice where operations are missing between those on disk and those that came."""
    came = sorted({seq for raw in ops if (seq := seq_of(raw)) > before})
    expected = before + 1
    notices = []
    for seq in came:
        if seq > expected:
            lost = f"{expected}" if seq == expected + 1 else f"{expected} to {seq - 1}"
            notices.append(f"operation {lost} of this browser never arrived")
        expected = seq + 1
    return tuple(notices)


def _carry_out(log: Log, person: str, client: str, raw: object) -> Decision:
    seq = seq_of(raw)
    if seq and (known := log.find(client, seq)) is not None:
        return known
    op = parse(raw)
    bare = Decision(
        client=client,
        client_seq=op.seq,
        time=op.time,
        person=person,
        pair=op.pair,
        side=op.side,
        kind=op.kind,
        entity="" if op.kind in ON_PAIR else op.entity,
        reason=op.reason,
    )
    if op.kind in _AIMED:
        return log.append(bare)
    record = log.record(op.pair)
    return log.append(_DECIDE.get(op.kind, _as_it_is)(log, record, op, bare))


def _as_it_is(_log: Log, _record: PairRecord, _op: Op, bare: Decision) -> Decision:
    return bare


def _entity_of(record: PairRecord, op: Op) -> Reviewed:
    side = record.state.source if op.side is Side.SOURCE else record.state.target
    for reviewed in side or ():
        if reviewed.id == op.entity:
            return reviewed
    known = ", ".join(reviewed.id for reviewed in side or ()) or "none"
    raise InputError(f"pair {op.pair!r} has no {op.side} entity {op.entity!r}; it has: {known}")


def _new_entity(log: Log, record: PairRecord, op: Op) -> Entity:
    pair = record.stored.pair
    length = len(pair.source if op.side is Side.SOURCE else pair.target)
    if op.end > length:
        raise InputError(
            f"[{op.start}, {op.end}) ends outside the {op.side} sentence of {length} tokens"
        )
    if op.label not in (labels := log.labels()):
        raise InputError(f"this project has no label {op.label!r}; it has: {', '.join(labels)}")
    return Entity(op.start, op.end, op.label)


def _add(log: Log, record: PairRecord, op: Op, bare: Decision) -> Decision:
    name = f"{bare.client}:{op.seq}"
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
    if outcome is None or outcome.state != "projected":
        why = f": {outcome.reason}" if outcome is not None else ""
        raise InputError(f"{layer.name} made nothing of pair {op.pair!r}{why}")
    row = proposals_of(record.stored.pair, outcome.projections)
    name = f"{bare.client}:{op.seq}"
    return replace(bare, entity=name, proposals=row, reason=op.reason or layer.name)


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
    links = log.alignment(record.stored, links_key(layer, log.aligner()))
    return tuple(
        Proposal(entity, source.id_of(projection.entity))
        for projection in project_again(record.stored.pair, source, links, layer)
        for entity in projection.entities()
    )


def _unreviewed(record: PairRecord, source: Source) -> tuple[Proposal, ...]:
    return tuple(
        Proposal(reviewed.entity, reviewed.source_id)
        for reviewed in record.state.target
        if reviewed.status is EntityStatus.UNREVIEWED
        and (reviewed.source_id is None or reviewed.source_id in source.ids)
    )


_DECIDE: dict[Kind, Callable[[Log, PairRecord, Op, Decision], Decision]] = {
    Kind.ACCEPT: _accept,
    Kind.CHANGE: _change,
    Kind.ADD: _add,
    Kind.DELETE: _delete,
    Kind.NO_COUNTERPART: _no_counterpart,
    Kind.TAKE: _take,
}
