"""Bases: the layer that the pairs of a project stand on."""

import sqlalchemy as sa

from core.errors import ConflictError, UnknownNameError
from core.storage import extras, layers, records, states
from core.storage.batches import batches
from core.storage.engine import reading, writing
from core.storage.schema import projects, tracks
from core.storage.schema import states as states_table
from core.storage.values import Outcome, StoredPair

_BATCH = 1000


def set_base(engine: sa.Engine, project: int, content_hash: str) -> None:
    """Let the pairs that nobody has decided on stand on another layer.

    The rows that filters read are brought up first, a batch at a time, so that annotators can save
    meanwhile; should it be killed on the way, the base is the old one and the step can be repeated.
    Where somebody else has set another base by then, the rows are brought up once more.

    Raises:
        UnknownNameError: there is no such layer, or it was deleted meanwhile.
        ConflictError: no method made it of the source, so that what is done to a source entity
            would do nothing to its target.
    """
    while True:
        with reading(engine) as connection:
            _check(connection, project, content_hash)
            before = _base(connection, project)
            found = states.iterate_layer(connection, project, content_hash, None, _BATCH)
            for batch in batches(found, _BATCH):
                _bring_up(engine, project, [(stored, outcome) for stored, _, outcome in batch])
        with writing(engine) as connection:
            _check(connection, project, content_hash)
            if _base(connection, project) == before:
                _write(connection, project, content_hash)
                return


def _check(connection: sa.Connection, project: int, content_hash: str) -> None:
    known = {layer.content_hash: layer for layer in layers.read_all(connection, project)}
    if content_hash not in known:
        raise UnknownNameError("layer", content_hash, known)
    if extras.is_transfer(known[content_hash].spec):
        raise ConflictError(
            f"layer {known[content_hash].name!r} is what a tagger finds by itself, to compare "
            "methods with; a project stands on the layer of a method"
        )


def _base(connection: sa.Connection, project: int) -> str:
    query = sa.select(projects.c.base).where(projects.c.id == project)
    return str(connection.execute(query).scalar_one())


def _write(connection: sa.Connection, project: int, content_hash: str) -> None:
    """Write the base, and the rows of what was decided on or got other words without one."""
    connection.execute(
        sa.update(projects).where(projects.c.id == project).values(base=content_hash)
    )
    decided_without = sa.select(states_table.c.position).where(
        states_table.c.project_id == project,
        states_table.c.version > 0,
        states_table.c.base == "",
    )
    for position in connection.execute(decided_without).scalars().all():
        records.refresh(connection, project, position)
    begun_without = sa.select(tracks.c.position, tracks.c.track).where(
        tracks.c.project_id == project, tracks.c.base == ""
    )
    for row in connection.execute(begun_without).all():
        records.refresh(connection, project, row.position, row.track)


def _bring_up(
    engine: sa.Engine, project: int, batch: list[tuple[StoredPair, Outcome | None]]
) -> None:
    rows = [
        {"p": stored.position, **states.summary(states.start(stored.pair, outcome))}
        for stored, outcome in batch
    ]
    with writing(engine) as connection:
        connection.execute(
            sa.update(states_table).where(
                states_table.c.project_id == project,
                states_table.c.position == sa.bindparam("p"),
                states_table.c.version == 0,
            ),
            rows,
        )
