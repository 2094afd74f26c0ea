"""Tracks of their own: which there are, and where they have begun."""

from collections.abc import Sequence

import sqlalchemy as sa

from core.storage import places
from core.storage.schema import pairs, tracks


def names(connection: sa.Connection, project: int) -> tuple[str, ...]:
    """Return the tracks of a project besides the one that all share, in alphabetical order."""
    query = sa.select(tracks.c.track).where(tracks.c.project_id == project).distinct()
    return tuple(sorted(connection.execute(query).scalars()))


def of_pairs(
    connection: sa.Connection, project: int, ids: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Return which of some hundred pairs each track has begun; one that has none is absent."""
    rows = connection.execute(
        sa.select(tracks.c.track, pairs.c.pair_id)
        .join(
            pairs,
            (pairs.c.project_id == tracks.c.project_id) & (pairs.c.position == tracks.c.position),
        )
        .where(tracks.c.project_id == project)
        .where(tracks.c.position.in_(places.of_ids(connection, project, ids)))
        .order_by(tracks.c.track, tracks.c.position)
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.track, []).append(row.pair_id)
    return {track: tuple(own) for track, own in found.items()}
