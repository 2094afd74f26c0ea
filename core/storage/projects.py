"""Projects: listed, made, deleted; what is known of each at a glance."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from core.domain.decision import PairStatus
from core.domain.pair import Pair
from core.errors import ConflictError, InputError, StorageError
from core.storage import (
    actors,
    codec,
    extras,
    jobs,
    layers,
    originals,
    pairs,
    staging,
    standpoint,
    sweeping,
)
from core.storage.clock import now
from core.storage.engine import reading, writing
from core.storage.labels import FIRST_LABELS, ordered
from core.storage.names import STAGED, find_id, read_names
from core.storage.originals import Original
from core.storage.schema import pairs as pairs_table
from core.storage.schema import people, projects, states
from core.storage.values import ProjectInfo

_MAX_NAME = 200


def read_all(connection: sa.Connection) -> tuple[ProjectInfo, ...]:
    """Return every project, in alphabetical order."""
    return tuple(read(connection, name) for name in read_names(connection))


def read(connection: sa.Connection, name: str) -> ProjectInfo:
    """Return what is known of a project at a glance, as the track has it that who acts may see."""
    only = actors.only_track(connection, find_id(connection, name))
    row = connection.execute(sa.select(projects).where(projects.c.name == name)).one()
    return ProjectInfo(
        name=row.name,
        created=row.created,
        pairs=row.pairs,
        languages=tuple((a, b, count) for a, b, count in json.loads(row.languages)),
        layers=layers.read_all(connection, row.id),
        base=row.base,
        progress=_progress(connection, row.id, only or ""),
        labels=tuple(json.loads(row.labels)),
        last_pair=_last_pairs(connection, row.id, own=only is not None),
        aligner=row.aligner,
        job=jobs.latest(connection, row.id, row.name),
        signals=row.signals,
        extras=extras.current(row.extras),
    )


def _progress(connection: sa.Connection, project: int, track: str) -> MappingProxyType[str, int]:
    here = standpoint.of(track)
    status = here.status.label("status")
    counted = connection.execute(
        sa.select(status, sa.func.count())
        .select_from(here.source)
        .where(states.c.project_id == project)
        .group_by(status)
    )
    found = {row[0]: row[1] for row in counted}
    return MappingProxyType({str(status): found.get(status, 0) for status in PairStatus})


def _last_pairs(
    connection: sa.Connection, project: int, *, own: bool
) -> MappingProxyType[str, str]:
    """Return where each person stopped; of who acts alone where only their own is wanted."""
    mine = people.c.person == actors.name_of(connection) if own else sa.true()
    rows = connection.execute(
        sa.select(people.c.person, pairs_table.c.pair_id)
        .join(
            pairs_table,
            (pairs_table.c.project_id == people.c.project_id)
            & (pairs_table.c.position == people.c.position),
        )
        .where(people.c.project_id == project, mine)
        .order_by(people.c.person)
    )
    return MappingProxyType({row.person: row.pair_id for row in rows})


def create(
    engine: sa.Engine,
    name: str,
    given: Iterable[Pair],
    labels: Sequence[str] | None,
    files: Callable[[], Iterable[Original]] = tuple,
) -> ProjectInfo:
    """Return the new project; nothing of it is to be seen before all pairs are in.

    The pairs are written under a name that nobody sees, a batch at a time, so that reading a long
    file does not keep others from saving; one last transaction gives the project its name, and the
    files that it was made of.
    """
    check_name(name)
    with staging.under_way() as staged:
        _create(engine, staged, name, given, labels, files)
    with reading(engine) as connection:
        return read(connection, name)


def _create(
    engine: sa.Engine,
    staged: str,
    name: str,
    given: Iterable[Pair],
    labels: Sequence[str] | None,
    files: Callable[[], Iterable[Original]],
) -> None:
    with writing(engine) as connection:
        refuse_taken(connection, name)
        sweeping.clear_projects(connection)
        project = stage(connection, staged)
    complete = False
    try:
        tally = pairs.write_all(engine, project, given)
        chosen = ordered(labels if labels is not None else (tally.labels or FIRST_LABELS))
        with writing(engine) as connection:
            refuse_taken(connection, name)
            originals.write(connection, project, files())
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
            abandon(engine, project)


def abandon(engine: sa.Engine, project: int) -> None:
    """Take away what was written of a project that nobody has seen.

    Where the disk is full or the connection is lost, it stays for whoever comes next; what went
    wrong first is what the user is told.
    """
    with suppress(StorageError), writing(engine) as connection:
        connection.execute(sa.delete(projects).where(projects.c.id == project))


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


def stage(connection: sa.Connection, staged: str) -> int:
    """Return the number of a new project without pairs, under a name that nobody sees."""
    added = connection.execute(
        sa.insert(projects).values(
            name=f"{STAGED}{staged}",
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
