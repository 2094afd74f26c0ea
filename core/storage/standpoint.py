"""Standpoints: the narrow rows of a project as one track has them."""

from typing import Any, NamedTuple

import sqlalchemy as sa

from core.domain.decision import PairStatus
from core.storage.schema import pairs, states, tracks


class Standpoint(NamedTuple):
    """Columns of the narrow row of every pair, as seen on one track.

    A pair that nobody has decided on there has no row of the track; it is unreviewed.

    Args:
        source: what the columns are selected from, one row a pair.
        status: of the pair.
        version: decisions on it.
        labels: as `states.label_column` writes them; NULL where no row tells.
        base: content hash of the layer that the pair itself stands on, "" where it follows the
            project.
        origin: content hash of the layer that its replay starts from, "" where it is the base.
        forked: number of the last shared decision that the track goes by.
        snapshot: of the state.
    """

    source: sa.FromClause
    status: sa.ColumnElement[str]
    version: sa.ColumnElement[int]
    labels: sa.ColumnElement[Any]
    base: sa.ColumnElement[str]
    origin: sa.ColumnElement[str]
    forked: sa.ColumnElement[int]
    snapshot: sa.ColumnElement[str]


def of(track: str) -> Standpoint:
    """Return the standpoint of a track, "" for the one that all share."""
    c, own = states.c, tracks.c
    if not track:
        told = (c.status, c.version, c.labels, c.base, c.origin, sa.literal(0), c.snapshot)
        return Standpoint(states, *told)
    source = states.outerjoin(
        tracks,
        (own.project_id == c.project_id) & (own.position == c.position) & (own.track == track),
    )
    untouched = sa.case((c.version == 0, c.labels))  # else they are those after shared decisions
    return Standpoint(
        source,
        sa.func.coalesce(own.status, PairStatus.UNREVIEWED.value),
        sa.func.coalesce(own.version, 0),
        sa.func.coalesce(own.labels, untouched),
        sa.func.coalesce(own.base, ""),
        sa.func.coalesce(own.origin, ""),
        sa.func.coalesce(own.forked, 0),
        sa.func.coalesce(own.snapshot, ""),
    )


def with_pairs(here: Standpoint) -> sa.FromClause:
    """Return the rows of a standpoint beside the pairs that they are of."""
    return pairs.join(
        here.source,
        (states.c.project_id == pairs.c.project_id) & (states.c.position == pairs.c.position),
    )
