"""Projects: listed, made, deleted; what is known of each at a glance."""

import json
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from core.domain.decision import PairStatus
from core.domain.pair import Pair
from core.errors import ConflictError, InputError
from core.storage import codec, extras, jobs, layers, pairs
from core.storage.clock import ABANDONED_S, age_s, now
from core.storage.engine import reading, writing
from core.storage.labels import FIRST_LABELS, ordered
from core.storage.names import STAGED, find_id, read_names
from core.storage.schema import pairs as pairs_table
from core.storage.schema import people, projects, states
from core.storage.values import ProjectInfo

_MAX_NAME = 200


def read_all(connection: sa.Connection) -> tuple[ProjectInfo, ...]:
    """Return every project, in alphabetical order."""
    return tuple(read(connection, name) for name in read_names(connection))


def read(connection: sa.Connection, name: str) -> ProjectInfo:
    """Return what is known of a project at a glance."""
    find_id(connection, name)
    row = connection.execute(sa.select(projects).where(projects.c.name == name)).one()
    return ProjectInfo(
        name=row.name,
        created=row.created,
        pairs=row.pairs,
        languages=tuple((a, b, count) for a, b, count in json.loads(row.languages)),
        layers=layers.read_all(connection, row.id),
        base=row.base,
        progress=_progress(connection, row.id),
        labels=tuple(json.loads(row.labels)),
        last_pair=_last_pairs(connection, row.id),
        aligner=row.aligner,
        job=jobs.latest(connection, row.id, row.name),
        signals=row.signals,
        extras=extras.current(row.extras),
    )


def _progress(connection: sa.Connection, project: int) -> MappingProxyType[str, int]:
    counted = connection.execute(
        sa.select(states.c.status, sa.func.count())
        .where(states.c.project_id == project)
        .group_by(states.c.status)
    )
    found = {row[0]: row[1] for row in counted}
    return MappingProxyType({str(status): found.get(status, 0) for status in PairStatus})


def _last_pairs(connection: sa.Connection, project: int) -> MappingProxyType[str, str]:
    rows = connection.execute(
        sa.select(people.c.person, pairs_table.c.pair_id)
        .join(
            pairs_table,
            (pairs_table.c.project_id == people.c.project_id)
            & (pairs_table.c.position == people.c.position),
        )
        .where(people.c.project_id == project)
        .order_by(people.c.person)
    )
    return MappingProxyType({row.person: row.pair_id for row in rows})


def create(
    engine: sa.Engine, name: str, given: Iterable[Pair], labels: Sequence[str] | None
) -> ProjectInfo:
    """Return the new project; nothing of it is to be seen before all pairs are in.

    The pairs are written under a name that nobody sees, a batch at a time, so that reading a long
    file does not keep others from saving; one last transaction gives the project its name.
    """
    check_name(name)
    staged = f"{STAGED}{now()} {uuid.uuid4().hex}"
    with writing(engine) as connection:
        refuse_taken(connection, name)
        clear_abandoned(connection)
        project = stage(connection, staged)
    complete = False
    try:
        tally = pairs.write_all(engine, project, given)
        chosen = ordered(labels if labels is not None else (tally.labels or FIRST_LABELS))
        with writing(engine) as connection:
            refuse_taken(connection, name)
            connection.execute(
                sa.update(projects)
                .where(projects.c.id == project)
                .values(
                    name=name,
                    labels=codec.dump(chosen),
                    languages=codec.dump(ranked(tally.languages)),
                    pairs=tally.pairs,
                )
            )
        complete = True
    finally:
        if not complete:
            with writing(engine) as connection:
                connection.execute(sa.delete(projects).where(projects.c.id == project))
    with reading(engine) as connection:
        return read(connection, name)


def check_name(name: str) -> None:
    """Refuse a project name that is empty, too long, or holds control characters."""
    if not (
        name.strip()
        and len(name) <= _MAX_NAME
        and not any(ord(c) < 32 or c == "\x7f" for c in name)
    ):
        raise InputError(
            f"a project needs a name of 1 to {_MAX_NAME} characters without control characters, "
            f"got {name[: _MAX_NAME + 1]!r}"
        )
    codec.writable(name)


def refuse_taken(connection: sa.Connection, name: str) -> None:
    """Refuse the name of a project that there is."""
    if connection.execute(sa.select(projects.c.id).where(projects.c.name == name)).scalar():
        raise ConflictError(f"there is a project {name!r} already; choose another name")


def clear_abandoned(connection: sa.Connection) -> None:
    """Delete what an import that was killed more than a day ago left behind."""
    staged = connection.execute(
        sa.select(projects.c.id, projects.c.created).where(projects.c.name.startswith(STAGED))
    ).all()
    for row in staged:
        if age_s(row.created) > ABANDONED_S:
            connection.execute(sa.delete(projects).where(projects.c.id == row.id))


def stage(connection: sa.Connection, name: str) -> int:
    """Return the number of a new project without pairs."""
    added = connection.execute(
        sa.insert(projects).values(
            name=name,
            created=now(),
            labels="[]",
            languages="[]",
            pairs=0,
            base="",
            aligner="",
        )
    )
    key: Any = added.inserted_primary_key
    return int(key[0])


def ranked(counted: Counter[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """Return pairs of languages with how many pairs have them, the most frequent first."""
    ranked = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return [(source, target, count) for (source, target), count in ranked]


def delete(connection: sa.Connection, name: str) -> None:
    """Delete a project with everything in it."""
    project = find_id(connection, name)
    connection.execute(sa.delete(projects).where(projects.c.id == project))
