"""Snapshots: a pair as its last decision left it, kept so that its log need not be read."""

import json
from typing import Any

from core.domain.decision import EntityStatus, PairStatus
from core.domain.entity import Entity
from core.domain.replay import EDITION, PairState, Reviewed
from core.storage import codec

_PAIR = {str(status): status for status in PairStatus}
_ENTITY = {str(status): status for status in EntityStatus}


def dump(state: PairState) -> str:
    """Return a state as JSON that says by which edition of the rules it was made."""
    source = None if state.source is None else [_row(r) for r in state.source]
    target = [_row(r) for r in state.target]
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
        _PAIR[status],
        None if source is None else tuple(map(_reviewed, source)),
        tuple(map(_reviewed, target)),
        tuple(applied),
    )


def _row(r: Reviewed) -> list[object]:
    return [r.id, *codec.dump_entity(r.entity), r.status, r.source_id]


def _reviewed(row: list[Any]) -> Reviewed:
    name, start, end, label, status, source = row
    return Reviewed(name, Entity(start, end, label), _ENTITY[status], source)
