"""Snapshots: a pair as its last decision left it, kept so that its log need not be read."""

import json

from core.domain.decision import PairStatus
from core.domain.replay import EDITION, PairState
from core.storage import codec

_STATUS = {str(status): status for status in PairStatus}  # quicker than to call the class


def dump(state: PairState) -> str:
    """Return a state as JSON that says by which edition of the rules it was made."""
    source = None if state.source is None else [codec.dump_reviewed(r) for r in state.source]
    target = [codec.dump_reviewed(r) for r in state.target]
    return codec.dump([EDITION, state.status, source, target, state.applied])


def load(text: str) -> PairState | None:
    """Return the state; None where there is none, or one of another edition of the rules."""
    if not text:
        return None
    edition, *body = json.loads(text)
    if edition != EDITION:
        return None
    status, source, target, applied = body
    return PairState(
        _STATUS[status],
        None if source is None else tuple(map(codec.load_reviewed, source)),
        tuple(map(codec.load_reviewed, target)),
        tuple(applied),
    )
