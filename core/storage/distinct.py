"""Different values of a column that an index begins with, found without reading every row."""

from collections.abc import Iterator

import sqlalchemy as sa


def values(
    connection: sa.Connection, column: sa.ColumnElement[str], *where: sa.ColumnElement[bool]
) -> Iterator[str]:
    """Yield the values of a column in order, each looked up behind the one before.

    Args:
        connection: to the database.
        column: which an index goes by, right behind those that `where` holds fast.
        where: conditions that hold columns fast.
    """
    query = sa.select(column).where(*where).order_by(column).limit(1)
    found = connection.execute(query).scalar()
    while found is not None:
        yield found
        found = connection.execute(query.where(column > found)).scalar()
