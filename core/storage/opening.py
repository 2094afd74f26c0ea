"""Opening: a project written from the plain values that `core.storage.taking` read of it.

It stands under a name that nobody sees until all of it is in. What can be worked out again is
worked out, not believed: hashes of layers, how pairs stand, which decisions are in force.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from core.domain.alignment import Alignment
from core.domain.decision import Decision, Kind, PairStatus
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.errors import FormatError, InputError
from core.storage import alignments, bases, codec, extras, labels, layers, models, pairs, projects
from core.storage.batches import batches
from core.storage.decisions import columns
from core.storage.engine import reading, writing
from core.storage.log import Log
from core.storage.schema import clients, decisions, originals, signals, tracks
from core.storage.schema import layers as layers_table
from core.storage.schema import projects as projects_table
from core.storage.schema import states as states_table
from core.storage.taking import OF_PAIRS, OF_PROJECT
from core.storage.undo import OPPOSITE

_BATCH = 1000
_HASH = re.compile(r"[0-9a-f]{16}")


class Opening:
    """A project that is being written; `finish` gives it its name, `abandon` takes it away."""

    def __init__(
        self, engine: sa.Engine, head: Mapping[str, Any], *, whole: bool, staged: str
    ) -> None:
        self._engine = engine
        self._head = head
        self._whole = whole
        self._tally = pairs.Tally()
        self._places: dict[str, int] = {}
        self._on: dict[int, bool] = {}
        self._tracks: dict[int, str] = {}
        self._decided: dict[str, dict[str, None]] = {}
        with writing(engine) as connection:
            self._number = projects.stage(connection, staged)

    def pairs(self, given: Iterable[Pair]) -> None:
        """Write the pairs, in corpus order."""
        self._tally = pairs.write_all(self._engine, self._number, given)
        with reading(self._engine) as connection:
            after = 0
            while found := pairs.read_places(connection, self._number, after, _BATCH):
                self._places.update((place.pair_id, place.position) for place in found)
                after = found[-1].position
        with writing(self._engine) as connection:
            self._change(connection, pairs=self._tally.pairs)

    def standing(self, given: Iterable[Mapping[str, Any]]) -> None:
        """Let each pair stand on the layer that it stood on."""
        here = states_table.c.position == sa.bindparam("p")
        own = (states_table.c.project_id == self._number) & here
        change = sa.update(states_table).where(own)
        for batch in batches(given, _BATCH):
            rows = [
                {"p": self.place(row["id"]), "base": row["base"], "origin": row.get("origin", "")}
                for row in batch
                if row["base"] or row.get("origin")
            ]
            if rows:
                with writing(self._engine) as connection:
                    connection.execute(change, rows)

    def layer(self, told: Layer, given: Iterable[tuple[str, Any]]) -> None:
        """Write a layer; FormatError where its content is not what its hash tells.

        That of some of the pairs goes by the hash of the whole, which cannot be checked by them.
        """
        if not _HASH.fullmatch(told.content_hash):
            raise FormatError(f"the hash of layer {told.name!r} is {told.content_hash[:40]!r}")
        meta = layers.Meta(told.name, told.kind, told.spec, told.spec_hash, told.versions)
        written = layers.write(self._engine, self._number, meta, given)
        if self._whole and written.content_hash != told.content_hash:
            raise FormatError(
                f"layer {told.name!r} has the content hash {written.content_hash}, and should have "
                f"{told.content_hash}",
                remedy="the bundle was changed after it was made; take it anew",
            )
        own = layers_table.c.content_hash == written.content_hash
        change = sa.update(layers_table).where(layers_table.c.project_id == self._number, own)
        values = {"created": told.created, "content_hash": told.content_hash}
        with writing(self._engine) as connection:
            connection.execute(change.values(**values))

    def links(self, key: str, given: Iterable[tuple[str, Alignment]]) -> None:
        """Write the links under a key."""
        alignments.write(self._engine, self._number, key, given, beside=True)

    def supplied(self, kind: str, key: str, given: Iterable[tuple[str, Any]]) -> None:
        """Write what was supplied besides links."""
        extras.write_beside(self._engine, self._number, kind, key, given)

    def model(self, key: str, body: bytes) -> None:
        """Keep what was trained or worked out."""
        with writing(self._engine) as connection:
            models.write(connection, self._number, key, body)

    def signals(self, given: Iterable[Mapping[str, Any]]) -> None:
        """Write how likely each pair is wrong, and why."""
        self._insert(signals, (self._placed(row) for row in given))

    def decisions(self, given: Iterable[Decision]) -> None:
        """Write the log; the numbers of its decisions stay."""
        last = 0
        for batch in batches(given, _BATCH):
            rows = []
            for decision in batch:
                if decision.seq <= last:
                    raise InputError(f"decision {decision.seq} stands behind decision {last}")
                last = decision.seq
                rows.append(self._row(decision))
            with writing(self._engine) as connection:
                connection.execute(sa.insert(decisions), rows)
        own = (decisions.c.project_id == self._number) & (decisions.c.seq == sa.bindparam("s"))
        aimed = ({"s": seq, "on": on} for seq, on in self._on.items())
        change = sa.update(decisions).where(own).values(in_force=sa.bindparam("on"))
        for some in batches(aimed, _BATCH):
            with writing(self._engine) as connection:
                connection.execute(change, some)

    def _row(self, decision: Decision) -> dict[str, object]:
        row = columns(self._number, decision, self.place(decision.pair))
        if decision.kind in OPPOSITE:
            aim = int(decision.entity)
            if aim not in self._tracks:
                raise InputError(f"decision {decision.seq} is about {aim}, which is not there")
            if self._tracks[aim] == decision.track:
                self._on[aim] = decision.kind is Kind.REDO
        self._tracks[decision.seq] = decision.track
        self._decided.setdefault(decision.track, {})[decision.pair] = None
        return row

    def clients(self, given: Iterable[Mapping[str, Any]]) -> None:
        """Write how far each client is."""
        self._insert(clients, ({**row, "project_id": self._number} for row in given))

    def rows(self, table: str, given: Iterable[Mapping[str, Any]]) -> None:
        """Write rows of a table that go as they are."""
        found = OF_PAIRS.get(table)
        if table == "tracks":
            self._insert(tracks, (self._begun(row) for row in given))
        elif found is None:
            found = OF_PROJECT[table]
            self._insert(found, ({**row, "project_id": self._number} for row in given))
        else:
            self._insert(found, (self._placed(row) for row in given))

    def _begun(self, row: Mapping[str, Any]) -> dict[str, Any]:
        self._decided.setdefault(row["track"], {})[row["id"]] = None
        unread = {"status": PairStatus.UNREVIEWED.value, "version": 0, "labels": "", "snapshot": ""}
        return {**self._placed(row), **unread}

    def original(self, values: Mapping[str, Any], body: bytes) -> None:
        """Keep a file that the project was made from."""
        self._insert(originals, [{**values, "body": body, "project_id": self._number}])

    def finish(self, name: str) -> None:
        """Give the project its name, after working out how its pairs stand."""
        if not self._tally.pairs:
            raise InputError("there is no pair to make a project of")
        self._work_out()
        head = self._head
        with writing(self._engine) as connection:
            projects.refuse_taken(connection, name)
            self._change(
                connection,
                name=name,
                created=head["created"],
                labels=codec.dump(labels.ordered(head["labels"])),
                languages=codec.dump(projects.ranked(self._tally.languages)),
                base=head["base"],
                aligner=head["aligner"],
                extras=codec.dump(head["extras"]) if head["extras"] else "",
                signals=head["signals"],
                settings=codec.dump(head["settings"]) if head["settings"] else "",
            )

    def abandon(self) -> None:
        """Take away what was written."""
        projects.abandon(self._engine, self._number)

    def place(self, pair_id: str) -> int:
        """Return the place of a pair; InputError where the bundle has none of that id."""
        if pair_id not in self._places:
            raise InputError(f"pair {pair_id!r} is not among the pairs of the bundle")
        return self._places[pair_id]

    def _work_out(self) -> None:
        """Work out how each pair stands, on every track."""
        if self._head["base"]:
            bases.set_base(self._engine, self._number, self._head["base"])
        for track, ids in self._decided.items():
            for some in batches(ids, _BATCH):
                with writing(self._engine) as connection:
                    log = Log(connection, self._number, track)
                    log.renew(some)
                    log.close()

    def _change(self, connection: sa.Connection, **values: object) -> None:
        own = projects_table.c.id == self._number
        connection.execute(sa.update(projects_table).where(own).values(**values))

    def _placed(self, row: Mapping[str, Any]) -> dict[str, Any]:
        values = {key: value for key, value in row.items() if key != "id"}
        return {**values, "position": self.place(row["id"]), "project_id": self._number}

    def _insert(self, table: sa.Table, given: Iterable[Mapping[str, Any]]) -> None:
        for batch in batches(given, _BATCH):
            with writing(self._engine) as connection:
                connection.execute(sa.insert(table), [dict(row) for row in batch])
