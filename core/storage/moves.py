"""Moves: which pairs would be carried to another layer, and what it has of them."""

from collections.abc import Sequence

import sqlalchemy as sa

from core.storage import begun, standpoint
from core.storage.engine import reading, writing
from core.storage.layers import mark_disagreement
from core.storage.names import find_id, find_on
from core.storage.needs import guarded
from core.storage.schema import pairs, revisions, states
from core.storage.states import read_outcomes
from core.storage.values import Outcome


@guarded
class Moves:
    """Pairs of a database's projects that stand on a layer of their own."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def tracks(self, project: str) -> tuple[str, ...]:
        """Return the tracks of a project, first the one that all share."""
        with reading(self._engine) as connection:
            return ("", *begun.names(connection, find_on(connection, project, None)))

    def pinned(
        self, project: str, content_hash: str, track: str = ""
    ) -> tuple[tuple[int, str], ...]:
        """Return place and id of the pairs that a layer would have to be carried to, in order.

        Those are the ones that somebody decided on while they stood on another layer, and those
        whose words changed, which the layer may know better now.
        """
        here = standpoint.of(track)
        with reading(self._engine) as connection:
            number = find_on(connection, project, track)
            changed = sa.select(revisions.c.position).where(revisions.c.project_id == number)
            rows = connection.execute(
                sa.select(pairs.c.position, pairs.c.pair_id)
                .select_from(standpoint.with_pairs(here))
                .where(
                    pairs.c.project_id == number,
                    here.base != "",
                    (here.base != content_hash) | pairs.c.position.in_(changed),
                )
                .order_by(pairs.c.position)
            )
            return tuple((row.position, row.pair_id) for row in rows)

    def outcomes(
        self, project: str, content_hash: str, places: Sequence[int]
    ) -> dict[int, Outcome]:
        """Return what a layer made of the pairs at some hundred places, by place."""
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            return read_outcomes(connection, number, content_hash, places)

    def untouched(self, project: str) -> int:
        """Return how many pairs stand on whatever the project stands on."""
        with reading(self._engine) as connection:
            number = find_on(connection, project, "")
            own = (states.c.project_id == number) & (states.c.base == "")
            return int(connection.execute(sa.select(sa.func.count()).where(own)).scalar_one())

    def settle(self, project: str) -> None:
        """Mark anew on which pairs methods differ, once words have changed."""
        with writing(self._engine) as connection:
            mark_disagreement(connection, find_id(connection, project))
