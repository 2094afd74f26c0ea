"""Taking: all that a database holds of a project, read in one go as plain values."""

import json
from collections.abc import Iterator, Mapping, Set
from typing import Any

import sqlalchemy as sa

from core.domain.layer import Layer
from core.storage import codec, wire
from core.storage import layers as layers_of
from core.storage.schema import (
    alignments,
    assignments,
    clients,
    decisions,
    events,
    extras,
    guidelines,
    layers,
    models,
    originals,
    outcomes,
    pairs,
    people,
    projects,
    refusals,
    revisions,
    signals,
    stale,
    states,
    tracks,
)
from core.storage.signals import key_in
from core.storage.values import StoredPair

_AT_ONCE = 1000
Values = wire.Values

OF_PAIRS: Mapping[str, sa.Table] = {
    "assignments": assignments,
    "people": people,
    "revisions": revisions,
    "stale": stale,
    "tracks": tracks,
}
"""Tables with rows of single pairs that go as they are, the place of a pair as its id."""

OF_PROJECT: Mapping[str, sa.Table] = {
    "events": events,
    "guidelines": guidelines,
    "refusals": refusals,
}
"""Tables with rows of the project as a whole that go as they are."""

_OF_ALL = frozenset({"events", "refusals"})
_WHOSE = {"assignments": "person", "people": "person", "stale": "track", "tracks": "track"}
"""Columns that tell whose a row is."""

SIGNALS = ("suspicion", "disagreement", "margin", "score", "decisions", "reasons", "body", "gain")


WORKED_OUT = ("status", "version", "labels", "snapshot")
"""Columns of `tracks` that follow from the decisions."""


def columns_of(table: str) -> dict[str, type]:
    """Return the columns of a table that go as they are, with the types of their values."""
    found = OF_PAIRS[table] if table in OF_PAIRS else OF_PROJECT[table]
    left = {"project_id", "position", *(WORKED_OUT if found is tracks else ())}
    return {c.name: c.type.python_type for c in found.columns if c.name not in left}


SIGNAL_COLUMNS: Mapping[str, type] = {name: signals.c[name].type.python_type for name in SIGNALS}


class Taken:
    """A project at one moment, the whole of it or some of its pairs; read as streams.

    Args:
        connection: that sees one state of the database throughout.
        project: number of the project.
        some: places of the pairs wanted, from 1; None for all.
        tracks: the tracks wanted; None for all.
    """

    def __init__(
        self,
        connection: sa.Connection,
        project: int,
        some: Set[int] | None = None,
        tracks: Set[str] | None = None,
    ) -> None:
        self._connection = connection
        self._project = project
        self._some = some
        self._tracks = tracks
        self._ids: dict[int, str] = {}

    def head(self) -> Values:
        """Return what is known of the project as a whole."""
        query = sa.select(projects).where(projects.c.id == self._project)
        row = self._connection.execute(query).one()
        last = sa.select(sa.func.max(decisions.c.seq)).where(self._on_tracks())
        return {
            "name": row.name,
            "created": row.created,
            "pairs": row.pairs if self._some is None else len(self._some),
            "of": row.pairs,
            "labels": json.loads(row.labels),
            "base": row.base,
            "aligner": row.aligner,
            "extras": json.loads(row.extras) if row.extras else {},
            "signals": key_in(row.signals),
            "settings": json.loads(row.settings) if row.settings else {},
            "seq": self._connection.execute(last).scalar() or 0,
        }

    def pairs(self) -> Iterator[StoredPair]:
        """Yield the pairs in corpus order."""
        for row in self._stream(pairs, pairs.c.position):
            if self._wants(row.position):
                self._ids[row.position] = row.pair_id
                yield StoredPair(row.position, codec.load_pair(row.pair_id, row.body))

    def standing(self) -> Iterator[Values]:
        """Yield of each pair its place, its version, and the last decision that was taken.

        Without the shared track it stands as if nobody had decided on that.
        """
        if not self._wants_track(""):
            for stored in self.pairs():
                nothing = {"version": 0, "seq": 0, "base": "", "origin": ""}
                yield {"id": stored.pair.id, "position": stored.position, **nothing}
            return
        c = decisions.c
        rows = self._connection.execute(
            sa.select(c.position, sa.func.max(c.seq))
            .where(c.project_id == self._project, c.track == "")
            .group_by(c.position)
        )
        latest = {row[0]: row[1] for row in rows}
        for row in self._stream(states, states.c.position):
            if self._wants(row.position):
                yield {
                    "id": self._id(row.position),
                    "position": row.position,
                    "version": row.version,
                    "seq": latest.get(row.position, 0),
                    "base": row.base,
                    "origin": row.origin,
                }

    def layers(self) -> tuple[Layer, ...]:
        """Return the layers in the order they were written."""
        return layers_of.read_all(self._connection, self._project)

    def outcomes(self, layer: Layer) -> Iterator[Values]:
        """Yield what a layer made of each pair."""
        c = layers.c
        own = sa.select(c.id).where(
            c.project_id == self._project, c.content_hash == layer.content_hash
        )
        query = (
            sa.select(outcomes)
            .where(outcomes.c.layer_id == own.scalar_subquery())
            .order_by(outcomes.c.position)
        )
        for row in self._rows(query):
            if self._wants(row.position):
                yield wire.outcome_values(self._id(row.position), row.state, row.body)

    def link_keys(self) -> tuple[str, ...]:
        """Return the keys of all links, in alphabetical order."""
        query = sa.select(alignments.c.aligner).where(alignments.c.project_id == self._project)
        return tuple(sorted(self._connection.execute(query.distinct()).scalars()))

    def links(self, key: str) -> Iterator[Values]:
        """Yield the links of each pair that has some under a key."""
        for row in self._stream(alignments, alignments.c.position, alignments.c.aligner == key):
            if self._wants(row.position):
                yield wire.links_values(self._id(row.position), row.body)

    def supplied_keys(self) -> tuple[tuple[str, str], ...]:
        """Return kind and key of all that was supplied besides links, in alphabetical order."""
        c = extras.c
        query = sa.select(c.kind, c.key).where(c.project_id == self._project).distinct()
        return tuple(sorted((row.kind, row.key) for row in self._connection.execute(query)))

    def supplied(self, kind: str, key: str) -> Iterator[Values]:
        """Yield what was supplied of each pair that has some of it."""
        c = extras.c
        for row in self._stream(extras, c.position, c.kind == kind, c.key == key):
            if self._wants(row.position):
                yield wire.supplied_values(self._id(row.position), bytes(row.body))

    def model_keys(self) -> tuple[str, ...]:
        """Return the keys of what was trained or worked out, in alphabetical order."""
        query = sa.select(models.c.key).where(models.c.project_id == self._project)
        return tuple(sorted(self._connection.execute(query).scalars()))

    def model(self, key: str) -> bytes:
        """Return what is kept under a key."""
        own = (models.c.project_id == self._project) & (models.c.key == key)
        return bytes(self._connection.execute(sa.select(models.c.body).where(own)).scalar_one())

    def signals(self) -> Iterator[Values]:
        """Yield how likely each pair is wrong, and why."""
        seen = signals.c.position > 0
        for row in self._stream(signals, signals.c.position, seen):
            if self._wants(row.position):
                values = {key: getattr(row, key) for key in SIGNALS}
                yield {"id": self._id(row.position), **values}

    def decisions(self) -> Iterator[Values]:
        """Yield the log in order."""
        for row in self._stream(decisions, decisions.c.seq):
            if self._wants(row.position) and self._wants_track(row.track):
                yield wire.decision_values(row, self._id(row.position))

    def clients(self) -> Iterator[Values]:
        """Yield how far each client is that decided on a track that is wanted."""
        own = sa.select(decisions.c.client).where(self._on_tracks())
        wanted = sa.true() if self._tracks is None else clients.c.client.in_(own)
        for row in self._stream(clients, clients.c.client, wanted):
            yield {"client": row.client, "acked": row.acked}

    def rows(self, table: str) -> Iterator[Values]:
        """Yield the rows of a table in the order of its key, the place of a pair as its id.

        Where only some tracks are wanted, those of the persons that these are named after.
        """
        if self._tracks is not None and table in _OF_ALL:
            return
        found = OF_PAIRS[table] if table in OF_PAIRS else OF_PROJECT[table]
        keys = [c for c in found.primary_key.columns if c.name != "project_id"]
        names = columns_of(table)
        for row in self._stream(found, *keys):
            if table in OF_PAIRS:
                here = row.position
                whose = _WHOSE.get(table)
                mine = whose is None or self._wants_track(getattr(row, whose))
                if self._wants(here) and mine:
                    yield {"id": self._id(here), **{name: getattr(row, name) for name in names}}
            else:
                yield {name: getattr(row, name) for name in names}

    def originals(self) -> Iterator[tuple[Values, bytes]]:
        """Yield the files that the project was made from, as they came."""
        c = originals.c
        for row in self._stream(originals, c.side, c.first):
            values = {key: getattr(row, key) for key in ("side", "first", "last", "name", "digest")}
            yield values, bytes(row.body)

    def _wants(self, position: int) -> bool:
        return self._some is None or position in self._some

    def _wants_track(self, track: str) -> bool:
        return self._tracks is None or track in self._tracks

    def _on_tracks(self) -> sa.ColumnElement[bool]:
        """Return the condition on decisions of the tracks wanted."""
        here = decisions.c.project_id == self._project
        return here if self._tracks is None else here & decisions.c.track.in_(self._tracks)

    def _id(self, position: int) -> str:
        if not self._ids:
            query = sa.select(pairs.c.position, pairs.c.pair_id)
            of_project = pairs.c.project_id == self._project
            rows = self._connection.execute(query.where(of_project))
            self._ids = {row.position: row.pair_id for row in rows}
        return self._ids[position]

    def _stream(self, table: sa.Table, *order: sa.ColumnElement[Any] | Any) -> Iterator[Any]:
        """Yield rows of the project; arguments that are conditions filter, columns order."""
        query = sa.select(table).where(table.c.project_id == self._project)
        for one in order:
            column = isinstance(one, sa.Column)
            query = query.order_by(one) if column else query.where(one)
        return self._rows(query)

    def _rows(self, query: sa.Select[Any]) -> Iterator[Any]:
        yield from self._connection.execute(query.execution_options(yield_per=_AT_ONCE))
