"""Databases for tests: an SQLite file of their own, or our tables, emptied, on a real server."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.storage import Workspace
from core.storage.schema import metadata
from tests.postgres import Server

SERVER_IN_SOAK = pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)], indirect=True
)
"""Of a test that takes long on a server."""

_NUMBERS = itertools.count(1)
_EMPTYING = "; ".join(
    [
        *(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)),
        *(
            f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), 1, false)"
            for name in ("projects", "layers", "jobs", "accounts")
        ),
    ]
)


def empty_on_server(server: Server) -> str:
    """Return the URL of a new schema with nothing in it, not even tables."""
    return server.url(_schema(server))


def _schema(server: Server) -> str:
    name = f"new{next(_NUMBERS)}"
    server.execute(f"CREATE SCHEMA {name}")
    return name


@contextmanager
def on_server(server: Server) -> Iterator[str]:
    """Return the URL of our tables without any row; the next test gets the same."""
    if not server.made:
        server.made = _schema(server)
        Workspace.open(server.url(server.made)).close()
    yield server.url(server.made)
    server.execute(f"SET search_path TO {server.made}; {_EMPTYING}")


def in_file(folder: Path) -> str:
    """Return the URL of a new file."""
    return f"sqlite:///{folder}/made on first use/ws.sqlite"
