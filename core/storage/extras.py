"""Extras: what methods need besides links, as it was supplied; each under a kind and a key.

The key says what they are: words on where they come from, and a hash of their content. A layer
names in its spec the key of each kind that it was made from, so that it is explained by the same.
`projects.extras` names the latest of each kind once all of it is in.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import sqlalchemy as sa

from core.errors import ConflictError, InputError, UnknownNameError
from core.storage import codec, meanwhile, pairs
from core.storage.batches import batches
from core.storage.engine import reading, writing
from core.storage.names import find_id
from core.storage.needs import guarded
from core.storage.packed import KINDS, pack, unpack
from core.storage.schema import extras, layers, projects
from core.storage.values import NO_EXTRAS, PairExtras

NONE: Mapping[str, str] = MappingProxyType({})
SPEC_KEY = "extras"
"""Where the spec of a layer holds the key of each kind that it was made from."""

TRANSFER = "transfer"
"""Where the spec of a layer says that no method made it: it is what a tagger finds by itself."""

_BATCH = 1000


class Kept(NamedTuple):
    """What is kept of one kind under one key: of how many pairs, and whether it is the latest."""

    kind: str
    key: str
    pairs: int
    latest: bool


@guarded
class Extras:
    """What was supplied besides links in the projects of a database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def write(
        self,
        project: str,
        kind: str,
        key: str,
        given: Iterable[tuple[str, Any]],
        *,
        since: str = "",
    ) -> int:
        """Return of how many pairs something was written; it is the latest of its kind then.

        Older values under the same key are replaced. Where it is stopped on the way, the latest of
        the kind is what it was, and the next `drop_unused` takes the rest away.

        Args:
            project: name of the project.
            kind: one of `KINDS`.
            key: words on where it comes from, and a hash of it.
            given: pair ids with values; may be a stream.
            since: when the pairs were read; those whose words changed from then on get no values.

        Raises:
            InputError: a value does not fit its pair, or nothing is given.
            ConflictError: somebody who prepared the project meanwhile dropped what was written.
            UnknownNameError: there is no such project, kind or pair.
        """
        if kind not in KINDS:
            raise UnknownNameError("kind of supplied values", kind, KINDS)
        if not key:
            raise InputError("what is supplied needs a key that says where it comes from")
        with reading(self._engine) as connection:
            number = find_id(connection, project)
        written: set[int] = set()
        for batch in batches(given, _BATCH):
            with writing(self._engine) as connection:
                written |= insert(connection, number, kind, key, batch, since)
        if not written:
            raise InputError(f"there are no {kind} of any pair of project {project!r}")
        with writing(self._engine) as connection:
            of_these = extras.c.project_id == number, extras.c.kind == kind, extras.c.key == key
            count = sa.select(sa.func.count()).select_from(extras).where(*of_these)
            gone = written & meanwhile.changed(connection, number, since)
            if connection.execute(count).scalar_one() < len(written) - len(gone):
                raise ConflictError(
                    f"project {project!r} was prepared by somebody else at the same time, and what "
                    "was supplied is not whole; prepare it once more"
                )
            column = {**current(_column(connection, number)), kind: key}
            change = sa.update(projects).where(projects.c.id == number)
            connection.execute(change.values(extras=codec.dump(column)))
        return len(written)

    def drop_unused(self, project: str) -> None:
        """Delete what no layer was made from and is not the latest of its kind."""
        with writing(self._engine) as connection:
            drop_unused(connection, find_id(connection, project))

    def of_pair(self, project: str, pair_id: str, supplied: Mapping[str, str]) -> PairExtras:
        """Return what was supplied of a pair, of each kind under its key; asks for nothing else."""
        return self.of_pairs(project, [pair_id], supplied).get(pair_id, NO_EXTRAS)

    def of_pairs(
        self, project: str, ids: Sequence[str], supplied: Mapping[str, str]
    ) -> dict[str, PairExtras]:
        """Return what was supplied of some hundred pairs, by id; one without anything is absent."""
        if not supplied:
            return {}
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            places = pairs.find_places(connection, number, list(ids))
            names = {place.position: name for name, place in places.items()}
            found = read_places(connection, number, list(names), supplied)
        return {names[position]: value for position, value in found.items()}

    def following(
        self, project: str, pair_id: str, supplied: Mapping[str, str], limit: int
    ) -> dict[str, PairExtras]:
        """Return of a pair and those behind it, by id, what was supplied; all of them are in it."""
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            first = pairs.position_of(connection, number, pair_id)
            places = pairs.read_places(connection, number, first - 1, limit)
            found = read_range(connection, number, first, places[-1].position, supplied)
        return {place.pair_id: found.get(place.position, NO_EXTRAS) for place in places}

    def at(
        self, project: str, places: Sequence[int], supplied: Mapping[str, str]
    ) -> dict[int, PairExtras]:
        """Return what was supplied of the pairs at some hundred places, by place, from 1."""
        if not supplied:
            return {}
        with reading(self._engine) as connection:
            return read_places(connection, find_id(connection, project), places, supplied)

    def kept(self, project: str) -> tuple[Kept, ...]:
        """Return what is kept of each kind, in the order of kinds and keys."""
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            latest = current(_column(connection, number))
            rows = connection.execute(
                sa.select(extras.c.kind, extras.c.key, sa.func.count())
                .where(extras.c.project_id == number)
                .group_by(extras.c.kind, extras.c.key)
                .order_by(extras.c.kind, extras.c.key)
            )
            return tuple(
                Kept(kind, key, count, latest.get(kind) == key) for kind, key, count in rows
            )


def write_beside(
    engine: sa.Engine, project: int, kind: str, key: str, given: Iterable[tuple[str, Any]]
) -> None:
    """Write what was supplied, leaving it that the latest of its kind is what it was."""
    if kind not in KINDS:
        raise UnknownNameError("kind of supplied values", kind, KINDS)
    for batch in batches(given, _BATCH):
        with writing(engine) as connection:
            insert(connection, project, kind, key, batch)


def in_spec(supplied: Mapping[str, str]) -> dict[str, object]:
    """Return what the spec of a layer says of what it was made from besides links."""
    return {SPEC_KEY: dict(supplied)} if supplied else {}


@lru_cache(maxsize=256)
def keys_in(spec: str) -> Mapping[str, str]:
    """Return the key of each kind that a layer of this spec was made from."""
    found = json.loads(spec).get(SPEC_KEY) if f'"{SPEC_KEY}"' in spec else None
    return MappingProxyType(dict(found)) if found else NONE


@lru_cache(maxsize=256)
def is_transfer(spec: str) -> bool:
    """Return whether a layer of this spec is what a tagger finds by itself."""
    return f'"{TRANSFER}"' in spec and bool(json.loads(spec).get(TRANSFER))


def current(column: str) -> Mapping[str, str]:
    """Return the key of the latest of each kind, as `projects.extras` holds it."""
    return MappingProxyType(dict(json.loads(column))) if column else NONE


def read(
    connection: sa.Connection, project: int, position: int, supplied: Mapping[str, str]
) -> PairExtras:
    """Return what was supplied of the pair at a place."""
    return read_range(connection, project, position, position, supplied).get(position, NO_EXTRAS)


def read_range(
    connection: sa.Connection, project: int, first: int, last: int, supplied: Mapping[str, str]
) -> dict[int, PairExtras]:
    """Return what was supplied of the pairs from one position to another, by position."""
    return _read(connection, project, extras.c.position.between(first, last), supplied)


def read_places(
    connection: sa.Connection, project: int, places: Sequence[int], supplied: Mapping[str, str]
) -> dict[int, PairExtras]:
    """Return what was supplied of the pairs at some hundred positions, by position."""
    return _read(connection, project, extras.c.position.in_(places), supplied)


def drop_unused(connection: sa.Connection, project: int) -> None:
    """Delete what no layer was made from and is not the latest of its kind.

    A layer that is still being written needs its own as well.
    """
    specs = connection.execute(sa.select(layers.c.spec).where(layers.c.project_id == project))
    used = {item for spec in specs.scalars() for item in keys_in(spec).items()}
    used |= set(current(_column(connection, project)).items())
    of_project = extras.c.project_id == project
    there = sa.select(extras.c.kind, extras.c.key).where(of_project).distinct()
    for kind, key in connection.execute(there).all():
        if (kind, key) not in used:
            doomed = of_project & (extras.c.kind == kind) & (extras.c.key == key)
            connection.execute(sa.delete(extras).where(doomed))


def _read(
    connection: sa.Connection,
    project: int,
    where: sa.ColumnElement[bool],
    supplied: Mapping[str, str],
) -> dict[int, PairExtras]:
    values: dict[int, dict[str, Any]] = {}
    digests: dict[int, Any] = {}
    for kind, key in sorted(supplied.items()):
        query = sa.select(extras.c.position, extras.c.body).where(
            extras.c.project_id == project, extras.c.kind == kind, extras.c.key == key, where
        )
        for row in connection.execute(query):
            body = bytes(row.body)
            values.setdefault(row.position, {})[kind] = unpack(kind, body)
            digests.setdefault(row.position, hashlib.sha256()).update(kind.encode() + body)
    return {
        position: PairExtras(**own, digest=digests[position].hexdigest()[:16])
        for position, own in values.items()
    }


def insert(
    connection: sa.Connection,
    project: int,
    kind: str,
    key: str,
    batch: Sequence[tuple[str, Any]],
    since: str = "",
) -> set[int]:
    """Return the positions of some hundred pairs whose values were written."""
    found = pairs.find_places(connection, project, [pair_id for pair_id, _ in batch])
    changed = meanwhile.changed(connection, project, since)
    rows: dict[int, dict[str, object]] = {}
    for pair_id, value in batch:
        if pair_id not in found:
            pairs.position_of(connection, project, pair_id)  # says which ids there are
        place = found[pair_id]
        if place.position in changed:
            continue
        wrong = KINDS[kind].misfit(value, place.source_length, place.target_length)
        if wrong:
            raise InputError(f"pair {pair_id!r} has {wrong}")
        rows[place.position] = {
            "project_id": project,
            "kind": kind,
            "key": key,
            "position": place.position,
            "body": pack(kind, value),
        }
    connection.execute(
        sa.delete(extras).where(
            extras.c.project_id == project,
            extras.c.kind == kind,
            extras.c.key == key,
            extras.c.position.in_(list(rows)),
        )
    )
    if rows:
        connection.execute(sa.insert(extras), list(rows.values()))
    return set(rows)


def _column(connection: sa.Connection, project: int) -> str:
    query = sa.select(projects.c.extras).where(projects.c.id == project)
    return str(connection.execute(query).scalar_one())
