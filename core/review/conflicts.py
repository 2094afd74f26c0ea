"""Conflicts: whether an operation was made without knowing what others decided meanwhile.

The rule. An operation that says what its page had `seen` of a pair is in conflict where another
browser session has decided on the pair since, and what it would do is not there already. Comments
meet nobody, and what was undone by then counts for nothing. What a page sent before it knew of a
conflict on a pair is held in it too. An undo or redo is in conflict where somebody else has decided
since, and still stands, on a pair that it touches: what they did may stand on it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from core.domain.decision import AIMED, Decision, Kind
from core.domain.replay import replay, undone_seqs
from core.errors import ConflictError, InputError, UnknownNameError
from core.review.decided import decided
from core.review.ops import Act, Op
from core.storage import Log, PairRecord
from core.storage.clock import now
from core.storage.refusals import OPEN, Refused

_UNKEPT = ("seq", "heard", "settles", "seen")
"""Fields of an operation that mean nothing once it is sent again."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """An operation that met what others decided.

    Args:
        pair: where.
        message: who decided, for the person.
        body: what is kept of it, so that nothing is lost.
    """

    pair: str
    message: str
    body: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Own:
    """Who sends, and what else is theirs.

    Args:
        client: id of the browser session.
        also: sessions of the page before it was loaded anew, each with the last number that this
            page has sent for it.
    """

    client: str
    also: Mapping[str, int] = field(default_factory=dict)

    def made(self, decision: Decision) -> bool:
        """Return whether a decision is of this page."""
        client, _, number = decision.client.partition("/")
        seq = int(number) if number.isdecimal() else decision.client_seq
        return client == self.client or seq <= self.also.get(client, 0)


def meeting(log: Log, own: Own, op: Op, by: Decision) -> Meeting | None:
    """Return what an operation meets; None where it can go through.

    Args:
        log: of the project, in the transaction in which the decision will be written.
        own: who sends.
        op: what is to be done; not an undo or redo.
        by: client, number and person.
    """
    if op.seen is None or op.kind is Kind.COMMENT:
        return None
    record = log.record(op.pair)
    others = _others_since(log, record, own, op.seen)
    held = _held(log, own.client, op.pair, op.heard)
    if not held and (not others or _is_there(log, record, op, by)):
        return None
    return _meeting(log, op.pair, op.seen, others or held, by, [_kept(op)])


def meeting_of_act(
    log: Log, own: Own, act: Act, ops: Mapping[int, Op], by: Decision
) -> Meeting | None:
    """Return what an act meets on the pair that the person was on; None where it meets nobody.

    Members that say themselves what was seen when they were offered are checked one by one.
    """
    here = [op for op in ops.values() if op.pair == act.pair and op.seen is None]
    if act.seen is None or not here:
        return None
    others = _others_since(log, log.record(act.pair), own, act.seen)
    held = _held(log, own.client, act.pair, act.heard)
    if not (others or held):
        return None
    return _meeting(log, act.pair, act.seen, others or held, by, [_kept(op) for op in ops.values()])


def meeting_of_undo(log: Log, op: Op, aim: Decision) -> Meeting | None:
    """Return what an undo or redo meets; None where nothing stands on what it is about.

    Args:
        log: of the project.
        op: the undo or redo; without `seen` it meets nobody.
        aim: the decision that it would be written as.

    Raises:
        ConflictError: there is nothing to undo or redo.
    """
    if op.seen is None:
        return None
    aims = log.aims(aim)
    after = aims[0].seq if op.kind is Kind.UNDO else log.undone_at(aims[0].seq)
    others = log.standing_on(aims, max(after, op.seen), aim.person)
    if not others:
        return None
    pair = others[0].pair
    kept = {"kind": str(op.kind), "pair": pair, "side": "pair", "entity": str(aims[0].seq)}
    return _meeting(log, pair, after, others, aim, [kept])


def withdrawn(log: Log, op: Op, aim: Decision) -> Refused | None:
    """Return the refused operation that an undo is about; None where it is about a decision.

    Who undoes before the page knows that what was done last met another's decision means that.

    Raises:
        ConflictError: a redo in that place has nothing to redo.
    """
    unknown = [
        one
        for seq, one in log.refused(aim.client).items()
        if seq > op.heard and (one.open or one.body.get("settled") == "withdrawn")
    ]
    if not unknown:
        return None
    if op.kind is Kind.REDO:
        raise ConflictError(f"there is nothing left to redo for {aim.person}")
    still = [one for one in unknown if one.open and one.client_seq < aim.client_seq]
    try:
        (last, *_) = log.aims(aim)
    except ConflictError:
        return still[-1] if still else None
    own = last.client.partition("/")[0] == aim.client
    number = int(last.act.rpartition(":")[2]) if last.act else last.client_seq
    newer = [one for one in still if not own or one.client_seq > number]
    return newer[-1] if newer else None


def _others_since(log: Log, record: PairRecord, own: Own, seen: int) -> list[Decision]:
    """Return what other sessions changed on a pair after the first `seen` decisions."""
    if record.version <= seen:
        return []
    found = log.decisions(record.stored.pair.id)
    before = {d.seq for d in found[:seen]}
    then, undone = undone_seqs(found[:seen]), undone_seqs(found)
    return [d for d in found[seen:] if not own.made(d) and _changed(d, before, then, undone)]


def _changed(decision: Decision, before: set[int], then: set[int], undone: set[int]) -> bool:
    """Return whether a decision makes a difference to who has seen those before."""
    if decision.kind in AIMED:
        about = int(decision.entity)
        return about in before and (about in then) != (about in undone)
    return decision.kind is not Kind.COMMENT and decision.seq not in undone


def _held(log: Log, client: str, pair: str, heard: int) -> list[Refused]:
    """Return the conflicts on a pair that the page did not know of yet."""
    return [
        one
        for seq, one in log.refused(client).items()
        if seq > heard and one.pair == pair and one.track == log.track
    ]


def _is_there(log: Log, record: PairRecord, op: Op, by: Decision) -> bool:
    """Return whether an operation would leave the pair as it is."""
    try:
        found = decided(log, op, by)
    except (InputError, UnknownNameError):
        return False
    here, then = record.state, replay(record.state, [found])
    return (here.status, here.source, here.target) == (then.status, then.source, then.target)


def _meeting(
    log: Log,
    pair: str,
    seen: int,
    met: "list[Decision] | list[Refused]",
    by: Decision,
    ops: Sequence[Mapping[str, object]],
) -> Meeting:
    names = list(dict.fromkeys(_who(one, by.person) for one in met))
    body = {
        OPEN: True,
        "pair": pair,
        "track": log.track,
        "person": by.person,
        "time": now(),
        "seen": seen,
        "by": names,
        "ops": list(ops),
    }
    return Meeting(pair, f"pair {pair!r} was decided on meanwhile by {', '.join(names)}", body)


def _who(met: Decision | Refused, person: str) -> str:
    if isinstance(met, Refused):
        return str(next(iter(met.body.get("by", ())), "somebody"))
    return "you in another window" if met.person == person else met.person


def _kept(op: Op) -> dict[str, object]:
    """Return an operation as a page sends it again."""
    fields = {key: value for key, value in asdict(op).items() if key not in _UNKEPT}
    spanned = bool(op.label)
    return {
        **fields,
        "start": op.start if spanned else None,
        "end": op.end if spanned else None,
        "label": op.label or None,
    }
