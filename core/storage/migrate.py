"""Bring the database to today's schema, in the process that opens it; a copy is made before."""

from functools import cache
from pathlib import Path

import sqlalchemy as sa

from core.errors import StorageError
from core.storage import postgres
from core.storage.before import keep_copy
from core.storage.engine import place, reading, writing
from core.storage.portable import revision

HEAD = "0005"
_FOLDER = Path(__file__).parent / "migrations"


def bring_up(engine: sa.Engine) -> None:
    """Upgrade the database to today's schema; refuse one that a later version wrote.

    One that holds something is copied first, while nobody writes; where there is no room for the
    copy, or the upgrade fails, the database stays as it is.
    """
    with reading(engine) as connection:
        if revision(connection) == HEAD:
            return
    with writing(engine) as connection:
        if not _is_due(connection, place(engine)):
            return  # another process was faster
        keep_copy(connection, engine, HEAD)
        upgrade(connection, place(engine), HEAD)


def _is_due(connection: sa.Connection, where: str) -> bool:
    """Return whether the database is of an older schema, or empty."""
    found = revision(connection)
    if found is None and sa.inspect(connection).get_table_names():
        raise StorageError(
            f"database {where} holds tables of something else; name an empty one in SILVERLENS_DB"
        )
    _check_known(found, where)
    return found != HEAD


def _check_known(found: str | None, where: str) -> None:
    if found is not None and found not in _known():
        raise StorageError(
            f"database {where} has schema {found}, which this version does not know "
            f"(it knows {HEAD}); open it with the newer SilverLens that wrote it"
        )


@cache
def _known() -> frozenset[str]:
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(_FOLDER)).walk_revisions()
    return frozenset(script.revision for script in scripts)


def upgrade(connection: sa.Connection, where: str, to: str) -> None:
    """Take a database that is empty, or older, to a schema within a write transaction."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    _check_known(to, where)
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, to)
    except CommandError as error:
        raise StorageError(f"database {where} could not be upgraded: {error}") from error
    if connection.dialect.name == "postgresql":
        postgres.compare_by_bytes(connection)
