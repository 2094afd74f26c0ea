"""Merging: a pair as it stands now beside what a person meant to do, who had not seen that."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from core.domain.decision import Decision, Kind, Side
from core.domain.replay import PairState, Reviewed
from core.errors import InputError
from core.review import met
from core.review.conflicts import Own
from core.review.history.lines import Line, lines
from core.review.ops import ACT, text_of
from core.storage import Workspace
from core.storage.history import Wanted
from core.storage.past import Past
from core.storage.refusals import Refused

_MOST_LINES = 12


def open_conflicts(
    ws: Workspace, project: str, person: str, track: str = ""
) -> list[dict[str, object]]:
    """Return where a person has something to settle on a track: `pair`, `by`, `count` of acts."""
    found: dict[str, list[Refused]] = {}
    for one in ws.refusals.unsettled(project, person, track):
        found.setdefault(one.pair, []).append(one)
    return [
        {
            "pair": pair,
            "by": list(dict.fromkeys(name for one in some for name in one.body["by"])),
            "count": len(some),
        }
        for pair, some in found.items()
    ]


def ask_merge(
    ws: Workspace, project: str, person: str, body: Mapping[str, object]
) -> dict[str, object]:
    """Return both versions of a pair that a person has something to settle on, on their track.

    `now` is the pair as it stands and `then` as the person saw it; `ops`, done to that by `client`,
    make theirs. Of an undo or redo `then` is what it would make, and `again` what would do it.
    Where the words have changed since, `then` and `ops` are what fits those of now, and `lost` says
    what of theirs does not.

    Raises:
        InputError: there is nothing to settle on that pair.
    """
    pair_id = text_of(body, "pair")
    track = ws.team.track(project, person)
    mine = [one for one in ws.refusals.unsettled(project, person, track) if one.pair == pair_id]
    if not mine:
        raise InputError(f"there is nothing left to settle on pair {pair_id!r}")
    group = [one for one in mine if one.client == mine[0].client]
    ops = [_op(one) for one in group]
    past = ws.history.past(project, pair_id, track)
    log = past.log
    first = group[0]
    turn = next((op for op in ops if op["kind"] in {"undo", "redo"}), None)
    seen = int(first.body["seen"])
    lost: list[str] = []
    if turn is None:
        own = Own(first.client)
        then, ops, lost = met.on_words_of_now(past, seen, own, ops)
        others = [d for d in log[seen:] if not own.made(d)]
    else:
        then = past.after([*log, *_turned(ws, project, person, turn, past)])
        others = [d for d in log if d.seq > seen and d.person != person]
    return {
        "pair": pair_id,
        "client": first.client,
        "version": past.record.version,
        "last": _last(ws, project, track),
        "by": list(first.body["by"]),
        "lines": [_told(one) for one in _lines_of(ws, project, past, others)],
        "now": _view(past.record.state),
        "then": _view(then),
        "ops": [] if turn else ops,
        "lost": lost,
        "again": turn,
        "settles": [[one.client, one.client_seq] for one in group],
    }


def _op(refused: Refused) -> dict[str, object]:
    """Return a refused operation as it was sent: by itself, or as one of many in one go."""
    ops = refused.body["ops"]
    seq = {"seq": refused.client_seq}
    if len(ops) == 1:
        return {**ops[0], **seq}
    return {"kind": ACT, "pair": refused.pair, "side": "pair", "ops": ops, **seq}


def _last(ws: Workspace, project: str, track: str) -> int:
    found = ws.history.read(project, Wanted(track=track), limit=1)
    return next((told.decision.seq for told in found), 0)


def _turned(
    ws: Workspace,
    project: str,
    person: str,
    turn: Mapping[str, object],
    past: Past,
) -> list[Decision]:
    """Return what an undo or redo would add to the log of a pair."""
    kind = Kind(str(turn["kind"]))
    find = ws.undoable if kind is Kind.UNDO else ws.redoable
    aim = find(project, person, past.track)
    if aim is None:
        return []
    log = past.log
    together = [d for d in log if d.seq == aim.seq or (aim.act and d.act == aim.act)]
    after = (log[-1].seq if log else 0) + 1
    bare = Decision(aim.client, 1, "", person, aim.pair, Side.PAIR, kind)
    return [replace(bare, entity=str(d.seq), seq=after + k) for k, d in enumerate(together)]


def _lines_of(ws: Workspace, project: str, past: Past, others: Sequence[Decision]) -> list[Line]:
    wanted = {d.seq for d in others}
    here = Wanted(pair=past.record.stored.pair.id, track=past.track)
    told = lines(ws, ws.project(project), here, limit=200, apart=True)
    return [line for line in told if line.seq in wanted][:_MOST_LINES]


def _told(line: Line) -> dict[str, object]:
    return {"person": line.person, "time": line.time, "text": line.text, "state": line.state}


def _view(state: PairState) -> dict[str, object]:
    return {
        "status": str(state.status),
        "source": [_entity(r) for r in state.source or ()],
        "target": [_entity(r) for r in state.target],
    }


def _entity(r: Reviewed) -> dict[str, object]:
    return {
        "id": r.id,
        "start": r.entity.start,
        "end": r.entity.end,
        "label": r.entity.label,
        "status": str(r.status),
        "source": r.source_id,
    }
