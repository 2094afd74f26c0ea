"""The past of a pair: what was decided on it on one track, and how it stood after each decision."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from core.domain.decision import Decision
from core.domain.pair import Pair
from core.domain.replay import PairState, in_force, replay
from core.storage import ages, records
from core.storage.ages import Ages
from core.storage.values import PairRecord


@dataclass(frozen=True, slots=True)
class Past:
    """What a pair went through on a track.

    Args:
        track: "" for the one that all share.
        record: how it stands there now.
        before: the shared decisions that a track of somebody's own goes by.
        log: decisions on the track, in order.
        ages: the words that it was on, with what layers made of them.
    """

    track: str
    record: PairRecord
    before: tuple[Decision, ...]
    log: tuple[Decision, ...]
    ages: Ages

    def pair(self, decisions: Iterable[Decision]) -> Pair:
        """Return the pair with the words that it was on after some decisions on this track."""
        return self.ages.pairs[self.ages.number((*self.before, *decisions))]

    def after(self, decisions: Iterable[Decision]) -> PairState:
        """Return how the pair stood after some decisions on this track, on the words of then."""
        seen = (*self.before, *decisions)
        lasting = self.ages.lasting(seen)
        start = self.ages.starts[self.ages.number(seen), self._base(lasting)]
        return replay(start, lasting)

    def _base(self, seen: Iterable[Decision]) -> str:
        """Return the layer that the pair stood on where the replay of decisions begins anew."""
        last = next((d for d in reversed(in_force(seen)) if d.carried is not None), None)
        if last is not None and last.carried is not None and last.carried.base:
            return last.carried.base
        begun = 0 if last is None else last.seq
        usual = self.record.base if self.record.floats else self.record.origin
        line = (*self.before, *self.log)
        return next((d.base for d in line if d.seq > begun and d.base), usual)


def read(connection: sa.Connection, project: int, position: int, track: str) -> Past:
    """Return the past of the pair at a place of the corpus on a track."""
    record = records.read_one(connection, project, position, track)
    stored = record.stored
    found = records.read_logs(connection, project, {position: stored.pair.id}, track)
    all_of = found.get(position, ())
    log = tuple(d for d in all_of if d.track == track)
    before = tuple(d for d in all_of if not d.track and d.seq <= record.forked) if track else ()
    line = (*before, *log)
    bases = {record.base, record.origin, *(d.base for d in line)}
    bases |= {d.carried.base for d in line if d.carried is not None}
    known = ages.read(connection, project, stored, line, sorted(bases))
    return Past(track, record, before, log, known)
