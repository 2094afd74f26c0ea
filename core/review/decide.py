"""Deciding: operations of a browser become decisions, each checked against the pair it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from core.domain.decision import AIMED, Decision, Kind, Side
from core.errors import ConflictError, InputError, UnknownNameError
from core.review import conflicts
from core.review.conflicts import Meeting, Own
from core.review.decided import decided
from core.review.ops import (
    Act,
    Op,
    check_client,
    check_person,
    check_via,
    is_act,
    is_settling,
    parse,
    parse_act,
    parse_settling,
    seq_of,
    whole,
)
from core.storage import Log, Workspace
from core.storage.undo import act_of, numbered

MAX_OPS = 10_000

_OWN_REASON = frozenset({Kind.DELETE, Kind.TAKE})
"""Kinds that take no reason from their act: it has to be a code, or the name of the row taken."""

_NONE: Mapping[str, int] = MappingProxyType({})

_REFUSED = (InputError, UnknownNameError, ConflictError)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An operation that was not carried out, and why; it counts as acknowledged.

    Args:
        seq: number at its client.
        message: why.
        conflict: id of the pair where it met another's decision, and is kept until the person has
            settled that; "" where there is nothing to settle.
    """

    seq: int
    message: str
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a batch of operations, all of it on disk.

    Args:
        ack: highest number of this client that was written or refused.
        refused: in the order of the batch.
        decisions: what was written now or earlier, in the order of the batch; of an act or of
            what takes one back, the first.
        pair: where the last undo or redo took effect: the pair that it came from, where that was
            touched; None where there was none.
        notices: what else the person should know.
    """

    ack: int
    refused: tuple[Refusal, ...] = ()
    decisions: tuple[Decision, ...] = ()
    pair: str | None = None
    notices: tuple[str, ...] = ()


def apply_ops(
    ws: Workspace,
    project: str,
    person: str,
    client: str,
    ops: Sequence[object],
    *,
    via: str = "",
    also: Mapping[str, int] = _NONE,
    track: str = "",
) -> Applied:
    """Return what became of a client's operations; when it returns, they are on disk.

    An operation that came before is not carried out again. One that cannot be carried out is
    refused with a message and does not keep the others back. One that says what its page had seen
    and meets another's decision (`core.review.conflicts` has the rule) is refused and kept. All is
    one transaction. Of an act, members that cannot be carried out are left out and told in a
    notice; it is refused where none can.

    Args:
        ws: the database.
        project: name of the project.
        person: who decides.
        client: id of the browser session; its operations are numbered from 1.
        ops: as they came in, in any order; nothing is believed of them.
        via: the order of the queue that the person goes by, as in the URL.
        also: what else is of the same page, as for `conflicts.Own`.
        track: on which the person decides, "" for the one that all share.

    Raises:
        InputError: the client, the person, the order or the batch as a whole cannot be used.
        StorageError: nothing was written.
    """
    check_client(client)
    check_person(person)
    if not isinstance(ops, (list, tuple)) or _size(ops) > MAX_OPS:
        raise InputError(f"operations have to be a list of at most {MAX_OPS}, members included")
    by = Decision(client, 0, "", person, "", Side.PAIR, Kind.SKIP, via=check_via(via))
    batch = _Batch(by, Own(client, _checked(also)))
    before = ws.acked(project, client)
    with ws.recording(project, track) as log:
        for raw in sorted(ops, key=seq_of):
            _take(log, batch, raw)
    ack = ws.acked(project, client)
    return Applied(
        ack=ack,
        refused=tuple(batch.refused),
        decisions=tuple(batch.written),
        pair=next((d.pair for d in reversed(batch.written) if d.kind in AIMED), None),
        notices=(*_gaps(before, ops), *batch.notices),
    )


def say(log: Log, person: str, client: str, op: object) -> Decision:
    """Return what one operation becomes as part of what else is written to a log.

    Raises:
        ConflictError: it is refused; the transaction is not to go on.
    """
    by = Decision(check_client(client), 0, "", check_person(person), "", Side.PAIR, Kind.SKIP)
    batch = _Batch(by, Own(client))
    _take(log, batch, op)
    if batch.refused:
        raise ConflictError(batch.refused[0].message)
    return batch.written[0]


@dataclass(frozen=True, slots=True)
class _Batch:
    """What becomes of one batch while it is carried out, and who sent it."""

    by: Decision
    own: Own
    written: list[Decision] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def _checked(also: Mapping[str, int]) -> dict[str, int]:
    return {check_client(client): whole(seq, "also") for client, seq in also.items()}


def _take(log: Log, batch: _Batch, raw: object) -> None:
    """Carry one operation out, or refuse it; one that came before stays as it was."""
    seq = seq_of(raw)
    if seq and (known := log.refused(batch.by.client).get(seq)) is not None:
        batch.refused.append(Refusal(seq, known.message, known.pair))
        return
    try:
        found = _carry_out(log, batch, raw)
    except _REFUSED as error:
        batch.refused.append(Refusal(seq, str(error)))
        if seq:
            log.refuse(batch.by.client, seq, str(error))
        return
    if isinstance(found, Meeting):
        batch.refused.append(Refusal(seq, found.message, found.pair))
        log.refuse(batch.by.client, seq, found.message, found.body)
    elif found is not None:
        batch.written.append(found)


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


def _size(ops: Sequence[object]) -> int:
    """Return how many operations there are, each member of an act counted."""
    members = [raw.get("ops") for raw in ops if isinstance(raw, Mapping)]
    return len(ops) + sum(len(some) for some in members if isinstance(some, (list, tuple)))


def _carry_out(log: Log, batch: _Batch, raw: object) -> Decision | Meeting | None:
    """Return what was written, or what the operation meets; None where nothing is to be written."""
    by, seq = batch.by, seq_of(raw)
    if seq and (known := log.find(by.client, seq)) is not None:
        return known
    if isinstance(raw, Mapping) and is_settling(raw):
        settling = parse_settling(raw)
        log.settle(by.person, settling.settles, settling.how)
        log.acknowledge(by.client, seq)
        return None
    if isinstance(raw, Mapping) and is_act(raw):
        return _carry_out_act(log, batch, parse_act(raw))
    op = parse(raw)
    own = replace(by, client_seq=op.seq)
    met = _meeting_of_undo(log, op, own) if op.kind in AIMED else _meeting(log, batch, op, own)
    found = met or log.append(decided(log, op, own))
    log.settle(by.person, op.settles, "mine" if met is None else "again")
    return found


def _meeting(log: Log, batch: _Batch, op: Op, own: Decision) -> Meeting | None:
    return conflicts.meeting(log, batch.own, op, own)


def _meeting_of_undo(log: Log, op: Op, own: Decision) -> Meeting | None:
    """Return what an undo or redo meets; raise ConflictError where it is about what was refused."""
    aim = decided(log, op, own)
    if (found := conflicts.withdrawn(log, op, aim)) is not None:
        log.settle(own.person, [(found.client, found.client_seq)], "withdrawn")
        raise ConflictError("what was done last was not saved yet, and is taken back now")
    return conflicts.meeting_of_undo(log, op, aim)


def _carry_out_act(log: Log, batch: _Batch, act: Act) -> Decision | Meeting:
    """Return the first decision of an act, all of them written, or what it meets.

    Raises:
        InputError: none of its members can be carried out.
    """
    by = batch.by
    members, problems = _members(act)
    log.expect(op.pair for op in members.values())
    met = conflicts.meeting_of_act(log, batch.own, act, members, by)
    if met is not None:
        log.settle(by.person, act.settles, "again")
        return met
    first: Decision | None = None
    begun: dict[str, int] = {}
    for k, op in members.items():
        client, number = numbered(by.client, act.seq, k)
        own = replace(by, client=client, client_seq=number, act=act_of(by.client, act.seq))
        try:
            _check_offered(op, begun.setdefault(op.pair, log.record(op.pair).version))
            found = _decided_as_member(log, op, own, act.reason)
            if first is None:
                found = replace(found, client=by.client, client_seq=act.seq)
            written = log.append(found)
        except _REFUSED as error:
            problems.append(str(error))
            continue
        first = first or written
    total = len(act.members)
    if first is None:
        raise InputError(f"none of {total} changes can be made any more: {problems[0]}")
    if problems:
        batch.notices.append(f"{len(problems)} of {total} changes were left out: {problems[0]}")
    log.settle(by.person, act.settles, "mine")
    return first


def _decided_as_member(log: Log, op: Op, by: Decision, reason: str) -> Decision:
    """Return what a member of an act becomes; without a reason of its own it has that of the act.

    On a whole pair it is checked with that reason. On an entity what could not be projected comes
    first, so that the act only fills in where the decision says nothing.
    """
    note = "" if op.kind in _OWN_REASON else reason
    told = replace(op, reason=op.reason or note) if op.side is Side.PAIR else op
    found = decided(log, told, by)
    return replace(found, reason=found.reason or note)


def _check_offered(op: Op, version: int) -> None:
    """Raise ConflictError where anybody decided on a pair after a member of an act was offered."""
    if op.seen is not None and op.seen != version:
        raise ConflictError(f"pair {op.pair!r} was decided on meanwhile; look at it again")


def _members(act: Act) -> tuple[dict[int, Op], list[str]]:
    """Return the members of an act by their place in it, and what is wrong with the others."""
    members: dict[int, Op] = {}
    problems: list[str] = []
    for k, raw in enumerate(act.members):
        try:
            op = parse(raw)
        except InputError as error:
            problems.append(str(error))
            continue
        if op.kind in AIMED:
            problems.append(f"{str(op.kind)!r} takes back what was done; no act can hold it")
        else:
            members[k] = op
    return members, problems
