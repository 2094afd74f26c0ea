"""Pairs as they stand: base layer and decisions read together, for one pair or for many."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from core.domain.decision import Decision
from core.domain.replay import replay
from core.storage import codec, states
from core.storage.schema import decisions, layers, outcomes, pairs, projects
from core.storage.schema import states as states_table
from core.storage.values import PairRecord, StoredPair


def read_one(connection: sa.Connection, project: int, position: int) -> PairRecord:
    """Return the pair at a place of the corpus as it stands."""
    (found,) = read(connection, project, pairs.c.position == position)
    return found


def iterate(
    connection: sa.Connection, project: int, statuses: Sequence[str] | None, batch: int
) -> Iterator[PairRecord]:
    """Yield pairs of these statuses (None means all) as they stand, in corpus order."""
    some = sa.true() if statuses is None else states_table.c.status.in_(statuses)
    after = 0
    while found := read(connection, project, some & (pairs.c.position > after), limit=batch):
        yield from found
        after = found[-1].stored.position


def read(
    connection: sa.Connection,
    project: int,
    wanted: sa.ColumnElement[bool],
    *,
    limit: int | None = None,
) -> tuple[PairRecord, ...]:
    """Return pairs as they stand, in corpus order, whatever their narrow rows say.

    A pair stands on the base of the project, until somebody decides on it: from then on it stands
    on the layer that was decided on, so that no decision is ever replayed on entities it was not
    about.

    Args:
        connection: to the database.
        project: number of the project.
        wanted: condition on the tables of pairs and states; lets a few hundred through at most,
            where there is no limit.
        limit: how many pairs at most.
    """
    query = _joined(project).where(wanted).order_by(pairs.c.position).limit(limit)
    rows = connection.execute(query).all()
    logs = read_logs(connection, project, {row.position: row.pair_id for row in rows})
    return tuple(_record(row, logs.get(row.position, ())) for row in rows)


def _record(row: Any, log: Sequence[Decision]) -> PairRecord:
    stored = StoredPair(row.position, codec.load_pair(row.pair_id, row.body))
    outcome = None if row.state is None else codec.load_outcome(row.state, row.outcome)
    state = replay(states.start(stored.pair, outcome), log)
    return PairRecord(stored, state, len(log), row.base, outcome)


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


def read_logs(
    connection: sa.Connection, project: int, ids: Mapping[int, str]
) -> dict[int, list[Decision]]:
    """Return the decisions on pairs in order, by place in the corpus; none has no entry.

    Args:
        connection: to the database.
        project: number of the project.
        ids: id of the pair at each place.
    """
    found = defaultdict(list)
    if ids:
        # With `position = ?`, or a list of one, SQLite reads every decision of the project by
        # `seq`; a range, be it of one, goes by the index.
        here = decisions.c.position
        rows = connection.execute(
            sa.select(decisions)
            .where(decisions.c.project_id == project, here.between(min(ids), max(ids)))
            .where(here.in_(list(ids)))
            .order_by(here, decisions.c.seq)
        )
        for row in rows:
            found[row.position].append(codec.load_decision(row, ids[row.position]))
    return found


def refresh(connection: sa.Connection, project: int, position: int) -> None:
    """Bring the narrow row of a pair up to date with its decisions."""
    now = read_one(connection, project, position)
    connection.execute(
        sa.update(states_table)
        .where(states_table.c.project_id == project, states_table.c.position == position)
        .values(version=now.version, **states.summary(now.state))
    )
