"""Comments on a pair: what people wrote to each other, in the order they wrote it."""

from core.domain.decision import Kind
from core.domain.replay import in_force
from core.storage import Workspace


def comments(ws: Workspace, project: str, pair_id: str) -> list[dict[str, object]]:
    """Return the comments on a pair that were not taken back: seq, person, time (UTC) and text."""
    return [
        {"seq": d.seq, "person": d.person, "time": d.time, "text": d.reason}
        for d in in_force(ws.decisions(project, pair_id))
        if d.kind is Kind.COMMENT
    ]
