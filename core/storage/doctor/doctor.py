"""Examines a database as it is, and repairs what it can behind a backup."""

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import sqlalchemy as sa

from core.errors import StorageError
from core.storage import dumps
from core.storage.backup import existing
from core.storage.doctor import log, made, pairs
from core.storage.doctor.finding import RESTORE, Finding, Owner
from core.storage.engine import place, reading, writing
from core.storage.jobs import latest
from core.storage.migrate import HEAD
from core.storage.names import STAGED, STAGED_LAYER
from core.storage.portable import revision
from core.storage.schema import jobs, layers, projects
from core.storage.staging import is_left


class Healed(NamedTuple):
    """What a repair came to.

    Args:
        mended: what was put right.
        left: what is still wrong.
        backup: of the database before; "" where nothing was to be mended.
    """

    mended: tuple[Finding, ...]
    left: tuple[Finding, ...]
    backup: str


def examine(url: str | None) -> tuple[Finding, ...]:
    """Return what is wrong with a database, all of one moment; nothing is changed.

    Raises:
        InputError: there is no database, or nothing of ours in it.
        StorageError: it is of another schema, or cannot be read at all.
    """
    with existing(url) as engine, reading(engine) as connection:
        _check_schema(connection, place(engine))
        return tuple(_findings(connection))


def repair(url: str | None) -> Healed:
    """Return what was mended, after a backup; all of it in one transaction.

    Only what can be worked out from the pairs, the layers and the log is mended: never these.
    Raises as `examine`.
    """
    with existing(url) as engine:
        with reading(engine) as connection:
            _check_schema(connection, place(engine))
            found = tuple(_findings(connection))
        if not any(finding.can_be_mended() for finding in found):
            return Healed((), found, "")
        with reading(engine) as connection:
            backup = dumps.write_beside(connection, "repair")
        with writing(engine) as connection:
            mended = []
            for finding in _findings(connection):
                if finding.mend is not None:
                    finding.mend(connection)
                    mended.append(finding)
        with reading(engine) as connection:
            return Healed(tuple(mended), tuple(_findings(connection)), backup.path)


def _check_schema(connection: sa.Connection, where: str) -> None:
    found = revision(connection)
    if found != HEAD:
        raise StorageError(
            f"database {where} has schema {found}, this version goes by {HEAD}; open it once with "
            "this version (the app or any command), then ask again"
        )


def _findings(connection: sa.Connection) -> Iterator[Finding]:
    yield from _whole(connection)
    for row in connection.execute(sa.select(projects).order_by(projects.c.id)).all():
        if row.name.startswith(STAGED):
            if is_left(row.name, row.created):
                yield Finding(
                    "",
                    f"an import that was begun at {row.created} and never finished",
                    "the next import clears it away",
                    partial(_delete_project, project=row.id),
                )
            continue
        of = Owner(row.id, row.name, row.base, row.pairs, row.signals)
        yield from pairs.check(connection, of)
        yield from pairs.bases(connection, of)
        yield from log.check(connection, of)
        yield from made.check(connection, of)
        yield from _left_behind(connection, of)


def _whole(connection: sa.Connection) -> Iterator[Finding]:
    """Yield what SQLite finds in the file itself; a server keeps its own promises."""
    if connection.dialect.name != "sqlite":
        return
    for row in connection.exec_driver_sql("PRAGMA integrity_check").all():
        if row[0] != "ok":
            yield Finding("", f"the file is damaged: {row[0]}", RESTORE)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        tables = ", ".join(sorted({str(row[0]) for row in broken}))
        yield Finding("", f"{len(broken)} rows belong to nothing, in {tables}", RESTORE)


def _left_behind(connection: sa.Connection, of: Owner) -> Iterator[Finding]:
    """Yield layers and jobs that were begun and never finished."""
    staged = sa.select(layers).where(
        layers.c.project_id == of.id, layers.c.content_hash.startswith(STAGED_LAYER)
    )
    for row in connection.execute(staged).all():
        if is_left(row.content_hash, row.created):
            yield of.finding(
                f"layer {row.name!r} was begun at {row.created} and never finished",
                mend=partial(_delete_layer, layer=row.id),
            )
    job = latest(connection, of.id, of.name)
    if job is not None and job.state == "running" and not job.is_alive():
        yield of.finding(
            f"the job {job.step!r} gave no sign since {job.heartbeat}",
            mend=partial(_fail, job=job.id),
        )


def _delete_project(connection: sa.Connection, *, project: int) -> None:
    connection.execute(sa.delete(projects).where(projects.c.id == project))


def _delete_layer(connection: sa.Connection, *, layer: int) -> None:
    connection.execute(sa.delete(layers).where(layers.c.id == layer))


def _fail(connection: sa.Connection, *, job: int) -> None:
    values = {"state": "failed", "message": "its process ended without a word"}
    connection.execute(sa.update(jobs).where(jobs.c.id == job).values(**values))
