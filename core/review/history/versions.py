"""Versions of a pair: how it stood after each decision, and how to get back to one of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.decision import AIMED, Decision, Kind, PairStatus
from core.domain.replay import PairState, Reviewed
from core.errors import InputError
from core.review.history.lines import Line, lines
from core.storage import ProjectInfo, Workspace
from core.storage.history import Wanted

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
    """

    number: int
    line: Line | None
    state: PairState


def versions(
    ws: Workspace, info: ProjectInfo, pair_id: str, track: str = ""
) -> tuple[Version, ...]:
    """Return the latest versions of a pair on a track, newest first, the undecided one last."""
    past = ws.history.past(info.name, pair_id, track)
    log = past.log
    wanted = Wanted(pair=pair_id, track=track)
    told = lines(ws, info, wanted, limit=MOST_VERSIONS, apart=True)
    by_seq = {line.seq: line for line in told}
    found = [
        Version(k, by_seq[d.seq], past.after(log[:k]))
        for k, d in enumerate(log, start=1)
        if d.seq in by_seq
    ]
    first = [Version(0, None, past.after(()))] if len(log) <= MOST_VERSIONS else []
    return tuple(reversed([*first, *found]))


def reverting(
    ws: Workspace, project: str, pair_id: str, number: int, track: str = ""
) -> dict[str, object]:
    """Return the act, without number, that brings a pair back to one of its versions on a track.

    It is a decision like any other: one step of undo, and nothing that others said is gone from
    the log. Entities are matched by their words and labels.

    Raises:
        InputError: there is no such version, or the pair stands so already.
    """
    past = ws.history.past(project, pair_id, track)
    record, log = past.record, past.log
    if not 0 <= number <= len(log):
        raise InputError(f"pair {pair_id!r} has versions 0 to {len(log)}, not {number}")
    then = past.after(log[:number])
    ops = [
        *_side(pair_id, "source", record.state.source or (), then.source or ()),
        *_side(pair_id, "target", record.state.target, then.target),
    ]
    if then.status is not record.state.status or ops:
        ops.append(_op(pair_id, "pair", str(_STATUS_KIND[then.status])))
    if not ops:
        raise InputError(f"pair {pair_id!r} stands so already")
    return {
        "kind": "act",
        "pair": pair_id,
        "side": "pair",
        "reason": f"back to version {number}",
        "ops": ops,
        "seen": record.version,
    }


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
