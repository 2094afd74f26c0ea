"""Connections to the database: where it is, how it is opened, what goes wrong in words."""

import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from core.errors import InputError, StorageError

DEFAULT_FILE = Path(__file__).resolve().parents[2] / "workspace" / "silverlens.sqlite"
BUSY_S = 30.0
_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
)
_IMMEDIATE = "silverlens_immediate"


def database_url(url: str | None = None) -> str:
    """Return the URL given, else that of SILVERLENS_DB, else the default file's."""
    return url or os.environ.get("SILVERLENS_DB") or f"sqlite:///{DEFAULT_FILE}"


def open_engine(url: str | None = None) -> sa.Engine:
    """Return an engine for the database; raise StorageError where the URL cannot be opened.

    The folder of an SQLite file is made on first use. Every connection of SQLite gets a
    write-ahead log, full synchronisation, foreign keys and a wait for other writers.
    """
    wanted = database_url(url)
    try:
        parsed = make_url(wanted)
        engine = sa.create_engine(parsed)
    except (ArgumentError, ImportError) as error:
        raise StorageError(
            f"the database URL is not usable ({error}); "
            "SILVERLENS_DB takes an SQLAlchemy URL such as sqlite:///workspace/silverlens.sqlite"
        ) from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine, parsed.database)
    return engine


def _prepare_sqlite(engine: sa.Engine, database: str | None) -> None:
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
    event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not start transactions of its own
    _when_free(connection, "PRAGMA journal_mode=WAL")
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _on_begin(connection: sa.Connection) -> None:
    if connection.get_execution_options().get(_IMMEDIATE):
        _begin_writing(connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_writing(connection: sa.Connection) -> None:
    """Begin a write transaction as soon as nobody else is in one."""
    try:
        _when_free(connection.connection.dbapi_connection, "BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise StorageError(_remedy(str(error), place(connection.engine))) from error


def _when_free(driver: Any, statement: str) -> None:
    """Execute a statement as soon as nobody else is in its way, within `BUSY_S`.

    SQLite's own wait soon looks only ten times a second and can be overtaken for many seconds by
    somebody who writes without pause; looking in short turns of varying length cannot. And where a
    new database is turned to a write-ahead log, SQLite does not wait at all for somebody who is
    writing its first tables.
    """
    deadline_s = time.monotonic() + BUSY_S
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
        driver.execute(f"PRAGMA busy_timeout={int(BUSY_S * 1000)}")


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Return a connection that sees one state of the database throughout."""
    with _in_words(engine), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Return a connection in one write transaction, committed at the end, undone on an error."""
    with (
        _in_words(engine),
        engine.connect().execution_options(**{_IMMEDIATE: True}) as connection,
        connection.begin(),
    ):
        yield connection


@contextmanager
def _in_words(engine: sa.Engine) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise StorageError(_explain(error, place(engine))) from error
    except UnicodeEncodeError as error:
        raise InputError(
            f"{error.object[:40]!r} holds half a character, which UTF-8 cannot write"
        ) from error


def place(engine: sa.Engine) -> str:
    """Return where the database is, without any password."""
    return engine.url.database or engine.url.render_as_string(hide_password=True)


def _explain(error: SQLAlchemyError, where: str) -> str:
    return _remedy(str(getattr(error, "orig", None) or error).splitlines()[0], where)


def _remedy(cause: str, where: str) -> str:
    remedies = {
        "locked": f"another program has been writing to it for more than {BUSY_S:g} s; try again",
        "not a database": "the file is something else; name another one in SILVERLENS_DB",
        "malformed": "the file is damaged; restore it from a copy",
        "readonly": "the file or its folder is read-only; make both writable",
        "unable to open": "the file cannot be opened; check that it is a file and may be read",
        "disk is full": "free some space on the disk; nothing of this step was written",
    }
    remedy = next((text for key, text in remedies.items() if key in cause), "nothing was written")
    return f"database {where}: {cause}; {remedy}"
