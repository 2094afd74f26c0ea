"""Backups: written while people work, read back before they count, restored whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from core.errors import ConflictError, FormatError, InputError, StorageError
from core.storage import dumps, portable, postgres
from core.storage.dumps import Made
from core.storage.engine import open_engine, place, reading, writing
from core.storage.migrate import HEAD, upgrade
from core.storage.portable import REVISIONS


def back_up(url: str | None, path: str | Path) -> Made:
    """Return what was written: all of the database as it was at one moment, read back and equal.

    Args:
        url: of the database; None for the usual one.
        path: of the file.

    Raises:
        InputError: there is no database, or nothing of ours in it.
        StorageError: the disk refuses; nothing is left behind.
    """
    with existing(url) as engine, reading(engine) as connection:
        return dumps.write(connection, path)


def restore(
    url: str | None, path: str | Path, *, replace: bool = False
) -> tuple[Made, Made | None]:
    """Return what was restored, and the backup of what was there before, where there was anything.

    All is one transaction: where the file, the database or the disk fails, the database is as it
    was. What the tables hold then is read again and equals what the file says; only then are they
    brought to today's schema.

    Args:
        url: of the database; None for the usual one.
        path: of the backup.
        replace: where the database holds something, back that up beside it and take its place.

    Raises:
        ConflictError: the database holds something, and it is not to be replaced.
        FormatError: the file is no backup, was cut off or changed.
    """
    dumps.check(path)
    engine = open_engine(url)
    before = None
    try:
        with writing(engine) as connection:
            tables = _ours(connection, place(engine))
            if any(_holds(connection, table) for table in tables):
                if not replace:
                    raise ConflictError(
                        f"database {place(engine)} holds something; restore into an empty one, or "
                        "with --replace, which backs it up first"
                    )
                before = dumps.write_beside(connection, "restore")
            for table in reversed(tables):
                table.drop(connection)
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {REVISIONS}")
            made = _fill(connection, engine, path)
    finally:
        engine.dispose()
    return made, before


@contextmanager
def existing(url: str | None) -> Iterator[sa.Engine]:
    """Return the engine of a database that is there, as it is; raise InputError where none is."""
    engine = open_engine(url)
    try:
        file = engine.url.database or ""
        if engine.dialect.name == "sqlite" and not Path(file).is_file():
            raise InputError(f"there is no database {file}; name another one with --db")
        with reading(engine) as connection:
            if portable.revision(connection) is None:
                raise InputError(f"database {place(engine)} holds nothing of SilverLens")
        yield engine
    finally:
        engine.dispose()


def _ours(connection: sa.Connection, where: str) -> list[sa.Table]:
    tables = portable.reflected(connection)
    if tables and portable.revision(connection) is None:
        raise StorageError(f"database {where} holds tables of something else; name an empty one")
    return tables


def _holds(connection: sa.Connection, table: sa.Table) -> bool:
    return connection.execute(sa.select(sa.literal(1)).select_from(table).limit(1)).scalar() == 1


def _fill(connection: sa.Connection, engine: sa.Engine, path: str | Path) -> Made:
    reader = dumps.reader(path)
    upgrade(connection, place(engine), reader.head.schema)
    tables = {table.name: table for table in portable.reflected(connection)}
    for name, columns, batches in reader.tables():
        table = tables.get(name)
        if table is None or {column.name for column in table.columns} != set(columns):
            raise FormatError(
                f"table {name!r} is not as schema {reader.head.schema} has it",
                file=str(path),
                remedy="take another copy",
            )
        for batch in batches:
            given = [portable.parse_row(table, columns, values) for values in batch]
            connection.execute(sa.insert(table), given)
    if connection.dialect.name == "postgresql":
        postgres.give_next_numbers(connection, [n for n, t in tables.items() if "id" in t.columns])
    for name, table in tables.items():
        if portable.digest(connection, table) != reader.digests.get(name):
            raise StorageError(
                f"table {name!r} does not read back as {path} has it; nothing was restored"
            )
    upgrade(connection, place(engine), HEAD)
    return Made(str(path), reader.head.schema, reader.digests)
