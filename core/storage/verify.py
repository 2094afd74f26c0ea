"""Whether what is kept for speed is what the log says: narrow rows and snapshots, replayed."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from core.storage import begun, records, snapshots, states
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
    for track in ("", *begun.names(connection, project)):
        after = 0
        while found := _rows(connection, project, track, after):
            wanted = pairs.c.position.in_([row.position for row in found])
            replayed = records.read(connection, project, wanted, track=track, replayed=True)
            for row, record in zip(found, replayed, strict=True):
                if what := _off(row, record):
                    yield Off(row.position, record.stored.pair.id, track, what)
            after = found[-1].position


def mend(connection: sa.Connection, project: int, off: Off) -> None:
    """Write a row that is off anew, from the decisions on its pair."""
    records.refresh(connection, project, off.position, off.track)


def _rows(connection: sa.Connection, project: int, track: str, after: int) -> Sequence[Any]:
    """Return some rows of a track behind a place, in corpus order."""
    table = tracks if track else states_table
    query = sa.select(table).where(table.c.project_id == project, table.c.position > after)
    if track:
        query = query.where(tracks.c.track == track)
    return connection.execute(query.order_by(table.c.position).limit(_BATCH)).all()


def _off(row: Any, record: PairRecord) -> str:
    now = states.summary(record.state)
    if row.version != record.version:
        return "version"
    for column in ("status", "labels"):
        if getattr(row, column) != now[column]:
            return column
    known = snapshots.load(row.snapshot)
    return "snapshot" if known not in {None, record.state} else ""
