"""Comments on a pair: what people wrote to each other, in the order they wrote it."""

from collections.abc import Iterable

from core.domain.decision import Decision, Kind
from core.domain.replay import in_force


def said(log: Iterable[Decision]) -> list[dict[str, object]]:
    """Return the comments among the decisions on a pair that were not taken back."""
    return [
        {"seq": d.seq, "person": d.person, "time": d.time, "text": d.reason}
        for d in in_force(log)
        if d.kind is Kind.COMMENT
    ]
