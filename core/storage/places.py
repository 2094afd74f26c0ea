"""Places of pairs in the corpus, looked up by their ids, and ids by places."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from core.storage.batches import batches
from core.storage.schema import pairs

_FEW = 500  # values that one query lists


def of_ids(connection: sa.Connection, project: int, ids: Iterable[str]) -> list[int]:
    """Return where the pairs with these ids stand, as far as there are any, in order."""
    found: list[int] = []
    for some in batches(ids, _FEW):
        # Without the order, SQLite reads every pair of the project by its place.
        rows = connection.execute(
            sa.select(pairs.c.position)
            .where(pairs.c.project_id == project, pairs.c.pair_id.in_(some))
            .order_by(pairs.c.pair_id)
        )
        found += rows.scalars()
    return sorted(found)


def ids_at(connection: sa.Connection, project: int, positions: Sequence[int]) -> tuple[str, ...]:
    """Return the ids of the pairs at these places, in the order given."""
    found: dict[int, str] = {}
    for some in batches(positions, _FEW):
        rows = connection.execute(
            sa.select(pairs.c.position, pairs.c.pair_id).where(
                pairs.c.project_id == project, pairs.c.position.in_(some)
            )
        )
        found.update((row.position, row.pair_id) for row in rows)
    return tuple(found[position] for position in positions)
