"""Events: what was done to a project besides deciding, by whom and when; append-only."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from core.storage import actors, codec
from core.storage.clock import now
from core.storage.engine import reading
from core.storage.names import find_id
from core.storage.needs import guarded
from core.storage.schema import events


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was done to a project.

    Args:
        number: its place among the events of the project, from 1.
        time: UTC, ISO 8601.
        person: who did it; "" where nobody is known to have.
        kind: what was done, one word such as `assigned`.
        body: what else there is to say, as values of JSON.
    """

    number: int
    time: str
    person: str
    kind: str
    body: dict[str, Any] = field(default_factory=dict)


def add(
    connection: sa.Connection, project: int, kind: str, *, person: str = "", **body: object
) -> None:
    """Write an event in the transaction that does what it tells of."""
    last = sa.select(sa.func.max(events.c.number)).where(events.c.project_id == project)
    number = (connection.execute(last).scalar() or 0) + 1
    connection.execute(
        sa.insert(events).values(
            project_id=project,
            number=number,
            time=now(),
            person=codec.writable(person),
            kind=kind,
            body=codec.dump(body),
        )
    )


@guarded
class Events:
    """The events of a database's projects, read; an unknown project raises UnknownNameError."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def read(self, project: str, *, after: int = 0) -> tuple[Event, ...]:
        """Return the events of a project behind a number, in order.

        In a blind project, who is no curator is told of their own acts only.
        """
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            found = _read(connection, number, after)
            if actors.only_track(connection, number) is None:
                return tuple(found)
            own = actors.name_of(connection)
            return tuple(event for event in found if event.person == own)


def _read(connection: sa.Connection, project: int, after: int) -> Iterator[Event]:
    rows = connection.execute(
        sa.select(events)
        .where(events.c.project_id == project, events.c.number > after)
        .order_by(events.c.number)
    )
    for row in rows:
        yield Event(row.number, row.time, row.person, row.kind, json.loads(row.body))
