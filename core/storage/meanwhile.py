"""Pairs whose words changed while something was made of them."""

import sqlalchemy as sa

from core.storage.schema import revisions


def changed(connection: sa.Connection, project: int, since: str) -> set[int]:
    """Return the places of the pairs that changed from a time on; "" for none."""
    if not since:
        return set()
    own = (revisions.c.project_id == project) & (revisions.c.time >= since)
    return set(connection.execute(sa.select(revisions.c.position).where(own)).scalars())
