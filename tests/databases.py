"""Databases for tests: an SQLite file of their own, or our tables, emptied, on a real server."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.storage import Workspace
from core.storage.engine import open_engine, writing
from core.storage.postgres import give_next_numbers
from core.storage.schema import metadata
from tests.postgres import Server

SERVER_IN_SOAK = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)], indirect=True
)
"""Of a test that takes long on a server."""

_NUMBERS = itertools.count(1)


def empty_on_server(server: Server) -> str:
    """Return the URL of a new schema with nothing in it, not even tables."""
    name = f"new{next(_NUMBERS)}"
    server.execute(f"CREATE SCHEMA {name}")
    return server.url(name)


@contextmanager
def on_server(server: Server) -> Iterator[str]:
    """Return the URL of our tables without any row; the next test gets the same."""
    if not server.made:
        server.made = empty_on_server(server)
        Workspace.open(server.made).close()
    yield server.made
    _empty(server.made)


def _empty(url: str) -> None:
    engine = open_engine(url)
    with writing(engine) as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(sa.delete(table))
        give_next_numbers(connection, ["projects", "layers", "jobs", "accounts"])
    engine.dispose()


def in_file(folder: Path) -> str:
    """Return the URL of a new file."""
    return f"sqlite:///{folder}/made on first use/ws.sqlite"
