"""PostgreSQL: a server for a team, made to keep every promise that SQLite keeps.

Reading sees one snapshot. Writing waits for every other writer, by one lock of the schema, so that
whatever was read in a write transaction still holds when it ends. Text is compared by its bytes.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.exc import NoSuchModuleError

from core.errors import StorageError
from core.storage import remedies

_DRIVER = "postgresql+psycopg"
_CONNECT_WITHIN_S = 10
_KEEPALIVE_S = 30
_SECRET = ("password", "sslpassword")
_SETTINGS = """
SET jit = off;
SET work_mem = '64MB';
SET TIME ZONE 'UTC';
SET synchronous_commit = on;
SET default_transaction_isolation = 'read committed'
"""
"""JIT takes longer than our queries do; lists of a hundred thousand places fit 64 MB."""

_IDLE = "5min"
"""Whoever holds the lock and says nothing for so long has lost its connection."""

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('silverlens ' || current_schema(), 0))"


def make_engine(url: URL) -> sa.Engine:
    """Return an engine for a server; raise StorageError where the URL or the driver will not do."""
    if url.drivername not in {"postgresql", _DRIVER}:
        raise StorageError(
            f"the database URL is not usable: {url.drivername} is not supported; write {_DRIVER}"
        )
    if "@" in (url.host or "") or any(name in url.query for name in _SECRET):
        raise StorageError(
            "the database URL is not usable: write it as postgresql+psycopg://USER:PASSWORD@HOST/"
            "DATABASE, with %40 for @, %3A for : and %2F for / in the password"
        )
    given = {
        "client_encoding": "utf8",
        "connect_timeout": url.query.get("connect_timeout", _CONNECT_WITHIN_S),
        "keepalives_idle": _KEEPALIVE_S,
        "keepalives_interval": 10,
        "keepalives_count": 3,
    }
    try:
        engine = sa.create_engine(
            url.set(drivername=_DRIVER),
            connect_args=given,
            isolation_level="READ COMMITTED",
            pool_pre_ping=True,
            pool_size=10,
            max_overflow=20,
        )
    except (ImportError, NoSuchModuleError) as error:
        raise StorageError(
            "PostgreSQL needs its driver psycopg, which is not installed: "
            "pip install -r requirements-postgres.txt"
        ) from error
    event.listen(engine, "connect", _on_connect)
    return engine


def begin_reading(_connection: sa.Connection) -> None:
    """Begin nothing: the driver begins with the first query, as the connection was asked to."""


def begin_writing(connection: sa.Connection) -> None:
    """Begin a write transaction as soon as nobody else is in one."""
    wait = f"SET LOCAL lock_timeout = {int(remedies.BUSY_S * 1000)}"
    idle = f"SET LOCAL idle_in_transaction_session_timeout = '{_IDLE}'"
    connection.exec_driver_sql(f"{wait}; {idle}; {_LOCK}")


def place(url: URL) -> str:
    """Return which database of which server it is, without any password."""
    port = f":{url.port}" if url.port else ""
    host = url.host or url.query.get("host") or "this machine"
    return f"{url.database or url.username or ''} at {host}{port}"


def compare_by_bytes(connection: sa.Connection) -> None:
    """Have every text of our tables ordered and compared by its bytes, whatever the server's way.

    So order is the same as in SQLite and in Python, and an index serves the beginning of a text.
    """
    found = connection.exec_driver_sql(
        """
        SELECT c.relname, a.attname FROM pg_attribute a
        JOIN pg_class c ON c.oid = a.attrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = current_schema() AND c.relkind = 'r' AND a.attnum > 0
          AND NOT a.attisdropped AND a.atttypid = 'text'::regtype
          AND a.attcollation <> (SELECT oid FROM pg_collation WHERE collname = 'C')
        ORDER BY c.relname, a.attnum
        """
    )
    changes: dict[str, list[str]] = {}
    quote = connection.dialect.identifier_preparer.quote
    for table, column in found.all():
        change = f'ALTER COLUMN {quote(column)} TYPE text COLLATE "C"'
        changes.setdefault(quote(table), []).append(change)
    for table, columns in changes.items():
        connection.exec_driver_sql(f"ALTER TABLE {table} {', '.join(columns)}")


def give_next_numbers(connection: sa.Connection, tables: list[str]) -> None:
    """Have the next number of each table follow the highest that there is."""
    for table in tables:
        name = f"pg_get_serial_sequence('{table}', 'id')"
        highest = f"(SELECT coalesce(max(id), 0) + 1 FROM {table})"
        connection.exec_driver_sql(f"SELECT setval({name}, {highest}, false)")


def _on_connect(connection: Any, _record: object) -> None:
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise StorageError(
            f"the database is written in {encoding}, which does not hold every script; "
            "make one with: createdb --encoding=UTF8 --template=template0 NAME"
        )
    connection.autocommit = True
    connection.execute(_SETTINGS)
    connection.autocommit = False
