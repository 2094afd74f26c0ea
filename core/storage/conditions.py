"""Conditions: what a filter asks for, as what has to hold of the rows of one table after another.

Each table is looked through by itself and once, and the places found are set against each other
outside of the database: of 100,000 pairs that takes half the time of a join.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa

from core.domain.decision import Kind
from core.errors import UnknownNameError
from core.storage import actors, codec, standpoint
from core.storage.decisions import NORMAL
from core.storage.names import STAGED_LAYER
from core.storage.pairs import search_key
from core.storage.schema import (
    assignments,
    decisions,
    layers,
    outcomes,
    pairs,
    projects,
    signals,
    stale,
    states,
    texts,
)
from core.storage.values import ANYONE, NOBODY, Filter, Range


class Sieve(NamedTuple):
    """Rows of one table that let the pairs at their places through, or do not.

    Args:
        place: the column of places.
        source: the table.
        parts: all that has to hold of a row.
        out: whether it is the pairs at these places that do not match.
    """

    place: sa.ColumnElement[int]
    source: sa.FromClause
    parts: tuple[sa.ColumnElement[bool], ...]
    out: bool = False


def matching(
    connection: sa.Connection, project: int, wanted: Filter, track: str = ""
) -> tuple[sa.FromClause, list[sa.ColumnElement[bool]]]:
    """Return the rows to look through first, and all that has to hold of one.

    Args:
        connection: to the database.
        project: number of the project.
        wanted: the filter; its regular expression and cell are left to the caller.
        track: on which the filter is asked; of labels, pairs come along of which no row tells.
    """
    here = standpoint.of(track)
    parts: list[sa.ColumnElement[bool]] = [states.c.project_id == project]
    if wanted.status:
        parts.append(here.status.in_(sorted(status.value for status in wanted.status)))
    if wanted.disagreement:
        parts.append(states.c.disagreement.is_(True))
    if wanted.label:
        holding = (contains(connection, here.labels, f" {a} ") for a in sorted(wanted.label))
        parts.append(sa.or_(here.labels.is_(None), *holding))
    if wanted.changes:
        parts.append(here.version == 0)
    return here.source, parts


def sieves(
    connection: sa.Connection, project: int, wanted: Filter, track: str = ""
) -> Iterator[Sieve]:
    """Yield what else has to let a pair through for it to match, what is quickest to ask first.

    Args:
        connection: to the database.
        project: number of the project.
        wanted: the filter; its regular expression and cell are left to the caller.
        track: on which the filter is asked.

    Raises:
        UnknownNameError: there is no layer of the name that the filter asks for.
    """
    if wanted.stale:
        seen = of_stale(connection, project)
        yield Sieve(stale.c.position, stale, (seen, stale.c.settled.is_(False)))
    if wanted.assigned not in {"", ANYONE}:
        yield _assigned(project, wanted.assigned)
    yield from _of_people(project, wanted, track)
    if wanted.length:
        yield _of(pairs, project, *_in_range(pairs.c.target_length, wanted.length))
    if wanted.of_signals():
        yield _judged(connection, project, wanted)
    if wanted.changes:
        yield _changed(connection, project, wanted.changes)
    if wanted.text and not wanted.regex and (needle := search_key(wanted.text)):
        yield _of(texts, project, _holds(connection, needle))


def _of(table: sa.Table, project: int, *parts: sa.ColumnElement[bool], out: bool = False) -> Sieve:
    return Sieve(table.c.position, table, (table.c.project_id == project, *parts), out)


def _judged(connection: sa.Connection, project: int, wanted: Filter) -> Sieve:
    parts = [
        *_in_range(signals.c.score, wanted.score),
        *_in_range(signals.c.suspicion, wanted.suspicion),
    ]
    if wanted.reasons:
        codes = (f" {code} " for code in sorted(wanted.reasons))
        parts.append(sa.or_(*(contains(connection, signals.c.reasons, c) for c in codes)))
    return _of(signals, project, *parts)


def _in_range(column: sa.ColumnElement[Any], wanted: Range) -> list[sa.ColumnElement[bool]]:
    low = [] if wanted.low is None else [column >= wanted.low]
    return low if wanted.high is None else [*low, column <= wanted.high]


def of_stale(connection: sa.Connection, project: int) -> sa.ColumnElement[bool]:
    """Return the condition on stale decisions of a project that who acts may see."""
    only = actors.only_track(connection, project)
    here = stale.c.project_id == project
    return here if only is None else here & (stale.c.track == only)


def _of_people(project: int, wanted: Filter, track: str) -> Iterator[Sieve]:
    """Yield what decisions in force say."""
    said = (
        decisions.c.track == track,
        decisions.c.target == NORMAL,
        decisions.c.kind != Kind.REBASE.value,
        decisions.c.in_force.is_(True),
    )
    if wanted.commented:
        yield _of(decisions, project, *said, decisions.c.kind == Kind.COMMENT.value)
    if wanted.by == NOBODY:
        yield _of(decisions, project, *said, out=True)
    elif wanted.by:
        yield _of(decisions, project, *said, decisions.c.person == codec.writable(wanted.by))


def _assigned(project: int, person: str) -> Sieve:
    if person == NOBODY:
        return _of(assignments, project, out=True)
    return _of(assignments, project, assignments.c.person == codec.writable(person))


def _changed(connection: sa.Connection, project: int, name: str) -> Sieve:
    """Return what lets pairs through of which the latest layer of a name says another thing."""
    rows = connection.execute(
        sa.select(layers.c.id, layers.c.name, layers.c.content_hash)
        .where(layers.c.project_id == project, ~layers.c.content_hash.startswith(STAGED_LAYER))
        .order_by(layers.c.id)
    ).all()
    if not (named := [row.id for row in rows if row.name == name]):
        raise UnknownNameError("layer", name, {row.name for row in rows})
    base = connection.execute(sa.select(projects.c.base).where(projects.c.id == project)).scalar()
    stood_on = next((row.id for row in rows if row.content_hash == base), None)
    then, now = outcomes.alias("then"), outcomes.alias("now")
    differ = (
        then.c.layer_id == named[-1],
        now.c.layer_id == stood_on,  # none: nothing differs
        then.c.signature != now.c.signature,
    )
    return Sieve(then.c.position, then.join(now, now.c.position == then.c.position), differ)


def _holds(connection: sa.Connection, needle: str) -> sa.ColumnElement[bool]:
    found = contains(connection, texts.c["keys"], needle)
    if " " in needle:  # languages without spaces are searched as they are written
        found = found | contains(connection, texts.c["keys"], needle.replace(" ", ""))
    return found


def contains(
    connection: sa.Connection, column: sa.ColumnElement[str], text: str
) -> sa.ColumnElement[bool]:
    """Return whether a column holds a text as it is, wildcards and all.

    The one place that knows how each database calls this function.
    """
    find = sa.func.instr if connection.dialect.name == "sqlite" else sa.func.strpos
    return find(column, text) > 0
