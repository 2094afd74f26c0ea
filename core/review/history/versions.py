"""Versions of a pair: how it stood after each decision, and how to get back to one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.domain.decision import AIMED, Decision, Kind, PairStatus
from core.domain.pair import Pair
from core.domain.replay import PairState, Reviewed
from core.errors import InputError
from core.review.history.carried import on_words
from core.review.history.lines import Line, lines
from core.storage import ProjectInfo, Workspace
from core.storage.history import Wanted
from core.storage.past import Past
from core.text.plural import counted

MOST_VERSIONS = 200
_STATUS_KIND = {
    PairStatus.SKIPPED: Kind.SKIP,
    PairStatus.FLAGGED: Kind.FLAG,
    PairStatus.EXCLUDED: Kind.EXCLUDE,
    PairStatus.IN_PROGRESS: Kind.REOPEN,
    PairStatus.UNREVIEWED: Kind.REOPEN,
    PairStatus.DONE: Kind.ACCEPT_PAIR,
}


@dataclass(frozen=True, slots=True)
class Version:
    """A pair after one of its decisions.

    Args:
        number: decisions up to here; 0 as the method made it.
        line: the decision; None for 0.
        state: how the pair stood.
        pair: with the words that it had.
        same_words: whether it has them now.
    """

    number: int
    line: Line | None
    state: PairState
    pair: Pair
    same_words: bool = True


def versions(
    ws: Workspace, info: ProjectInfo, pair_id: str, track: str = ""
) -> tuple[Version, ...]:
    """Return the latest versions of a pair on a track, newest first, the undecided one last."""
    past = ws.history.past(info.name, pair_id, track)
    log = past.log
    wanted = Wanted(pair=pair_id, track=track)
    told = lines(ws, info, wanted, limit=MOST_VERSIONS, apart=True)
    by_seq = {line.seq: line for line in told}
    numbers = [k for k, d in enumerate(log, start=1) if d.seq in by_seq]
    if len(log) <= MOST_VERSIONS:
        numbers.insert(0, 0)
    return tuple(_version(past, k, by_seq) for k in reversed(numbers))


def _version(past: Past, number: int, told: Mapping[int, Line]) -> Version:
    then = past.log[:number]
    pair = past.pair(then)
    line = told[then[-1].seq] if then else None
    return Version(number, line, past.after(then), pair, pair.reads_as(past.record.stored.pair))


def reverting(
    ws: Workspace, project: str, pair_id: str, number: int, track: str = ""
) -> tuple[dict[str, object], int]:
    """Return what brings a pair back to one of its versions on a track, and what does not fit.

    The first is an act without number, the second how many entities of a version on other words
    do not fit the words of now; the reason of the act says so too. It is a decision like any other:
    one step of undo, and nothing that others said is gone from the log. Entities are matched by
    their words and labels.

    Raises:
        InputError: there is no such version, or the pair stands so already.
    """
    past = ws.history.past(project, pair_id, track)
    record, log = past.record, past.log
    if not 0 <= number <= len(log):
        raise InputError(f"pair {pair_id!r} has versions 0 to {len(log)}, not {number}")
    seen = log[:number]
    then, lost = on_words(past.after(seen), past.pair(seen), record.stored.pair)
    ops = [
        *_side(pair_id, "source", record.state.source or (), then.source or ()),
        *_side(pair_id, "target", record.state.target, _under_known(then, record.state)),
    ]
    if then.status is not record.state.status or ops:
        ops.append(_op(pair_id, "pair", str(_STATUS_KIND[then.status])))
    if not ops:
        raise InputError(f"pair {pair_id!r} stands so already")
    act = {
        "kind": "act",
        "pair": pair_id,
        "side": "pair",
        "reason": f"back to version {number}{_left_out(lost)}",
        "ops": ops,
        "seen": record.version,
    }
    return act, lost


def _under_known(then: PairState, now: PairState) -> list[Reviewed]:
    """Return the target of then, each entity under a source entity that is there now, or none."""
    known = {r.id for r in now.source or ()}
    return [r if r.source_id in known else replace(r, source_id=None) for r in then.target]


def _left_out(lost: int) -> str:
    if not lost:
        return ""
    verb = "does" if lost == 1 else "do"
    return f"; {counted(lost, 'entity', 'entities')} {verb} not fit the words any more"


def _side(
    pair: str, side: str, now: Sequence[Reviewed], then: Sequence[Reviewed]
) -> list[dict[str, object]]:
    """Return the operations that make the entities of one side what they were."""
    wanted = {r.entity: r for r in then if r.live}
    here = {r.entity: r for r in sorted(now, key=lambda r: r.live)}
    ops: list[dict[str, object]] = []
    for entity, r in here.items():
        if r.live and entity not in wanted:
            ops.append(_op(pair, side, "delete", entity=r.id))
    for entity, r in wanted.items():
        if (own := here.get(entity)) is None:
            span = {"start": entity.start, "end": entity.end, "label": entity.label}
            origin = {"source": r.source_id} if side == "target" and r.source_id else {}
            ops.append(_op(pair, side, "add", **span, **origin))
        elif not own.live:
            ops.append(_op(pair, side, "accept", entity=own.id))
    for r in then:
        own = here.get(r.entity)
        if side == "source" and r.status == "no-counterpart" and own and own.status != r.status:
            ops.append(_op(pair, side, "no-counterpart", entity=own.id))
    return ops


def _op(pair: str, side: str, kind: str, **more: object) -> dict[str, object]:
    return {"pair": pair, "side": side, "kind": kind, **more}


def is_last_act(decision: Decision, last: Decision | None) -> bool:
    """Return whether undo would take a decision back now."""
    if last is None or decision.kind in AIMED:
        return False
    return decision.seq == last.seq or bool(decision.act and decision.act == last.act)
