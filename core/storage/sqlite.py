"""SQLite: a file with a write-ahead log, in which one writes at a time and all can read."""

import random
import sqlite3
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL

from core.errors import StorageError
from core.storage import remedies

_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
)


def make_engine(url: URL) -> sa.Engine:
    """Return an engine for a file, whose folder is made where it is not there.

    Every connection gets a write-ahead log, full synchronisation, foreign keys and a wait for
    other writers.
    """
    engine = sa.create_engine(url)
    database = url.database
    if not database or database == ":memory:":
        raise StorageError(
            "an SQLite database in memory cannot be shared by threads and would lose all work; "
            "name a file"
        )
    if not database.startswith("file:"):
        folder = Path(database).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"cannot make the folder {folder} for the database: {error.strerror}"
            ) from error
    event.listen(engine, "connect", _on_connect)
    return engine


def begin_reading(connection: sa.Connection) -> None:
    """Begin a transaction that sees one state of the file throughout."""
    connection.exec_driver_sql("BEGIN")


def begin_writing(connection: sa.Connection) -> None:
    """Begin a write transaction as soon as nobody else is in one."""
    try:
        _when_free(connection.connection.dbapi_connection, "BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise StorageError(remedies.in_words(str(error), place(connection.engine.url))) from error


def place(url: URL) -> str:
    """Return where the file is."""
    return url.database or str(url)


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not start transactions of its own
    _when_free(connection, "PRAGMA journal_mode=WAL")
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _when_free(driver: Any, statement: str) -> None:
    """Execute a statement as soon as nobody else is in its way, within `BUSY_S`.

    SQLite's own wait soon looks only ten times a second and can be overtaken for many seconds by
    somebody who writes without pause; looking in short turns of varying length cannot. And where a
    new database is turned to a write-ahead log, SQLite does not wait at all for somebody who is
    writing its first tables.
    """
    deadline_s = time.monotonic() + remedies.BUSY_S
    driver.execute("PRAGMA busy_timeout=20")
    try:
        while True:
            try:
                driver.execute(statement)
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline_s:
                    raise
                time.sleep(random.uniform(0.0, 0.004))
            else:
                return
    finally:
        driver.execute(f"PRAGMA busy_timeout={int(remedies.BUSY_S * 1000)}")
