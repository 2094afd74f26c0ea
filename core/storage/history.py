"""History: the log of a project read backwards, a page at a time, however long it is."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from core.domain.decision import Decision, Kind
from core.domain.pair import Pair
from core.storage import actors, ages, codec, past
from core.storage.ages import Asked
from core.storage.engine import reading
from core.storage.names import find_id, find_on
from core.storage.needs import guarded
from core.storage.pairs import position_of
from core.storage.past import Past
from core.storage.schema import decisions as table
from core.storage.schema import pairs

_MOST_READ = 200
"""Rows read at once; a page that needs more reads again."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which decisions a reader wants; what is empty asks for nothing.

    Args:
        person: who decided.
        kind: what was decided.
        pair: id of the pair.
        label: given, taken away or changed.
        method: content hashes of the layers that the pair stood on.
        since: no earlier than this time, UTC, ISO 8601.
        until: earlier than this time.
        act: decisions made in this one go.
        newest: sequence number of the newest; 0 for the last of all.
        track: on which it was decided, "" for the one that all share; None for every track that
            the reader may see.
    """

    person: str = ""
    kind: str = ""
    pair: str = ""
    label: str = ""
    method: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    act: str = ""
    newest: int = 0
    track: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A decision with what the log knows of it.

    Args:
        decision: what was decided; of an act, one that fits what is wanted.
        pair: that it was decided on, with the words of then; of an undo or redo, those of what it
            is about.
        in_force: false where it was undone.
        turns: who undid or redid it last, and when; empty where nobody did.
        size: decisions made in that go.
        aim: what an undo or redo is about.
    """

    decision: Decision
    pair: Pair
    in_force: bool
    turns: tuple[str, str] | None = None
    size: int = 1
    aim: Decision | None = None


@guarded
class History:
    """The logs of a database's projects, read backwards."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def read(
        self, project: str, wanted: Wanted, *, limit: int = 50, apart: bool = False
    ) -> tuple[Told, ...]:
        """Return up to `limit` decisions, newest first; those of one act only once.

        Args:
            project: name of the project.
            wanted: which of them.
            limit: at most so many.
            apart: every decision of an act by itself.

        Raises:
            RoleError: who reads may not see that track.
        """
        with reading(self._engine) as connection:
            number, track = _seen(connection, project, wanted.track)
            return _Reader(connection, number, replace(wanted, track=track), apart=apart).read(
                limit
            )

    def people(self, project: str) -> tuple[str, ...]:
        """Return the names of those who decided anything that the reader may see, in order."""
        with reading(self._engine) as connection:
            number, track = _seen(connection, project, None)
            query = sa.select(table.c.person).where(*_on(number, track)).distinct()
            return tuple(sorted(connection.execute(query).scalars()))

    def past(self, project: str, pair_id: str, track: str = "") -> Past:
        """Return what a pair went through on a track, all of one moment.

        Raises:
            RoleError: who reads may not see that track.
        """
        with reading(self._engine) as connection:
            number = find_on(connection, project, track)
            return past.read(connection, number, position_of(connection, number, pair_id), track)


def _seen(connection: sa.Connection, project: str, track: str | None) -> tuple[int, str | None]:
    """Return the number of a project and the track of it that is read; None for all."""
    number = find_id(connection, project)
    if track is None:
        return number, actors.only_track(connection, number)
    return find_on(connection, project, track), track


def _on(project: int, track: str | None) -> tuple[sa.ColumnElement[bool], ...]:
    """Return the conditions on decisions of a project on a track; None for all."""
    own = table.c.project_id == project
    return (own,) if track is None else (own, table.c.track == track)


class _Reader:
    def __init__(
        self, connection: sa.Connection, project: int, wanted: Wanted, *, apart: bool
    ) -> None:
        self._connection = connection
        self._project = project
        self._wanted = wanted
        self._apart = apart
        self._own = sa.and_(*_on(project, wanted.track))

    def read(self, limit: int) -> tuple[Told, ...]:
        """Return the newest that are wanted."""
        found: list[Any] = []
        sizes: dict[int, int] = {}
        newest = self._wanted.newest or 2**31 - 1
        query = self._query()
        while len(found) < limit:
            some = min(_MOST_READ, 2 * (limit - len(found)) + 2)
            rows = self._connection.execute(query.where(table.c.seq <= newest).limit(some)).all()
            for row in rows:
                newest = row.seq - 1
                if not self._fits(row):
                    continue
                found.append(row)
                if row.act and not self._apart:
                    first, sizes[row.seq] = self._span(row.act)
                    newest = first - 1
                    break
                if len(found) == limit:
                    break
            else:
                if len(rows) < some:
                    break
        return self._told(found, sizes)

    def _query(self) -> sa.Select[Any]:
        wanted = self._wanted
        query = sa.select(table).where(self._own).order_by(table.c.seq.desc())
        if wanted.pair:
            place = position_of(self._connection, self._project, wanted.pair)
            query = query.where(table.c.position.between(place, place))  # goes by the index
        for column in ("person", "kind", "act"):
            if value := getattr(wanted, column):
                query = query.where(table.c[column] == value)
        if wanted.label:
            query = query.where(table.c.body.contains(codec.dump(wanted.label), autoescape=True))
        if wanted.method:
            bases = [table.c.body.contains(one, autoescape=True) for one in wanted.method]
            query = query.where(sa.or_(*bases))
        if wanted.since:
            query = query.where(table.c.time >= wanted.since)
        if wanted.until:
            query = query.where(table.c.time < wanted.until)
        return query

    def _fits(self, row: Any) -> bool:
        """Return whether a row has its label and method where they have to be."""
        if not (self._wanted.label or self._wanted.method):
            return True
        body = json.loads(row.body)
        spans = [body[key] for key in ("old", "new") if key in body]
        labels = {label for _, _, label, *_ in [*spans, *body.get("proposals", ())]}
        if self._wanted.label and self._wanted.label not in labels:
            return False
        return not self._wanted.method or body.get("base", "") in self._wanted.method

    def _span(self, act: str) -> tuple[int, int]:
        """Return the number of the first decision of an act, and how many it has."""
        row = self._connection.execute(
            sa.select(sa.func.min(table.c.seq), sa.func.count()).where(
                self._own, table.c.act == act
            )
        ).one()
        return int(row[0]), int(row[1])

    def _told(self, rows: Sequence[Any], sizes: dict[int, int]) -> tuple[Told, ...]:
        aims = {row.seq: row.target for row in rows if row.target}
        behind = self._rows(aims.values())
        about = {row.seq: behind.get(row.target, row) for row in rows}
        places = {row.position for row in (*rows, *behind.values())}
        texts = self._pairs(places)
        turns = self._turns([row.seq for row in rows if not row.target])
        asked = (Asked(r.seq, r.track, r.position, texts[r.position].id) for r in about.values())
        older = ages.then(self._connection, self._project, asked)

        def decision(row: Any) -> Decision:
            return codec.load_decision(row, texts[row.position].id)

        return tuple(
            Told(
                decision(row),
                older.get(about[row.seq].seq, texts[row.position]),
                bool(row.in_force),
                turns.get(row.seq),
                sizes.get(row.seq, 1),
                decision(behind[row.target]) if row.target in behind else None,
            )
            for row in rows
        )

    def _rows(self, seqs: Iterable[int]) -> dict[int, Any]:
        query = sa.select(table).where(self._own, table.c.seq.in_(sorted(set(seqs))))
        return {row.seq: row for row in self._connection.execute(query)}

    def _pairs(self, places: Iterable[int]) -> dict[int, Pair]:
        query = sa.select(pairs.c.position, pairs.c.pair_id, pairs.c.body).where(
            pairs.c.project_id == self._project, pairs.c.position.in_(sorted(places))
        )
        rows = self._connection.execute(query)
        return {row.position: codec.load_pair(row.pair_id, row.body) for row in rows}

    def _turns(self, seqs: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Return who undid or redid each of some decisions last, and when."""
        if not seqs:
            return {}
        query = (
            sa.select(table.c.target, table.c.person, table.c.time)
            .where(
                self._own,
                table.c.seq > min(seqs),
                table.c.kind.in_([Kind.UNDO.value, Kind.REDO.value]),
                table.c.target.in_(seqs),
            )
            .order_by(table.c.seq)
        )
        rows = self._connection.execute(query)
        return {row.target: (row.person, row.time) for row in rows}
