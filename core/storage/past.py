"""The past of a pair: what was decided on it on one track, and how it stood after each decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from core.domain.decision import Decision
from core.domain.replay import PairState, last_carried, replay
from core.storage import records, states
from core.storage.values import PairRecord


@dataclass(frozen=True, slots=True)
class Past:
    """What a pair went through on a track.

    Args:
        track: "" for the one that all share.
        record: how it stands there now.
        before: the shared decisions that a track of somebody's own goes by.
        log: decisions on the track, in order.
        starts: the pair as each layer has it that it ever stood on, by content hash.
    """

    track: str
    record: PairRecord
    before: tuple[Decision, ...]
    log: tuple[Decision, ...]
    starts: Mapping[str, PairState]

    def after(self, decisions: Iterable[Decision]) -> PairState:
        """Return how the pair stands after some decisions on this track."""
        seen = (*self.before, *decisions)
        carried = last_carried(seen)
        base = (carried.base if carried is not None else "") or self.record.origin
        return replay(self.starts[base], seen)


def read(connection: sa.Connection, project: int, position: int, track: str) -> Past:
    """Return the past of the pair at a place of the corpus on a track."""
    record = records.read_one(connection, project, position, track)
    pair = record.stored.pair
    found = records.read_logs(connection, project, {position: pair.id}, track).get(position, ())
    log = tuple(d for d in found if d.track == track)
    before = tuple(d for d in found if not d.track and d.seq <= record.forked) if track else ()
    carried = {d.carried.base for d in (*before, *log) if d.carried is not None}
    starts = {
        base: states.start(pair, states.read_outcome(connection, project, base, position))
        for base in {record.origin, *carried}
    }
    return Past(track, record, before, log, starts)
