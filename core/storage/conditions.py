"""Conditions: what a filter asks for, as what has to hold of a row of the narrow tables."""

from typing import Any

import sqlalchemy as sa

from core.domain.decision import Kind
from core.errors import UnknownNameError
from core.storage import codec, standpoint
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

_ON_NOTHING = 0  # value of `target` of a decision that undoes or redoes nothing


def matching(
    connection: sa.Connection, project: int, wanted: Filter, *, joined: bool, track: str = ""
) -> tuple[sa.FromClause, list[sa.ColumnElement[bool]]]:
    """Return the rows to look through, and all that has to hold of one for its pair to match.

    Args:
        connection: to the database.
        project: number of the project.
        wanted: the filter; its regular expression and cell are left to the caller.
        joined: have signals stand beside the rows, even where the filter asks for none.
        track: on which the filter is asked; of labels, pairs come along of which no row tells.

    Raises:
        UnknownNameError: there is no layer of the name that the filter asks for.
    """
    here = standpoint.of(track)
    source = here.source
    parts: list[sa.ColumnElement[bool]] = [states.c.project_id == project]
    if wanted.status:
        parts.append(here.status.in_(sorted(status.value for status in wanted.status)))
    if wanted.disagreement:
        parts.append(states.c.disagreement.is_(True))
    if wanted.label:
        holding = (contains(connection, here.labels, f" {a} ") for a in sorted(wanted.label))
        parts.append(sa.or_(here.labels.is_(None), *holding))
    parts += _of_people(project, wanted, track)
    if wanted.changes:
        parts += [here.version == 0, _changed(connection, project, wanted.changes)]
    if wanted.text and not wanted.regex and (needle := search_key(wanted.text)):
        source = _beside(source, texts)
        parts.append(_holds(connection, needle))
    if wanted.length:
        source = _beside(source, pairs)
        parts += _in_range(pairs.c.target_length, wanted.length)
    if joined or wanted.of_signals():
        source = _beside(source, signals)
        parts += _in_range(signals.c.score, wanted.score)
        parts += _in_range(signals.c.suspicion, wanted.suspicion)
        if wanted.reasons:
            codes = (f" {code} " for code in sorted(wanted.reasons))
            parts.append(sa.or_(*(contains(connection, signals.c.reasons, c) for c in codes)))
    return source, parts


def _beside(source: sa.FromClause, table: sa.Table) -> sa.FromClause:
    return source.join(
        table,
        (table.c.project_id == states.c.project_id) & (table.c.position == states.c.position),
    )


def _in_range(column: sa.ColumnElement[Any], wanted: Range) -> list[sa.ColumnElement[bool]]:
    low = [] if wanted.low is None else [column >= wanted.low]
    return low if wanted.high is None else [*low, column <= wanted.high]


def _of_people(project: int, wanted: Filter, track: str) -> list[sa.ColumnElement[bool]]:
    """Return conditions on decisions in force, and on who has a pair to do."""
    places = sa.select(decisions.c.position).where(
        decisions.c.project_id == project,
        decisions.c.track == track,
        decisions.c.target == _ON_NOTHING,
        decisions.c.kind != Kind.REBASE.value,
        decisions.c.in_force.is_(True),
    )
    parts: list[sa.ColumnElement[bool]] = []
    if wanted.by == NOBODY:
        parts.append(states.c.position.not_in(places))
    elif wanted.by:
        own = places.where(decisions.c.person == codec.writable(wanted.by))
        parts.append(states.c.position.in_(own))
    if wanted.commented:
        comments = places.where(decisions.c.kind == Kind.COMMENT.value)
        parts.append(states.c.position.in_(comments))
    if wanted.assigned not in {"", ANYONE}:
        parts.append(_assigned(project, wanted.assigned))
    if wanted.stale:
        open_ones = (stale.c.project_id == project) & stale.c.settled.is_(False)
        parts.append(states.c.position.in_(sa.select(stale.c.position).where(open_ones)))
    return parts


def _assigned(project: int, person: str) -> sa.ColumnElement[bool]:
    places = sa.select(assignments.c.position).where(assignments.c.project_id == project)
    if person == NOBODY:
        return states.c.position.not_in(places)
    return states.c.position.in_(places.where(assignments.c.person == codec.writable(person)))


def _changed(connection: sa.Connection, project: int, name: str) -> sa.ColumnElement[bool]:
    """Return the condition on pairs of which the latest layer of a name says another thing."""
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
        sa.select(then.c.position)
        .join(now, now.c.position == then.c.position)
        .where(
            then.c.layer_id == named[-1],
            now.c.layer_id == stood_on,  # none: nothing differs
            then.c.signature != now.c.signature,
        )
    )
    return states.c.position.in_(differ)


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
