"""Whether what is kept for speed is what the log says: narrow rows and snapshots, replayed."""

from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa

from core.storage import records, snapshots, standpoint, states
from core.storage.schema import pairs, tracks
from core.storage.schema import states as states_table
from core.storage.values import PairRecord

_BATCH = 500


class Off(NamedTuple):
    """A row that does not say what the decisions on its pair say.

    Args:
        position: of the pair in the corpus, from 1.
        pair: its id.
        track: that the row is of, "" for the one that all share.
        what: is off: `version`, `status`, `labels` or `snapshot`.
    """

    position: int
    pair: str
    track: str
    what: str


def read_off(connection: sa.Connection, project: int) -> Iterator[Off]:
    """Yield every row of a project that is off, first those that all share, in corpus order."""
    named = sa.select(tracks.c.track).where(tracks.c.project_id == project).distinct()
    for track in ("", *sorted(connection.execute(named).scalars())):
        after = 0
        while found := _touched(connection, project, track, after):
            wanted = pairs.c.position.in_([row.position for row in found])
            replayed = records.read(connection, project, wanted, track=track, replayed=True)
            for row, record in zip(found, replayed, strict=True):
                if what := _off(row, record):
                    yield Off(row.position, record.stored.pair.id, track, what)
            after = found[-1].position


def mend(connection: sa.Connection, project: int, off: Off) -> None:
    """Write a row that is off anew, from the decisions on its pair."""
    records.refresh(connection, project, off.position, off.track)


def _touched(
    connection: sa.Connection, project: int, track: str, after: int
) -> list[sa.Row[tuple[int, str, int, str, str]]]:
    """Return the rows of pairs that were decided on, or say so."""
    here = standpoint.of(track)
    told = (here.version > 0) | (here.forked > 0) | (here.snapshot != "")
    query = (
        sa.select(
            states_table.c.position,
            here.status.label("status"),
            here.version.label("version"),
            here.labels.label("labels"),
            here.snapshot.label("snapshot"),
        )
        .select_from(here.source)
        .where(states_table.c.project_id == project, states_table.c.position > after, told)
        .order_by(states_table.c.position)
        .limit(_BATCH)
    )
    return list(connection.execute(query).all())


def _off(row: sa.Row[tuple[int, str, int, str, str]], record: PairRecord) -> str:
    now = states.summary(record.state)
    if row.version != record.version:
        return "version"
    for column in ("status", "labels"):
        if getattr(row, column) != now[column]:
            return column
    known = snapshots.load(row.snapshot)
    return "snapshot" if known not in {None, record.state} else ""
