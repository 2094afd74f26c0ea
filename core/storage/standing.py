"""Pairs as they stand: many read at once, and kept up to date while decisions are appended."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from core.domain.decision import Decision
from core.domain.replay import replay
from core.storage import codec, states
from core.storage.batches import batches
from core.storage.pairs import position_of
from core.storage.schema import decisions, layers, outcomes, pairs, projects
from core.storage.schema import states as states_table
from core.storage.undo import OPPOSITE
from core.storage.values import PairRecord, StoredPair

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
            for record in read(self._connection, self._project, wanted):
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


def read(
    connection: sa.Connection, project: int, wanted: sa.ColumnElement[bool]
) -> Iterator[PairRecord]:
    """Yield pairs as they stand, in corpus order, whatever their narrow rows say.

    Args:
        connection: to the database.
        project: number of the project.
        wanted: condition on the table of pairs; lets a few hundred through at most.
    """
    rows = connection.execute(_joined(project).where(wanted).order_by(pairs.c.position)).all()
    logs = _logs(connection, project, [row.position for row in rows])
    for row in rows:
        stored = StoredPair(row.position, codec.load_pair(row.pair_id, row.body))
        outcome = None if row.state is None else codec.load_outcome(row.state, row.outcome)
        log = [codec.load_decision(one, row.pair_id) for one in logs.get(row.position, ())]
        state = replay(states.start(stored.pair, outcome), log)
        yield PairRecord(stored, state, len(log), row.base, outcome)


def _joined(project: int) -> sa.Select[Any]:
    """Return the query of pairs with the layer that each stands on and what that made of it."""
    usual = sa.select(projects.c.base).where(projects.c.id == project).scalar_subquery()
    base = sa.case((states_table.c.base != "", states_table.c.base), else_=usual)
    place = states_table.c.position == pairs.c.position
    layer = (layers.c.project_id == project) & (layers.c.content_hash == base)
    outcome = (outcomes.c.layer_id == layers.c.id) & (outcomes.c.position == pairs.c.position)
    return (
        sa.select(
            pairs,
            base.label("base"),
            outcomes.c.state,
            outcomes.c.body.label("outcome"),
        )
        .join(states_table, (states_table.c.project_id == pairs.c.project_id) & place)
        .outerjoin(layers, layer)
        .outerjoin(outcomes, outcome)
        .where(pairs.c.project_id == project)
    )


def _logs(
    connection: sa.Connection, project: int, positions: Sequence[int]
) -> dict[int, list[Any]]:
    """Return the rows of the decisions on the pairs at some places, each in order."""
    found = defaultdict(list)
    query = sa.select(decisions).where(
        decisions.c.project_id == project, decisions.c.position.in_(positions)
    )
    by_pair = query.order_by(decisions.c.position, decisions.c.seq)  # as the index has them
    for row in connection.execute(by_pair) if positions else ():
        found[row.position].append(row)
    return found
