"""Sweeping: what imports and runs left behind that were killed, or found no room, is taken away."""

from contextlib import suppress
from typing import Any

import sqlalchemy as sa

from core.errors import StorageError
from core.storage import alignments, extras, staging
from core.storage.engine import reading, writing
from core.storage.names import STAGED, STAGED_LAYER
from core.storage.schema import layers, projects


def sweep(engine: sa.Engine) -> None:
    """Take away what was left behind; where nothing can be written now, it stays for the next."""
    with reading(engine) as connection:
        if not (_left_projects(connection) or _left_layers(connection)):
            return
    with suppress(StorageError), writing(engine) as connection:
        clear_projects(connection)
        clear_layers(connection)


def clear_projects(connection: sa.Connection) -> None:
    """Delete projects that nobody writes any more and nobody has seen."""
    for row in _left_projects(connection):
        connection.execute(sa.delete(projects).where(projects.c.id == row.id))


def clear_layers(connection: sa.Connection) -> None:
    """Delete layers that nobody writes any more and nobody has seen, and links changed for them."""
    for row in _left_layers(connection):
        connection.execute(sa.delete(layers).where(layers.c.id == row.id))
        alignments.drop_unused(connection, row.project_id, alignments.key_in(row.spec))
        extras.drop_unused(connection, row.project_id)


def _left_projects(connection: sa.Connection) -> list[Any]:
    c = projects.c
    staged = sa.select(c.id, c.name, c.created).where(c.name.startswith(STAGED))
    found = connection.execute(staged).all()
    return [row for row in found if staging.is_left(row.name, row.created)]


def _left_layers(connection: sa.Connection) -> list[Any]:
    staged = sa.select(layers).where(layers.c.content_hash.startswith(STAGED_LAYER))
    found = connection.execute(staged).all()
    return [row for row in found if staging.is_left(row.content_hash, row.created)]
