"""Refusals: operations that were not carried out; of one that met another's, all that it said."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.errors import InputError
from core.storage import actors, codec
from core.storage.engine import reading
from core.storage.names import find_on
from core.storage.needs import guarded
from core.storage.schema import refusals

OPEN = "open"
"""Key of a body, true as long as nobody has settled what the operation met."""

_LOOKS_OPEN = f'%"{OPEN}":true%'
"""What SQL looks for; text of users has its quotes escaped, and the key is looked at afterwards."""


@dataclass(frozen=True, slots=True)
class Refused:
    """One operation that was not carried out.

    Args:
        client: id of the browser session that sent it.
        client_seq: its number there.
        message: why.
        body: what it said, who said it and of which pair; empty where nothing was kept.
    """

    client: str
    client_seq: int
    message: str
    body: Mapping[str, Any]

    @property
    def open(self) -> bool:
        """Return whether it met another's decision, and nobody has settled that yet."""
        return self.body.get(OPEN) is True

    @property
    def pair(self) -> str:
        """Return the id of the pair where it met another's decision; "" where it met none."""
        return str(self.body.get("pair", "")) if self.open else ""

    @property
    def track(self) -> str:
        """Return the track that it was meant for, "" for the one that all share."""
        return str(self.body.get("track", ""))


def add(
    connection: sa.Connection,
    project: int,
    client: str,
    client_seq: int,
    message: str,
    body: Mapping[str, object],
) -> None:
    """Write that an operation was refused, and what it said."""
    connection.execute(
        sa.insert(refusals).values(
            project_id=project,
            client=client,
            client_seq=client_seq,
            message=message,
            body=codec.dump(body) if body else "",
        )
    )


def person_in(body: str) -> str:
    """Return who said what the body of a copy's row tells of, "" where it tells of nobody.

    Raises:
        InputError: it is nothing that is kept of an operation.
    """
    try:
        said = json.loads(body) if body else {}
        return str(said.get("person", ""))
    except (ValueError, AttributeError, RecursionError) as error:
        raise InputError(f"what was refused on the copy cannot be read ({error})") from None


def of_client(connection: sa.Connection, project: int, client: str) -> tuple[Refused, ...]:
    """Return all that was refused to a client, in order of its numbers."""
    query = _query(project).where(refusals.c.client == client).order_by(refusals.c.client_seq)
    return tuple(_refused(row) for row in connection.execute(query))


def unsettled(connection: sa.Connection, project: int, person: str) -> tuple[Refused, ...]:
    """Return what a person said that met another's decision and is not settled, oldest first."""
    query = _query(project).where(refusals.c.body.like(_LOOKS_OPEN))
    found = [_refused(row) for row in connection.execute(query)]
    mine = [one for one in found if one.open and one.body.get("person") == person]
    return tuple(sorted(mine, key=lambda r: (str(r.body.get("time")), r.client, r.client_seq)))


def conflicting(
    connection: sa.Connection, project: int, person: str, track: str
) -> tuple[str, ...]:
    """Return the ids of pairs on which a person has a conflict to settle on a track.

    Raises:
        RoleError: who reads is somebody else.
    """
    actors.check_person(connection, person)
    found = (one for one in unsettled(connection, project, person) if one.track == track)
    return tuple(dict.fromkeys(one.pair for one in found))


def settle(
    connection: sa.Connection,
    project: int,
    person: str,
    which: Iterable[tuple[str, int]],
    how: str,
) -> None:
    """Write how operations of a person that met another's decision were settled.

    Those of others, and what was settled before, stay as they are.
    """
    for client, client_seq in which:
        own = (refusals.c.client == client) & (refusals.c.client_seq == client_seq)
        row = connection.execute(_query(project).where(own)).one_or_none()
        if row is None or not (found := _refused(row)).open or found.body["person"] != person:
            continue
        body = codec.dump({**found.body, OPEN: False, "settled": how})
        change = sa.update(refusals).where(refusals.c.project_id == project, own)
        connection.execute(change.values(body=body))


@guarded
class Refusals:
    """What was refused in a database's projects, read."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def unsettled(self, project: str, person: str, track: str = "") -> tuple[Refused, ...]:
        """Return what a person said on a track that met another's decision and is not settled.

        Raises:
            RoleError: who reads may not see that track, or is somebody else.
        """
        with reading(self._engine) as connection:
            actors.check_person(connection, person)
            found = unsettled(connection, find_on(connection, project, track), person)
            return tuple(one for one in found if one.track == track)


def _query(project: int) -> sa.Select[Any]:
    return sa.select(refusals).where(refusals.c.project_id == project)


def _refused(row: Any) -> Refused:
    body = json.loads(row.body) if row.body else {}
    return Refused(row.client, row.client_seq, row.message, body)
