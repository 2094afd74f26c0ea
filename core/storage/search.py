"""Finding pairs: one filter as one condition, answered from the narrow tables alone."""

from collections.abc import Sequence

import sqlalchemy as sa

from core.domain.decision import PairStatus
from core.storage.pairs import search_key
from core.storage.schema import pairs, states, texts
from core.storage.values import Filter, Neighbours


def _contains(
    connection: sa.Connection, column: sa.ColumnElement[str], text: str
) -> sa.ColumnElement[bool]:
    """Return whether a column holds a text as it is, wildcards and all.

    The one place that knows how each database calls this function.
    """
    find = sa.func.instr if connection.dialect.name == "sqlite" else sa.func.strpos
    return find(column, text) > 0


def _condition(
    connection: sa.Connection, project: int, wanted: Filter
) -> tuple[sa.FromClause, list[sa.ColumnElement[bool]]]:
    source: sa.FromClause = states
    parts: list[sa.ColumnElement[bool]] = [states.c.project_id == project]
    if wanted.status:
        parts.append(states.c.status.in_(sorted(status.value for status in wanted.status)))
    if wanted.disagreement:
        parts.append(states.c.disagreement.is_(True))
    if wanted.label:
        parts.append(_contains(connection, states.c.labels, f" {wanted.label} "))
    if needle := search_key(wanted.text):
        source = states.join(
            texts,
            (texts.c.project_id == states.c.project_id) & (texts.c.position == states.c.position),
        )
        found = _contains(connection, texts.c["keys"], needle)
        if " " in needle:  # languages without spaces are searched as they are written
            found = found | _contains(connection, texts.c["keys"], needle.replace(" ", ""))
        parts.append(found)
    return source, parts


def count(connection: sa.Connection, project: int, wanted: Filter) -> int:
    """Return how many pairs match."""
    source, parts = _condition(connection, project, wanted)
    query = sa.select(sa.func.count()).select_from(source).where(*parts)
    return int(connection.execute(query).scalar_one())


def find(
    connection: sa.Connection, project: int, wanted: Filter, *, offset: int, limit: int
) -> tuple[str, ...]:
    """Return the ids of matching pairs in corpus order, from the `offset`-th on."""
    source, parts = _condition(connection, project, wanted)
    places = (
        sa.select(states.c.position)
        .select_from(source)
        .where(*parts)
        .order_by(states.c.position)
        .offset(offset)
        .limit(limit)
    )
    return _ids(connection, project, connection.execute(places).scalars().all())


def following(
    connection: sa.Connection, project: int, position: int, wanted: Filter, *, limit: int
) -> tuple[str, ...]:
    """Return the ids of the next matching pairs behind a place; stops at the last one needed."""
    source, parts = _condition(connection, project, wanted)
    places = (
        sa.select(states.c.position)
        .select_from(source)
        .where(*parts, states.c.position > position)
        .order_by(states.c.position)
        .limit(limit)
    )
    return _ids(connection, project, connection.execute(places).scalars().all())


def neighbours(
    connection: sa.Connection, project: int, position: int, wanted: Filter
) -> Neighbours:
    """Return where a place stands among the matching pairs, in one pass over them."""
    source, parts = _condition(connection, project, wanted)
    at = states.c.position
    row = connection.execute(
        sa.select(
            sa.func.count().label("total"),
            sa.func.max(sa.case((at < position, at))).label("previous"),
            sa.func.min(sa.case((at > position, at))).label("next"),
            sa.func.coalesce(sa.func.sum(sa.case((at < position, 1), else_=0)), 0).label("index"),
            sa.func.coalesce(
                sa.func.sum(sa.case((states.c.status == PairStatus.DONE.value, 1), else_=0)), 0
            ).label("done"),
            sa.func.coalesce(sa.func.max(sa.case((at == position, 1), else_=0)), 0).label("own"),
        )
        .select_from(source)
        .where(*parts)
    ).one()
    before, behind = (_id(connection, project, p) for p in (row.previous, row.next))
    return Neighbours(before, behind, int(row[3]), int(row.total), int(row.done), bool(row.own))


def next_with(
    connection: sa.Connection, project: int, position: int, wanted: Filter, status: PairStatus
) -> str | None:
    """Return the next matching pair of a status behind a place, then from the start, else None."""
    source, parts = _condition(connection, project, wanted)
    parts.append(states.c.status == status.value)
    for where in (states.c.position > position, states.c.position < position):
        query = sa.select(sa.func.min(states.c.position)).select_from(source).where(*parts, where)
        if (found := connection.execute(query).scalar()) is not None:
            return _id(connection, project, found)
    return None


def _id(connection: sa.Connection, project: int, position: int | None) -> str | None:
    found = _ids(connection, project, () if position is None else (position,))
    return found[0] if found else None


def _ids(connection: sa.Connection, project: int, positions: Sequence[int]) -> tuple[str, ...]:
    found: dict[int, str] = {}
    for k in range(0, len(positions), 500):
        rows = connection.execute(
            sa.select(pairs.c.position, pairs.c.pair_id).where(
                pairs.c.project_id == project, pairs.c.position.in_(positions[k : k + 500])
            )
        )
        found.update((row.position, row.pair_id) for row in rows)
    return tuple(found[position] for position in positions)
