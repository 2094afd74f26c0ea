"""Pairs as they stand, kept up to date while decisions are appended."""

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa

from core.domain.decision import Decision
from core.domain.replay import replay
from core.storage import records, states
from core.storage.batches import batches
from core.storage.pairs import position_of
from core.storage.schema import pairs
from core.storage.schema import states as states_table
from core.storage.undo import OPPOSITE
from core.storage.values import PairRecord

_BATCH = 500


class Standing:
    """The pairs of one project within one write transaction, in which nobody else writes."""

    def __init__(self, connection: sa.Connection, project: int) -> None:
        self._connection = connection
        self._project = project
        self._records: dict[str, PairRecord] = {}
        self._touched: dict[str, None] = {}

    def expect(self, pair_ids: Iterable[str]) -> None:
        """Read the pairs of these ids, as far as there are any, many at once."""
        missing = [one for one in dict.fromkeys(pair_ids) if one not in self._records]
        for some in batches(missing, _BATCH):
            wanted = pairs.c.pair_id.in_(some)
            for record in records.read(self._connection, self._project, wanted):
                self._records[record.stored.pair.id] = record

    def of(self, pair_id: str) -> PairRecord:
        """Return a pair as it stands now; raise UnknownNameError, naming a few that there are."""
        if pair_id not in self._records:
            self.expect([pair_id])
        if pair_id not in self._records:
            position_of(self._connection, self._project, pair_id)  # says which ids there are
        return self._records[pair_id]

    def add(self, decision: Decision) -> None:
        """Take in a decision that was written just now."""
        record = self._records.pop(decision.pair)
        self._touched[decision.pair] = None
        if decision.kind not in OPPOSITE:  # what is undone shows only when all is read again
            state = replay(record.state, [decision])
            now = replace(record, state=state, version=record.version + 1)
            self._records[decision.pair] = now

    def keep(self) -> None:
        """Bring the narrow rows of all pairs decided on up to date; they keep their base."""
        self.expect(self._touched)
        rows = [_row(self._records[one]) for one in self._touched]
        if rows:
            here = states_table.c.position == sa.bindparam("p")
            own = (states_table.c.project_id == self._project) & here
            self._connection.execute(sa.update(states_table).where(own), rows)
        self._touched.clear()


def _row(record: PairRecord) -> dict[str, object]:
    now = states.summary(record.state)
    return {
        "p": record.stored.position,
        "version": record.version,
        "base": record.base,
        **now,
    }
