"""Lost: what did not fit the words of a copy any more, listed in the project that it came to."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from core.domain.pair import Pair
from core.storage import pairs, parted, stale, wire
from core.storage.merged import Copy
from core.storage.merging import Merge, Read
from core.storage.schema import stale as stale_table


def list_lost(
    connection: sa.Connection,
    project: int,
    copy: Copy,
    found: Read,
    merge: Merge,
    *,
    added: Mapping[str, int],
    person: str,
) -> int:
    """Return how many stale decisions of a copy are newly listed here, as they are listed there.

    Args:
        connection: in the transaction that merged the decisions.
        project: number of the project.
        copy: that was merged.
        found: what was new in its log.
        merge: that wrote it.
        added: place of each pair that the project did not have, by id.
        person: who merges it.
    """
    fresh = {decision.seq for decision in found.fresh if decision.carried is not None}
    given = [row for row in copy.stale() if row["seq"] in fresh] if fresh else []
    if not given:
        return 0
    known = pairs.find_places(connection, project, dict.fromkeys(row["id"] for row in given))
    places = {pair: place.position for pair, place in known.items()}
    older = {
        (row["id"], row["revision"]): wire.pair_from(row["id"], row["pair"])
        for row in copy.revisions()
        if row["id"] in places
    }
    listing = _Listing(connection, project, copy.name, merge.here, person)
    for row in given:
        before = None if row["id"] in added else older.get((row["id"], stale.revision(row["body"])))
        track = merge.track(row["id"], row["track"])
        listing.add(row, places[row["id"]], track, before)
    return listing.write()


class _Listing:
    """Rows of stale decisions, by the numbers that a project has."""

    def __init__(
        self,
        connection: sa.Connection,
        project: int,
        name: str,
        here: Mapping[int, int],
        person: str,
    ) -> None:
        self._connection = connection
        self._project = project
        self._name = name
        self._here = here
        self._person = person
        self._rows: list[dict[str, Any]] = []
        query = sa.select(sa.func.max(stale_table.c.number))
        own = query.where(stale_table.c.project_id == project)
        self._last: int = connection.execute(own).scalar() or 0

    def add(self, row: Mapping[str, Any], place: int, track: str, before: Pair | None) -> None:
        """Take one in that is not listed; `before` are its words, None where all versions came."""
        said, body = stale.renumbered(
            row["body"], self._here, None if before is None else self._version(place, before)
        )
        if before is not None:
            told = stale.told(self._connection, self._project, place, track)
            if (said.side, said.reviewed, said.words) in told:
                return
        values = {key: value for key, value in row.items() if key != "id"}
        values |= {"number": self._last + len(self._rows) + 1, "track": track, "body": body}
        seq = self._here.get(row["seq"], row["seq"])
        self._rows.append({**values, "project_id": self._project, "position": place, "seq": seq})

    def write(self) -> int:
        if self._rows:
            self._connection.execute(sa.insert(stale_table), self._rows)
        return len(self._rows)

    def _version(self, place: int, before: Pair) -> int:
        """Return the number of a version with these words, kept where there was none."""
        return parted.number_of(
            self._connection, self._project, place, before, self._person, self._name
        )
