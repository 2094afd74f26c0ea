"""Files as they came in, kept beside the project that was made of them."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from core.errors import MALFORMED, StorageError
from core.storage import codec
from core.storage.engine import reading, writing
from core.storage.names import find_id
from core.storage.needs import guarded
from core.storage.packed import inflated
from core.storage.schema import originals

MOST = 256 * 2**20
"""Bytes of a file that is kept at most."""

_MOST_UNPACKED = MOST + 2**24
"""Bytes of such a file with what was said of it."""


@dataclass(frozen=True, slots=True)
class Original:
    """One file of a project.

    Args:
        side: `source`, `target`, or `both` of a file that holds both.
        first: place of the first pair made of it, from 1.
        last: place of the last one.
        name: as the person knows it.
        data: the file, unpacked.
        about: how it was read, as values of JSON.
    """

    side: str
    first: int
    last: int
    name: str
    data: bytes
    about: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the file in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


@guarded
class Originals:
    """The files of a database's projects; an unknown project raises UnknownNameError."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def keep(self, project: str, given: Iterable[Original]) -> int:
        """Return how many files were kept; those larger than `MOST` are left out."""
        with writing(self._engine) as connection:
            return write(connection, find_id(connection, project), given)

    def names(self, project: str) -> tuple[tuple[str, str], ...]:
        """Return side and name of every file, in the order of the pairs."""
        with reading(self._engine) as connection:
            rows = connection.execute(
                sa.select(originals.c.side, originals.c.name)
                .where(originals.c.project_id == find_id(connection, project))
                .order_by(originals.c.first, originals.c.side)
            )
            return tuple((row.side, row.name) for row in rows)

    def read(self, project: str, side: str) -> tuple[Original, ...]:
        """Return the files of one side, in the order of the pairs.

        Raises:
            StorageError: what is kept is not the file that came in.
        """
        with reading(self._engine) as connection:
            rows = connection.execute(
                sa.select(originals)
                .where(originals.c.project_id == find_id(connection, project))
                .where(originals.c.side == side)
                .order_by(originals.c.first)
            )
            return tuple(_original(row) for row in rows)


def write(connection: sa.Connection, project: int, given: Iterable[Original]) -> int:
    """Return how many files were kept; those larger than `MOST` are left out."""
    rows = [{"project_id": project, **_row(one)} for one in given if len(one.data) <= MOST]
    if rows:
        connection.execute(sa.insert(originals), rows)
    return len(rows)


def _row(one: Original) -> dict[str, object]:
    about = codec.dump(dict(one.about)).encode()
    return {
        "side": one.side,
        "first": one.first,
        "last": one.last,
        "name": codec.writable(one.name),
        "digest": one.digest,
        "body": zlib.compress(about + b"\n" + one.data),
    }


def _original(row: Any) -> Original:
    try:
        about, _, data = inflated(row.body, _MOST_UNPACKED).partition(b"\n")
        found = Original(row.side, row.first, row.last, row.name, data, dict(json.loads(about)))
    except (*MALFORMED, zlib.error) as error:
        raise StorageError(f"the file {row.name!r} that was kept cannot be read") from error
    if found.digest != row.digest:
        raise StorageError(f"the file {row.name!r} that was kept is not as it came in")
    return found
