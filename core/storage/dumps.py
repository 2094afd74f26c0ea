"""Dumps: the whole of a database written into a file, and read back before it counts."""

from pathlib import Path
from typing import NamedTuple

import sqlalchemy as sa

from core.errors import StorageError
from core.storage import portable
from core.storage.clock import in_name
from core.storage.engine import home
from core.storage.files import stream_lines, write_atomically
from core.storage.portable import Digest, Reader

SUFFIX = ".jsonl.gz"
_MAX_LINE = 2**31


class Made(NamedTuple):
    """A backup that was written or restored.

    Args:
        path: of the file.
        schema: of the database that it is of.
        tables: what each table holds, by name.
    """

    path: str
    schema: str
    tables: dict[str, Digest]

    def rows(self) -> int:
        """Return how many rows there are in all."""
        return sum(told.rows for told in self.tables.values())


def write(connection: sa.Connection, path: str | Path) -> Made:
    """Return what was written; it is of one moment where the connection shows one.

    Raises:
        StorageError: the disk refuses; nothing is left behind.
    """
    write_atomically(path, portable.dump(connection))
    return check(path)


def write_beside(connection: sa.Connection, before: str) -> Made:
    """Return what was written in the folder that belongs to the database, before a change of it.

    Raises:
        StorageError: the disk refuses; nothing is left behind.
    """
    url = connection.engine.url
    folder = home(url.render_as_string(hide_password=True))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(
            f"cannot make {folder} for a copy before the {before}: {error.strerror or error}; the "
            "database is as it was"
        ) from None
    name = Path(url.database or "database").name
    return write(connection, folder / f"{name}.before-{before}-{in_name()}{SUFFIX}")


def check(path: str | Path) -> Made:
    """Return what a file holds; raise FormatError where it was cut off or changed."""
    found = reader(path)
    for _, _, batches in found.tables():
        for _ in batches:
            pass
    return Made(str(path), found.head.schema, found.digests)


def reader(path: str | Path) -> Reader:
    """Return what reads a file table by table."""
    return Reader(stream_lines(path, max_line=_MAX_LINE), str(path))
