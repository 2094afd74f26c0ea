"""Alignments and trained aligners of a project, each under the key of its aligner."""

from collections.abc import Iterable

import sqlalchemy as sa

from core.domain.alignment import Alignment
from core.errors import InputError, LinkError
from core.storage import codec, pairs
from core.storage.batches import batches
from core.storage.engine import writing
from core.storage.schema import alignments, models, projects

_BATCH = 1000


def write(
    engine: sa.Engine, project: int, aligner: str, given: Iterable[tuple[str, Alignment]]
) -> int:
    """Return how many alignments were written; older ones under the same key are replaced."""
    if not aligner:
        raise InputError("alignments need the key of their aligner")
    written = 0
    for batch in batches(given, _BATCH):
        _write(engine, project, aligner, batch)
        written += len(batch)
    with writing(engine) as connection:
        connection.execute(
            sa.update(projects).where(projects.c.id == project).values(aligner=aligner)
        )
    return written


def _write(
    engine: sa.Engine, project: int, aligner: str, batch: list[tuple[str, Alignment]]
) -> None:
    with writing(engine) as connection:
        found = pairs.find_places(connection, project, [pair_id for pair_id, _ in batch])
        rows = {}
        for pair_id, alignment in batch:
            if pair_id not in found:
                pairs.position_of(connection, project, pair_id)  # says which ids there are
            place = found[pair_id]
            _check_size(place, alignment)
            rows[place.position] = {
                "project_id": project,
                "aligner": aligner,
                "position": place.position,
                "body": codec.dump_alignment(alignment),
            }
        connection.execute(
            sa.delete(alignments).where(
                alignments.c.project_id == project,
                alignments.c.aligner == aligner,
                alignments.c.position.in_(list(rows)),
            )
        )
        connection.execute(sa.insert(alignments), list(rows.values()))


def _check_size(place: pairs.Place, alignment: Alignment) -> None:
    n, m = place.source_length, place.target_length
    if (alignment.n, alignment.m) != (n, m):
        raise LinkError(
            f"pair {place.pair_id!r} has {n} x {m} tokens, its alignment is for "
            f"{alignment.n} x {alignment.m}; align the same corpus"
        )


def read(connection: sa.Connection, project: int, position: int, aligner: str) -> Alignment | None:
    """Return the links of a pair by one aligner; None where it was not aligned."""
    body = connection.execute(
        sa.select(alignments.c.body).where(
            alignments.c.project_id == project,
            alignments.c.aligner == aligner,
            alignments.c.position == position,
        )
    ).scalar()
    return None if body is None else codec.load_alignment(body)


def write_model(connection: sa.Connection, project: int, key: str, body: bytes) -> None:
    """Keep a trained aligner of a project; an older one under the same key is replaced."""
    connection.execute(sa.delete(models).where(models.c.project_id == project, models.c.key == key))
    connection.execute(sa.insert(models).values(project_id=project, key=key, body=body))


def model_keys(connection: sa.Connection) -> list[tuple[str, str]]:
    """Return `(project, key)` of every trained aligner, in alphabetical order."""
    rows = connection.execute(
        sa.select(projects.c.name, models.c.key).join_from(models, projects)
    ).all()
    return sorted((row.name, row.key) for row in rows)


def read_model(connection: sa.Connection, project: int, key: str) -> bytes | None:
    """Return the trained aligner under a key, None where there is none."""
    body = connection.execute(
        sa.select(models.c.body).where(models.c.project_id == project, models.c.key == key)
    ).scalar()
    return None if body is None else bytes(body)
