"""Decisions as they stand in the log: read in order, told of a client how far they are."""

from collections.abc import Iterator

import sqlalchemy as sa

from core.domain.decision import Decision
from core.storage import codec
from core.storage.schema import clients, decisions
from core.storage.schema import pairs as pairs_table


def read(
    connection: sa.Connection,
    project: int,
    *,
    after: int = 0,
    limit: int | None = None,
    act: str = "",
) -> Iterator[Decision]:
    """Yield the decisions of a project behind a sequence number, in order.

    Args:
        connection: to the database.
        project: number of the project.
        after: sequence number; 0 for all.
        limit: at most so many; None for all.
        act: only those made in this one go; "" for all.
    """
    query = (
        sa.select(decisions, pairs_table.c.pair_id)
        .join(
            pairs_table,
            (pairs_table.c.project_id == decisions.c.project_id)
            & (pairs_table.c.position == decisions.c.position),
        )
        .where(decisions.c.project_id == project, decisions.c.seq > after)
        .order_by(decisions.c.seq)
        .limit(limit)
    )
    if act:
        query = query.where(decisions.c.act == act)
    return (codec.load_decision(row, row.pair_id) for row in connection.execute(query))


def acked(connection: sa.Connection, project: int, client: str) -> int:
    """Return the highest sequence number of a client that is on disk or refused; 0 for none."""
    found = connection.execute(
        sa.select(clients.c.acked).where(
            clients.c.project_id == project, clients.c.client == client
        )
    ).scalar()
    return found or 0
