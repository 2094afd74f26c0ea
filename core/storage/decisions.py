"""Decisions as they stand in the log: read in order, told of a client how far they are."""

from collections.abc import Iterator

import sqlalchemy as sa

from core.domain.decision import AIMED, Decision
from core.storage import codec
from core.storage.schema import clients, decisions
from core.storage.schema import pairs as pairs_table

NORMAL = 0
"""Value of `target` of a decision that undoes or redoes nothing."""

FIXED = -1
"""Value of `target` of a decision that cannot be taken back: words that changed."""


def read(
    connection: sa.Connection,
    project: int,
    *,
    after: int = 0,
    limit: int | None = None,
    act: str = "",
    track: str | None = None,
) -> Iterator[Decision]:
    """Yield the decisions of a project behind a sequence number, in order.

    Args:
        connection: to the database.
        project: number of the project.
        after: sequence number; 0 for all.
        limit: at most so many; None for all.
        act: only those made in this one go; "" for all.
        track: only those on this track, "" for the one that all share; None for all.
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
    if track is not None:
        query = query.where(decisions.c.track == track)
    return (codec.load_decision(row, row.pair_id) for row in connection.execute(query))


def those(
    connection: sa.Connection, project: int, which: sa.ColumnElement[bool]
) -> Iterator[Decision]:
    """Yield the decisions of a project that a condition lets through, on any track, in order."""
    here = (pairs_table.c.project_id == decisions.c.project_id) & (
        pairs_table.c.position == decisions.c.position
    )
    query = sa.select(decisions, pairs_table.c.pair_id).join(pairs_table, here)
    query = query.where(decisions.c.project_id == project, which).order_by(decisions.c.seq)
    return (codec.load_decision(row, row.pair_id) for row in connection.execute(query))


def find(connection: sa.Connection, project: int, client: str, client_seq: int) -> Decision | None:
    """Return what was written for this act of this client; None where nothing was."""
    seq = connection.execute(
        sa.select(decisions.c.seq).where(
            decisions.c.project_id == project,
            decisions.c.client == client,
            decisions.c.client_seq == client_seq,
        )
    ).scalar()
    return None if seq is None else next(read(connection, project, after=seq - 1, limit=1))


def acked(connection: sa.Connection, project: int, client: str) -> int:
    """Return the highest sequence number of a client that is on disk or refused; 0 for none."""
    found = connection.execute(
        sa.select(clients.c.acked).where(
            clients.c.project_id == project, clients.c.client == client
        )
    ).scalar()
    return found or 0


def target_of(decision: Decision) -> int:
    """Return the number of the decision that this one undoes or redoes, else NORMAL or FIXED."""
    if decision.kind in AIMED:
        return int(decision.entity)
    return FIXED if decision.carried is not None and decision.carried.revision else NORMAL


def columns(project: int, decision: Decision, position: int) -> dict[str, object]:
    """Return the row of a decision that has its number, in force."""
    return {
        "project_id": project,
        "seq": decision.seq,
        "client": codec.writable(decision.client),
        "client_seq": decision.client_seq,
        "time": codec.writable(decision.time),
        "person": codec.writable(decision.person),
        "position": position,
        "side": decision.side.value,
        "kind": decision.kind.value,
        "body": codec.dump_decision(decision),
        "target": target_of(decision),
        "in_force": True,
        "act": codec.writable(decision.act),
        "via": codec.writable(decision.via),
        "track": codec.writable(decision.track),
    }
