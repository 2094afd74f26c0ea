"""A whole database as lines of JSON, packed: the same file from SQLite and from PostgreSQL.

The first line says what it is and of which schema. Each table is a line with its columns, then a
list for each row, in the order of the primary key; bytes are base64. The last line has, for each
table, how many rows there are and a digest of them, so that a file that was cut off or changed is
known, and so is a database that does not hold what the file does.
"""

import base64
import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

import sqlalchemy as sa

from core.errors import FormatError
from core.storage.batches import batches
from core.storage.clock import now

FORMAT = "silverlens-backup-1"
REVISIONS = "alembic_version"
_AT_ONCE = 1000
_GZIP = 31
_CHUNK = 2**18
_LARGEST = 2**63
_ANOTHER = "take another copy"


class Digest(NamedTuple):
    """What a table holds: how many rows, and a digest of them in order."""

    rows: int
    sha256: str


class Head(NamedTuple):
    """What a file says of itself: schema of the database, when it was made, and of what."""

    schema: str
    made: str
    source: str


def reflected(connection: sa.Connection) -> list[sa.Table]:
    """Return the tables of the database as they are, owners before what they own."""
    found = sa.MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != REVISIONS]


def revision(connection: sa.Connection) -> str | None:
    """Return the schema of the database, None where it has none of ours."""
    if not sa.inspect(connection).has_table(REVISIONS):
        return None
    found = connection.execute(sa.text(f"SELECT version_num FROM {REVISIONS}")).scalar()
    return None if found is None else str(found)


def dump(connection: sa.Connection) -> Iterator[bytes]:
    """Yield the packed file of a database; all of it is of one moment where the connection is."""
    packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP)
    held = bytearray()
    for line in _lines(connection):
        held += packer.compress(line)
        if len(held) > _CHUNK:
            yield bytes(held)
            held.clear()
    yield bytes(held) + packer.flush()


def _lines(connection: sa.Connection) -> Iterator[bytes]:
    yield _line(
        {
            "format": FORMAT,
            "schema": revision(connection),
            "made": now(),
            "from": connection.dialect.name,
        }
    )
    told = {}
    for table in reflected(connection):
        yield _line({"table": table.name, "columns": [column.name for column in table.columns]})
        tally = Tally()
        for line in rows(connection, table):
            tally.add(line)
            yield line
        told[table.name] = tally.digest()._asdict()
    yield _line({"end": told})


class Tally:
    """Counts the lines of a table and digests them."""

    def __init__(self) -> None:
        self._rows = 0
        self._hasher = hashlib.sha256()

    def add(self, line: bytes) -> None:
        """Take in one line."""
        self._rows += 1
        self._hasher.update(line)

    def digest(self) -> Digest:
        """Return what was taken in."""
        return Digest(self._rows, self._hasher.hexdigest())


def rows(connection: sa.Connection, table: sa.Table) -> Iterator[bytes]:
    """Yield each row of a table as a line, in the order of the primary key."""
    query = sa.select(table).order_by(*table.primary_key.columns)
    for row in connection.execute(query.execution_options(yield_per=_AT_ONCE)):
        yield _line([_plain(value) for value in row])


def digest(connection: sa.Connection, table: sa.Table) -> Digest:
    """Return what a table holds."""
    tally = Tally()
    for line in rows(connection, table):
        tally.add(line)
    return tally.digest()


def _plain(value: object) -> object:
    return (
        base64.b64encode(bytes(value)).decode() if isinstance(value, bytes | memoryview) else value
    )


def _line(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


class Reader:
    """Reads the lines of a file, table by table; what it read is checked at the end.

    Args:
        lines: of the file, unpacked.
        name: the file, as the user knows it.

    Raises:
        FormatError: it is something else, was cut off, or was changed.
    """

    def __init__(self, lines: Iterable[bytes], name: str) -> None:
        self._lines = enumerate(lines, start=1)
        self._name = name
        self._number = 0
        self._next: dict[str, Any] | None = None
        self.digests: dict[str, Digest] = {}
        first = self._value()
        if not isinstance(first, dict) or first.get("format") != FORMAT:
            raise self._wrong("this is no backup of SilverLens", "name a file that `backup` wrote")
        self.head = Head(
            str(first.get("schema")), str(first.get("made", "")), str(first.get("from", ""))
        )

    def tables(self) -> Iterator[tuple[str, list[str], Iterator[list[list[Any]]]]]:
        """Yield name, columns and rows of each table; the rows, in short lists, have to be read."""
        told = self._next or self._value()
        while isinstance(told, dict) and "table" in told:
            self._next = None
            tally = Tally()
            yield str(told["table"]), self._columns(told), batches(self._rows(tally), _AT_ONCE)
            self.digests[str(told["table"])] = tally.digest()
            told = self._next
        if not isinstance(told, dict) or "end" not in told:
            raise self._wrong("a line with a table or the end was due", _ANOTHER)
        said = self._said(told["end"])
        if said != self.digests:
            wrong = min(name for name, _ in said.items() ^ self.digests.items())
            raise self._wrong(
                f"table {wrong!r} does not hold what was written", "take another copy"
            )
        if next(self._lines, None) is not None:
            raise self._wrong("there is more behind the end", _ANOTHER)

    def _columns(self, told: dict[str, Any]) -> list[str]:
        columns = told.get("columns")
        if not isinstance(columns, list) or not all(isinstance(one, str) for one in columns):
            raise self._wrong("this line does not name the columns of its table", _ANOTHER)
        return columns

    def _said(self, end: Any) -> dict[str, Digest]:
        try:
            said = {name: Digest(**values) for name, values in end.items()}
            hash(frozenset(said.items()))
        except (TypeError, AttributeError):
            raise self._wrong("the end does not say what each table holds", _ANOTHER) from None
        return said

    def _rows(self, tally: Tally) -> Iterator[list[Any]]:
        while True:
            value = self._value(tally)
            if not isinstance(value, list):
                self._next = value
                return
            yield value

    def _value(self, tally: Tally | None = None) -> Any:
        self._number, line = next(self._lines, (self._number + 1, b""))
        if not line:
            raise self._wrong("the file ends too early", _ANOTHER)
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            raise self._wrong("this line is no JSON", "name a file that `backup` wrote") from None
        if tally is not None and isinstance(value, list):
            tally.add(line)
        return value

    def _wrong(self, problem: str, remedy: str) -> FormatError:
        return FormatError(problem, file=self._name, line=self._number, remedy=remedy)


def parse_row(table: sa.Table, columns: list[str], values: list[Any]) -> dict[str, Any]:
    """Return a row of a file as values of the columns of a table.

    Raises:
        FormatError: a value is not of the kind that its column holds.
    """
    if len(columns) != len(values):
        raise FormatError(
            f"a row of table {table.name!r} has {len(values)} values for {len(columns)} columns",
            remedy=_ANOTHER,
        )
    named = dict(zip(columns, values, strict=True))
    for column in table.columns:
        value = named[column.name]
        if value is not None:
            named[column.name] = _parsed(value, column)
    return named


def _parsed(value: object, column: sa.Column[Any]) -> object:
    kind = column.type.python_type
    if kind is bytes and isinstance(value, str):
        with suppress(ValueError):
            return base64.b64decode(value, validate=True)
    elif type(value) is int and kind in {int, float}:
        if abs(value) < _LARGEST:
            return value
    elif type(value) is kind and kind is not bytes:
        return value
    raise FormatError(
        f"column {column.name!r} of table {column.table.name!r} cannot hold {str(value)[:40]!r}",
        remedy=_ANOTHER,
    )
