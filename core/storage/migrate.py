"""Bring the database to today's schema, in the process that opens it."""

from pathlib import Path

import sqlalchemy as sa

from core.errors import StorageError
from core.storage.engine import place, reading, writing

HEAD = "0005"
_FOLDER = Path(__file__).parent / "migrations"


def bring_up(engine: sa.Engine) -> None:
    """Upgrade the database to today's schema; refuse one that a later version wrote."""
    with reading(engine) as connection:
        if _revision(connection) == HEAD:
            return
    with writing(engine) as connection:
        _upgrade(connection, place(engine))


def _revision(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _upgrade(connection: sa.Connection, where: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    revision = _revision(connection)
    if revision == HEAD:
        return  # another process was faster
    if revision is not None and revision not in known:
        raise StorageError(
            f"database {where} has schema {revision}, which this version does not know "
            f"(it knows {HEAD}); open it with the newer SilverLens that wrote it"
        )
    if revision is None and sa.inspect(connection).get_table_names():
        raise StorageError(
            f"database {where} holds tables of something else; name an empty one in SILVERLENS_DB"
        )
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StorageError(f"database {where} could not be upgraded: {error}") from error
