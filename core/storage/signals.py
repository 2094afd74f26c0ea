"""Signals: how likely the base of each pair is wrong, and why; written as a stream, seen whole.

What is being written stands at negative positions until the last pair is in; then it takes the
place of the older signals in one transaction. `projects.signals` holds the key of those that are to
be seen and, behind a space, the name of the latest writer: another one that finds a name
that is not its own stops, so that two never write one set of signals together.
"""

import json
import uuid
from array import array
from collections.abc import Callable, Iterable, Sequence

import sqlalchemy as sa

from core.errors import ConflictError, InputError
from core.storage import codec, pairs
from core.storage.batches import batches
from core.storage.engine import reading, writing
from core.storage.names import find_id
from core.storage.needs import guarded
from core.storage.schema import projects, signals
from core.storage.values import Flag
from core.storage.values import Signals as Values

_BATCH = 1000


@guarded
class Signals:
    """The signals of the projects of a database; an unknown name raises UnknownNameError."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def key(self, project: str) -> str:
        """Return the key of what the signals were worked out from, "" where they were not."""
        with reading(self._engine) as connection:
            return key_in(_column(connection, find_id(connection, project)))

    def read(self, project: str, pair_id: str) -> Values | None:
        """Return the signals of a pair; None where they were not worked out."""
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            position = pairs.position_of(connection, number, pair_id)
            return read(connection, number, position)

    def write(
        self,
        project: str,
        key: str,
        given: Iterable[tuple[str, Values]],
        *,
        gains: Callable[[], Sequence[float]] | None = None,
    ) -> int:
        """Return how many pairs got signals; older ones are seen until the last of these is in.

        Args:
            project: name of the project.
            key: tells what they were worked out from; no white space.
            given: pair ids with signals, each pair of the project once; may be a stream.
            gains: asked when the last pair is in, because what one adds hangs on the others: the
                gain of each, in the order given. None leaves the gain that the signals have.

        Raises:
            ConflictError: somebody else began to write them meanwhile; nothing is changed.
            InputError: a pair, or a gain, is missing or doubled; nothing is changed.
        """
        if not key or key.split() != [key]:
            raise InputError(f"the key of signals needs no white space in it, got {key!r}")
        with reading(self._engine) as connection:
            number = find_id(connection, project)
        writer = uuid.uuid4().hex
        self._stage(number, writer)
        places = array("l")
        for batch in batches(given, _BATCH):
            places.extend(self._write(number, writer, batch))
        if gains is not None:
            self._rank(number, writer, places, gains())
        self._publish(number, writer, key)
        return len(places)

    def _stage(self, project: int, writer: str) -> None:
        """Clear away what a writer that was killed left behind, and what a slower one has."""
        with writing(self._engine) as connection:
            connection.execute(sa.delete(signals).where(_staged(project)))
            shown = key_in(_column(connection, project))
            _set_column(connection, project, f"{shown} {writer}")

    def _write(self, project: int, writer: str, batch: list[tuple[str, Values]]) -> list[int]:
        """Return the places of the pairs of a batch, after writing their signals."""
        with writing(self._engine) as connection:
            _check_writer(connection, project, writer)
            found = pairs.find_places(connection, project, [pair_id for pair_id, _ in batch])
            rows = {}
            for pair_id, values in batch:
                if pair_id not in found:
                    pairs.position_of(connection, project, pair_id)  # says which ids there are
                rows[found[pair_id].position] = values
            _refuse_doubled(connection, project, list(rows), len(batch))
            connection.execute(
                sa.insert(signals),
                [_row(project, position, values) for position, values in rows.items()],
            )
        return list(rows)

    def _rank(
        self, project: int, writer: str, places: Sequence[int], gains: Sequence[float]
    ) -> None:
        if len(gains) != len(places):
            raise InputError(f"there are {len(gains)} gains of {len(places)} pairs; give one each")
        here = (signals.c.project_id == project) & (signals.c.position == sa.bindparam("p"))
        update = sa.update(signals).where(here).values(gain=sa.bindparam("g"))
        for batch in batches(zip(places, gains, strict=True), _BATCH):
            with writing(self._engine) as connection:
                _check_writer(connection, project, writer)
                rows = [{"p": -place, "g": float(gain)} for place, gain in batch]
                connection.execute(update, rows)

    def _publish(self, project: int, writer: str, key: str) -> None:
        with writing(self._engine) as connection:
            _check_writer(connection, project, writer)
            total = pairs.count(connection, project)
            there = _count(connection, _staged(project))
            if there != total:
                raise InputError(f"there are signals of {there} of {total} pairs; give all of them")
            old = (signals.c.project_id == project) & (signals.c.position > 0)
            connection.execute(sa.delete(signals).where(old))
            connection.execute(
                sa.update(signals).where(_staged(project)).values(position=-signals.c.position)
            )
            _set_column(connection, project, key)


def key_in(column: str) -> str:
    """Return the key in `projects.signals`, whoever is writing others meanwhile."""
    return column.partition(" ")[0]


def read(connection: sa.Connection, project: int, position: int) -> Values | None:
    """Return the signals of the pair at a place; None where they were not worked out."""
    row = connection.execute(
        sa.select(signals).where(signals.c.project_id == project, signals.c.position == position)
    ).one_or_none()
    if row is None:
        return None
    return Values(
        suspicion=row.suspicion,
        disagreement=row.disagreement,
        margin=row.margin,
        score=row.score,
        decisions=row.decisions,
        flags=tuple(Flag(*flag) for flag in json.loads(row.body)),
        gain=row.gain,
    )


def _row(project: int, position: int, values: Values) -> dict[str, object]:
    codes = sorted({flag.code for flag in values.flags if flag.weight})
    return {
        "project_id": project,
        "position": -position,
        "suspicion": values.suspicion,
        "disagreement": values.disagreement,
        "margin": values.margin,
        "score": values.score,
        "decisions": values.decisions,
        "reasons": f" {' '.join(codes)} " if codes else "",
        "body": codec.dump([(f.code, f.text, f.weight, f.entity) for f in values.flags]),
        "gain": values.gain,
    }


def _staged(project: int) -> sa.ColumnElement[bool]:
    return (signals.c.project_id == project) & (signals.c.position < 0)


def _count(connection: sa.Connection, where: sa.ColumnElement[bool]) -> int:
    counted = sa.select(sa.func.count()).select_from(signals).where(where)
    return int(connection.execute(counted).scalar_one())


def _refuse_doubled(
    connection: sa.Connection, project: int, positions: list[int], given: int
) -> None:
    places = signals.c.position.in_([-position for position in positions])
    if len(positions) < given or _count(connection, _staged(project) & places):
        raise InputError("the signals of a pair are given twice; give them once a pair")


def _check_writer(connection: sa.Connection, project: int, writer: str) -> None:
    if _column(connection, project).partition(" ")[2] != writer:
        raise ConflictError(
            "the signals of this project are being worked out by another program that began later; "
            "this one stopped and changed nothing"
        )


def _column(connection: sa.Connection, project: int) -> str:
    query = sa.select(projects.c.signals).where(projects.c.id == project)
    return str(connection.execute(query).scalar_one())


def _set_column(connection: sa.Connection, project: int, value: str) -> None:
    connection.execute(sa.update(projects).where(projects.c.id == project).values(signals=value))
