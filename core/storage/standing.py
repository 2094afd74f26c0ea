"""Pairs as they stand, kept up to date while decisions are appended."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import sqlalchemy as sa

from core.domain.decision import Decision
from core.domain.replay import replay
from core.storage import places, records, snapshots, states
from core.storage.batches import batches
from core.storage.pairs import position_of
from core.storage.schema import pairs, tracks
from core.storage.schema import states as states_table
from core.storage.undo import OPPOSITE
from core.storage.values import PairRecord

_BATCH = 500


class Standing:
    """The pairs of one project on one track, within one write transaction.

    Nobody else writes meanwhile.
    """

    def __init__(self, connection: sa.Connection, project: int, track: str = "") -> None:
        self._connection = connection
        self._project = project
        self._track = track
        self._records: dict[str, PairRecord] = {}
        self._touched: dict[str, None] = {}

    def expect(self, pair_ids: Iterable[str]) -> None:
        """Read the pairs of these ids, as far as there are any, many at once."""
        missing = [one for one in dict.fromkeys(pair_ids) if one not in self._records]
        for touched in (False, True):  # their snapshots are of before
            ids = [one for one in missing if (one in self._touched) is touched]
            for some in batches(places.of_ids(self._connection, self._project, ids), _BATCH):
                found = records.read(
                    self._connection,
                    self._project,
                    pairs.c.position.in_(some),
                    track=self._track,
                    replayed=touched,
                )
                self._records.update((record.stored.pair.id, record) for record in found)

    def of(self, pair_id: str) -> PairRecord:
        """Return a pair as it stands now; raise UnknownNameError, naming a few that there are."""
        if pair_id not in self._records:
            self.expect([pair_id])
        if pair_id not in self._records:
            position_of(self._connection, self._project, pair_id)  # says which ids there are
        return self._records[pair_id]

    def forget(self, pair_id: str) -> None:
        """Have a pair read anew, since its words are others now."""
        self._records.pop(pair_id, None)

    def add(self, decision: Decision) -> None:
        """Take in a decision that was written just now."""
        record = self._records.pop(decision.pair, None)
        self._touched[decision.pair] = None
        # What is undone or carried elsewhere shows only when all is read again.
        plain = decision.kind not in OPPOSITE and decision.carried is None
        if record is not None and plain and not record.floats:
            state = replay(record.state, [decision])
            now = replace(record, state=state, version=record.version + 1)
            self._records[decision.pair] = now

    def begin(self, record: PairRecord) -> None:
        """Let a pair on a track of its own begin as this record has it; read anew what it is."""
        self._write_track([record])
        self._records.pop(record.stored.pair.id, None)
        self._touched[record.stored.pair.id] = None

    def stand_on(self, pair_id: str, base: str) -> None:
        """Let a pair that nobody has decided on stand on a layer of its own."""
        now = self.of(pair_id)
        if self._track:
            self.begin(replace(now, base=base, origin=base, floats=False))
            return
        here = states_table.c.position == now.stored.position
        own = (states_table.c.project_id == self._project) & here
        self._connection.execute(sa.update(states_table).where(own).values(base=base))
        del self._records[pair_id]

    def touch(self, pair_ids: Iterable[str]) -> None:
        """Have pairs read anew by `keep`, as if they were decided on here."""
        for pair_id in pair_ids:
            self._records.pop(pair_id, None)
            self._touched[pair_id] = None

    def keep(self) -> None:
        """Bring the narrow rows of all pairs decided on up to date; they keep their base."""
        here = states_table.c.position == sa.bindparam("p")
        own = (states_table.c.project_id == self._project) & here
        for some in batches(self._touched, _BATCH):
            self.expect(some)
            found = [self._records.pop(one) for one in some]
            if self._track:
                self._write_track(found)
                continue
            rows = [{"p": record.stored.position, **_row(record)} for record in found]
            self._connection.execute(sa.update(states_table).where(own), rows)
        self._touched.clear()

    def _write_track(self, found: Sequence[PairRecord]) -> None:
        own = (tracks.c.project_id == self._project) & (tracks.c.track == self._track)
        at = [{"p": record.stored.position} for record in found]
        here = own & (tracks.c.position == sa.bindparam("p"))
        self._connection.execute(sa.delete(tracks).where(here), at)
        rows = [
            {
                "project_id": self._project,
                "track": self._track,
                "position": record.stored.position,
                "forked": record.forked,
                **_row(record),
            }
            for record in found
        ]
        self._connection.execute(sa.insert(tracks), rows)


def _row(record: PairRecord) -> dict[str, object]:
    return {
        "version": record.version,
        "base": "" if record.floats else record.base,
        "origin": "" if record.origin == record.base else record.origin,
        "snapshot": snapshots.dump(record.state),
        **states.summary(record.state),
    }
