"""Questions of the bench about what a pair went through."""

from collections.abc import Mapping

from core.domain.decision import Side
from core.domain.pair import Pair
from core.domain.replay import PairState
from core.review.history.versions import Version, reverting, versions
from core.review.history.words import quoted
from core.review.ops import text_of, whole
from core.storage import Workspace


def ask_history(
    ws: Workspace, project: str, person: str, body: Mapping[str, object]
) -> dict[str, object]:
    """Return the versions of a pair, newest first: who, when, what, from which method."""
    pair_id = text_of(body, "pair")
    info = ws.project(project)
    found = versions(ws, info, pair_id, ws.team.track(project, person))
    return {"pair": pair_id, "versions": [_told(one) for one in found]}


def ask_reverting(
    ws: Workspace, project: str, person: str, body: Mapping[str, object]
) -> dict[str, object]:
    """Return the act that brings a pair back to version `number`, and how much does not fit it."""
    number = whole(body.get("number"), "number")
    track = ws.team.track(project, person)
    op, lost = reverting(ws, project, text_of(body, "pair"), number, track)
    return {"op": op, "lost": lost}


def _told(version: Version) -> dict[str, object]:
    line = version.line
    return {
        "number": version.number,
        "status": str(version.state.status),
        "target": _entities(version.state, version.pair),
        "other_words": not version.same_words,
        "line": None
        if line is None
        else {
            "person": line.person,
            "time": line.time,
            "text": line.text,
            "method": line.method,
            "state": line.state,
            "seq": line.seq,
        },
    }


def _entities(state: PairState, pair: Pair) -> list[str]:
    return [quoted(entity, pair, Side.TARGET) for entity in state.target_entities()]
