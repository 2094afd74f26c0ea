"""Releases: named, frozen states of a project, written once and never changed."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.errors import ConflictError, InputError, UnknownNameError
from core.storage import actors, codec, events
from core.storage.engine import reading, writing
from core.storage.names import find_id
from core.storage.needs import guarded
from core.storage.schema import releases

_MAX_NAME = 100
_COLUMNS = tuple(column for column in releases.c if column.name != "body")


@dataclass(frozen=True, slots=True)
class Release:
    """A release without its files.

    Args:
        name: unique within the project.
        time: UTC, ISO 8601.
        person: who made it, "" for the owner of the database.
        seq: number of the last decision in it.
        digest: tells its content from any other.
        manifest: all that is known of it.
    """

    name: str
    time: str
    person: str
    seq: int
    digest: str
    manifest: Mapping[str, Any]


@guarded
class Releases:
    """The releases of a database's projects; an unknown project raises UnknownNameError."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def all(self, project: str) -> tuple[Release, ...]:
        """Return the releases of a project in the order they were made.

        Raises:
            RoleError: who reads may not see every track; a release holds them all.
        """
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            actors.check_all_tracks(connection, number)
            return tuple(_read(connection, number))

    def one(self, project: str, name: str) -> Release:
        """Return a release; raise UnknownNameError, listing the known ones."""
        found = {release.name: release for release in self.all(project)}
        if name not in found:
            raise UnknownNameError("release", name, found)
        return found[name]

    def body(self, project: str, name: str) -> bytes:
        """Return the file of a release."""
        self.one(project, name)
        with reading(self._engine) as connection:
            own = releases.c.project_id == find_id(connection, project)
            query = sa.select(releases.c.body).where(own, releases.c.name == name)
            return bytes(connection.execute(query).scalar_one())

    def check(self, project: str, name: str) -> None:
        """Refuse a name that is none, or taken."""
        if not (name.strip() and len(name) <= _MAX_NAME and name.isprintable()):
            raise InputError(
                f"a release needs a name of 1 to {_MAX_NAME} characters, got {name[:120]!r}"
            )
        if any(release.name == name for release in self.all(project)):
            raise ConflictError(
                f"project {project!r} has a release {name!r}; releases are never changed, choose "
                "another name"
            )

    def write(self, project: str, release: Release, body: bytes) -> None:
        """Write a release; ConflictError where the project has one of that name."""
        self.check(project, release.name)
        with writing(self._engine) as connection:
            number = find_id(connection, project)
            names = sa.select(releases.c.name).where(releases.c.project_id == number)
            if release.name in connection.execute(names).scalars().all():
                raise ConflictError(f"a release {release.name!r} was made meanwhile")
            connection.execute(
                sa.insert(releases).values(
                    project_id=number,
                    name=codec.writable(release.name),
                    time=release.time,
                    person=codec.writable(release.person),
                    seq=release.seq,
                    digest=release.digest,
                    manifest=codec.dump(release.manifest),
                    body=body,
                )
            )
            events.add(
                connection,
                number,
                "released",
                person=release.person,
                name=release.name,
                digest=release.digest,
            )


def _read(connection: sa.Connection, project: int) -> Iterator[Release]:
    rows = connection.execute(
        sa.select(*_COLUMNS)
        .where(releases.c.project_id == project)
        .order_by(releases.c.time, releases.c.name)
    )
    for row in rows:
        manifest = json.loads(row.manifest)
        yield Release(row.name, row.time, row.person, row.seq, row.digest, manifest)
