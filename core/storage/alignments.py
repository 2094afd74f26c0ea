"""Alignments and trained aligners of a project, each under the key of its aligner.

Links that a person changed stand under a key that says of which links they are a change
(`edited_key`). Only the pairs that were changed are under it; for all others reading falls back on
the links that were there before.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa

from core.domain.alignment import Alignment
from core.domain.spec import canonical_json
from core.errors import InputError, LinkError
from core.storage import codec, extras, meanwhile, pairs
from core.storage.batches import batches
from core.storage.engine import writing
from core.storage.extras import NONE
from core.storage.schema import alignments, layers, projects

GOLD_SURE = "gold-sure"
GOLD_POSSIBLE = "gold-possible"
"""Keys of gold links: the certain ones, and the others."""

SPEC_KEY = "alignments"
"""Where the spec of a layer holds the key of the links that it was made from."""

MAX_EDITS = 50

_BATCH = 1000
_EDITED = re.compile(r"edited [0-9a-f]{16} of (.+)", re.DOTALL)


def edited_key(key: str, pair_id: str, links: Alignment) -> str:
    """Return the key of the links of `key` with those of one pair changed.

    Raises:
        InputError: those of `key` were changed too often already.
    """
    if len(chain(key)) > MAX_EDITS:
        raise InputError(
            f"these links were changed {MAX_EDITS} times, one change on another; "
            "change those of an earlier layer"
        )
    said = codec.dump([key, pair_id, codec.dump_alignment(links)])
    return f"edited {hashlib.sha256(said.encode()).hexdigest()[:16]} of {key}"


def chain(key: str) -> tuple[str, ...]:
    """Return a key and those that reading falls back on, in that order."""
    keys = [key]
    while found := _EDITED.fullmatch(keys[-1]):
        keys.append(found.group(1))
    return tuple(keys)


def key_in(spec: str) -> str:
    """Return the key of the links that a layer of this spec was made from; "" where unknown."""
    return str(json.loads(spec).get(SPEC_KEY, "")) if spec else ""


def with_key(plain: Mapping[str, object], key: str, supplied: Mapping[str, str] = NONE) -> str:
    """Return the spec of a layer: its method as plain values, and what it was made from.

    Args:
        plain: the method.
        key: of its links.
        supplied: for each kind of what was supplied besides, the key of it, as in
            `core.storage.extras`.
    """
    return canonical_json({**plain, SPEC_KEY: key, **extras.in_spec(supplied)})


def write(
    engine: sa.Engine,
    project: int,
    aligner: str,
    given: Iterable[tuple[str, Alignment]],
    *,
    beside: bool = False,
    since: str = "",
) -> int:
    """Return how many alignments were given; older ones under the same key are replaced.

    Args:
        engine: of the database.
        project: its number.
        aligner: the key.
        given: pair ids with links.
        beside: leave it that the links written before are those that the project goes by.
        since: when the pairs were read; those whose words changed from then on get no links.
    """
    if not aligner:
        raise InputError("alignments need the key of their aligner")
    written = 0
    for batch in batches(given, _BATCH):
        with writing(engine) as connection:
            insert(connection, project, aligner, batch, since)
        written += len(batch)
    if beside:
        return written
    with writing(engine) as connection:
        connection.execute(
            sa.update(projects).where(projects.c.id == project).values(aligner=aligner)
        )
    return written


def write_gold(
    engine: sa.Engine, project: int, given: Iterable[tuple[str, Alignment, Alignment]]
) -> int:
    """Return of how many pairs gold links were written: pair id, sure links, possible links."""
    written = 0
    for batch in batches(given, _BATCH):
        sure = [(pair_id, certain) for pair_id, certain, _ in batch]
        possible = [(pair_id, others) for pair_id, _, others in batch]
        write(engine, project, GOLD_SURE, sure, beside=True)
        write(engine, project, GOLD_POSSIBLE, possible, beside=True)
        written += len(batch)
    return written


def insert(
    connection: sa.Connection,
    project: int,
    aligner: str,
    batch: Sequence[tuple[str, Alignment]],
    since: str = "",
) -> None:
    """Write the links of some hundred pairs; older ones under the same key are replaced."""
    if batch:
        found = pairs.find_places(connection, project, [pair_id for pair_id, _ in batch])
        changed = meanwhile.changed(connection, project, since)
        rows = {}
        for pair_id, alignment in batch:
            if pair_id not in found:
                pairs.position_of(connection, project, pair_id)  # says which ids there are
            place = found[pair_id]
            if place.position in changed:
                continue
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
        if rows:
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
    return read_several(connection, project, position, [aligner]).get(aligner)


def read_several(
    connection: sa.Connection, project: int, position: int, aligners: Iterable[str]
) -> dict[str, Alignment]:
    """Return the links of a pair by each of these aligners that aligned it."""
    chains = {key: chain(key) for key in aligners}
    wanted = {key for keys in chains.values() for key in keys}
    rows = connection.execute(
        sa.select(alignments.c.aligner, alignments.c.body).where(
            alignments.c.project_id == project,
            alignments.c.aligner.in_(sorted(wanted)),
            alignments.c.position == position,
        )
    )
    bodies = {row.aligner: row.body for row in rows}
    found = {}
    for key, keys in chains.items():
        if body := next((bodies[k] for k in keys if k in bodies), None):
            found[key] = codec.load_alignment(body)
    return found


def read_range(
    connection: sa.Connection, project: int, first: int, last: int, aligner: str
) -> dict[int, Alignment]:
    """Return the links by one aligner of the pairs from one position to another, by position."""
    return _read(connection, project, alignments.c.position.between(first, last), aligner)


def read_places(
    connection: sa.Connection, project: int, places: Sequence[int], aligner: str
) -> dict[int, Alignment]:
    """Return the links by one aligner of the pairs at some hundred positions, by position."""
    return _read(connection, project, alignments.c.position.in_(places), aligner)


def _read(
    connection: sa.Connection, project: int, where: sa.ColumnElement[bool], aligner: str
) -> dict[int, Alignment]:
    keys = chain(aligner)
    rows = connection.execute(
        sa.select(alignments.c.aligner, alignments.c.position, alignments.c.body).where(
            alignments.c.project_id == project, alignments.c.aligner.in_(keys), where
        )
    )
    bodies: dict[int, dict[str, str]] = {}
    for row in rows:
        bodies.setdefault(row.position, {})[row.aligner] = row.body
    return {
        position: codec.load_alignment(next(own[key] for key in keys if key in own))
        for position, own in bodies.items()
    }


def drop_unused(connection: sa.Connection, project: int, unused: str) -> None:
    """Delete the changed links under a key, and those it fell back on, that no layer needs.

    A layer that is still being written needs its links as well.
    """
    specs = sa.select(layers.c.spec).where(layers.c.project_id == project)
    used = map(key_in, connection.execute(specs).scalars().all())
    kept = {key for other in used for key in chain(other)}
    doomed = [key for key in chain(unused)[:-1] if key not in kept]
    connection.execute(
        sa.delete(alignments).where(
            alignments.c.project_id == project, alignments.c.aligner.in_(doomed)
        )
    )
