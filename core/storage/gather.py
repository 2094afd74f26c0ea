"""Columns of a query as arrays, joined into one value each by the database itself.

A hundred thousand rows are read so in a tenth of a second; row by row takes four times as long.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

Column = tuple[sa.ColumnElement[Any], type[np.generic]]
"""What is asked for, and what its array holds."""

_SENT: dict[str, tuple[Any, str]] = {
    "i": (sa.func.int4send, ">i4"),
    "f": (sa.func.float8send, ">f8"),
}
"""How a server writes whole numbers and others in bytes, by the kind of their array."""


def gather(
    connection: sa.Connection,
    columns: Sequence[Column],
    source: sa.FromClause,
    where: Sequence[sa.ColumnElement[bool]],
) -> list[NDArray[Any]]:
    """Return each column as an array, all in the same order of rows; NULL is NaN.

    Args:
        connection: to the database.
        columns: what is wanted, and what its array holds; one of whole numbers has no NULL.
        source: the tables.
        where: what has to hold of a row.
    """
    if connection.dialect.name == "postgresql":
        return _from_bytes(connection, columns, source, where)
    asked = [sa.func.coalesce(sa.cast(column, sa.Text), "nan") for column, _ in columns]
    told = [sa.func.aggregate_strings(text, ",") for text in asked]
    row = connection.execute(sa.select(*told).select_from(source).where(*where)).one()
    return [
        np.fromstring(text or "", dtype=kind, sep=",")
        for text, (_, kind) in zip(row, columns, strict=True)
    ]


def _from_bytes(
    connection: sa.Connection,
    columns: Sequence[Column],
    source: sa.FromClause,
    where: Sequence[sa.ColumnElement[bool]],
) -> list[NDArray[Any]]:
    told, written = [], []
    for column, kind in columns:
        whole = np.issubdtype(kind, np.integer)
        send, how = _SENT["i" if whole else "f"]
        value = column if whole else sa.func.coalesce(column, sa.literal_column("'NaN'::float8"))
        told.append(sa.func.string_agg(send(value), sa.literal_column("''::bytea")))
        written.append((how, kind))
    row = connection.execute(sa.select(*told).select_from(source).where(*where)).one()
    return [
        np.frombuffer(sent or b"", dtype=how).astype(kind)
        for sent, (how, kind) in zip(row, written, strict=True)
    ]
