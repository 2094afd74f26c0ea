"""Models: what was learned of a project, kept under a key; an aligner, a scorer, a calibration."""

from typing import Any

import sqlalchemy as sa

from core.storage import actors
from core.storage.engine import reading, writing
from core.storage.names import find_id
from core.storage.needs import guarded
from core.storage.schema import models, projects


@guarded
class Models:
    """What was learned of a database's projects; an unknown project raises UnknownNameError."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def write(self, project: str, key: str, body: bytes) -> None:
        """Keep a model of a project; an older one under the same key is replaced."""
        with writing(self._engine) as connection:
            write(connection, find_id(connection, project), key, body)

    def read(self, project: str, key: str) -> bytes | None:
        """Return the model under a key, None where there is none."""
        with reading(self._engine) as connection:
            own = models.c.project_id == find_id(connection, project), models.c.key == key
            return _body(connection, sa.select(models.c.body).where(*own))

    def find(self, key: str) -> bytes | None:
        """Return what any project keeps under a key that tells its content; None where none has.

        Projects that who acts may not know of are not looked at.
        """
        query = sa.select(models.c.body).join_from(models, projects)
        with reading(self._engine) as connection:
            own = models.c.key == key, actors.visible(connection)
            return _body(connection, query.where(*own).limit(1))

    def drop(self, project: str, key: str) -> None:
        """Let go of what a project keeps under a key, if it does."""
        with writing(self._engine) as connection:
            _drop(connection, find_id(connection, project), key)

    def all(self) -> tuple[tuple[str, str], ...]:
        """Return `(project, key)` of every model that who acts may know of, in order."""
        query = sa.select(projects.c.name, models.c.key).join_from(models, projects)
        with reading(self._engine) as connection:
            rows = connection.execute(query.where(actors.visible(connection))).all()
            return tuple(sorted((row.name, row.key) for row in rows))


def write(connection: sa.Connection, project: int, key: str, body: bytes) -> None:
    """Keep a model of a project; an older one under the same key is replaced."""
    _drop(connection, project, key)
    connection.execute(sa.insert(models).values(project_id=project, key=key, body=body))


def _drop(connection: sa.Connection, project: int, key: str) -> None:
    connection.execute(sa.delete(models).where(models.c.project_id == project, models.c.key == key))


def _body(connection: sa.Connection, query: sa.Select[Any]) -> bytes | None:
    body = connection.execute(query).scalar()
    return None if body is None else bytes(body)
