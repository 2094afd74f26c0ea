"""The copy that is made of a database before its schema changes."""

import logging
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from core.errors import StorageError
from core.storage import dumps, portable
from core.storage.clock import in_name
from core.storage.engine import place
from core.storage.files import sync_folder

_LOG = logging.getLogger("silverlens")


def keep_copy(connection: sa.Connection, engine: sa.Engine, to: str) -> Path | None:
    """Return the copy of a database that holds something; nobody writes meanwhile.

    An SQLite file is copied beside itself, checked, and can be opened as it is; of a server a
    backup is written that `restore` reads.

    Args:
        connection: in a write transaction that has changed nothing yet.
        engine: of the database.
        to: the schema to be.

    Raises:
        StorageError: the copy cannot be written; nothing is left of it.
    """
    if portable.revision(connection) is None or not _has_projects(connection):
        return None
    if connection.dialect.name == "sqlite":
        file = Path(engine.url.database or "")
        copy = file.with_name(f"{file.stem}.before-{to}-{in_name()}{file.suffix}")
        _copy_file(file, copy)
    else:
        copy = Path(dumps.write_beside(connection, to).path)
    _LOG.warning("The schema of %s changes; a copy of it is %s", place(engine), copy)
    return copy


def _has_projects(connection: sa.Connection) -> bool:
    found = connection.execute(sa.text("SELECT id FROM projects LIMIT 1")).scalar()
    return found is not None


def _copy_file(file: Path, copy: Path) -> None:
    hidden = copy.with_name(f".{copy.name}")
    try:
        with closing(sqlite3.connect(file)) as old, closing(sqlite3.connect(hidden)) as new:
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")
            found = new.execute("PRAGMA integrity_check").fetchone()[0]
            if found != "ok" or _counts(old) != _counts(new):
                raise StorageError(f"the copy {copy} does not equal {file}: {found}")
        with hidden.open("rb") as written:
            os.fsync(written.fileno())
        hidden.rename(copy)
        sync_folder(copy.parent)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(
            f"cannot copy {file} to {copy} before its schema changes: {error}; the database is as "
            "it was"
        ) from error
    finally:
        hidden.unlink(missing_ok=True)


def _counts(database: sqlite3.Connection) -> dict[str, int]:
    names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {
        name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names
    }
