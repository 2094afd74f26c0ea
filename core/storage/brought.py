"""Brought: pairs that a copy has and the project has not, and what else it says of the others.

New pairs go behind the last, with their older versions, their links, and the files they came in.
Metadata or target tags that were changed in the copy alone are changed here too. Where both sides
changed them, those of the project stay, and what the copy has is kept as a version of the pair.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa

from core.domain.pair import Pair
from core.domain.role import Role
from core.errors import InputError, RoleError
from core.storage import actors, alignments, codec, extras, pairs, parted, revisions, wire
from core.storage.batches import batches
from core.storage.merged import Copy
from core.storage.parted import versions_key
from core.storage.revisions import Change
from core.storage.schema import originals, projects
from core.storage.schema import pairs as pairs_table
from core.storage.schema import revisions as revisions_table

T = TypeVar("T")

_BATCH = 500


@dataclass(frozen=True, slots=True)
class Brought:
    """What a copy brought of the pairs themselves.

    Args:
        ours: whether it is a copy of this very project.
        added: place here of each pair that the project did not have, by id.
        edited: ids of those whose metadata or target tags are those of the copy now.
        differing: ids of those that were changed on both sides.
    """

    ours: bool
    added: Mapping[str, int] = field(default_factory=dict)
    edited: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """What a copy has otherwise, before anything of it is written.

    Args:
        new: its pairs that the project does not have, by id, in its order.
        others: those that the project has otherwise.
    """

    new: dict[str, Pair]
    others: list[Change]


def bring(
    connection: sa.Connection,
    project: int,
    copy: Copy,
    *,
    decided: Collection[str],
    person: str,
) -> Brought:
    """Return what a copy brought of the pairs themselves, after writing it.

    A bundle of a project that was made apart from this one brings nothing.

    Args:
        connection: in a write transaction.
        project: number of the project.
        copy: that is merged.
        decided: ids of the pairs with new decisions, whose words are told with those.
        person: who merges it.

    Raises:
        RoleError: there is something to bring, and who acts is no curator.
    """
    made = sa.select(projects.c.created).where(projects.c.id == project)
    if connection.execute(made).scalar_one() != copy.head["created"]:
        return Brought(ours=False)
    found = _compared(connection, project, copy.pairs())
    edits, kept = _sorted(connection, project, copy, found.others)
    if not (found.new or edits or kept):
        return Brought(ours=True)
    _check_curator(connection, project, found, edits)
    reason = f"{parted.FROM_BUNDLE}{copy.name}"
    added = _append(connection, project, copy, found.new)
    for some in batches(edits, _BATCH):
        revisions.revise(connection, project, some, person=person, reason=reason)
    for change in kept:
        parted.keep(connection, project, change.position, change.new, person, copy.name)
    if added or edits:
        told = {"changed": len(edits), "new": len(added)}
        revisions.tell(connection, project, person=person, reason=reason, **told)
    return Brought(
        ours=True,
        added=added,
        edited=tuple(change.new.id for change in edits),
        differing=tuple(c.new.id for c in kept if not _is_told(c, decided)),
    )


def _compared(connection: sa.Connection, project: int, given: Iterable[Pair]) -> _Found:
    found = _Found({}, [])
    c = pairs_table.c
    for some in batches(given, _BATCH):
        ids = [pair.id for pair in some]
        query = sa.select(c.pair_id, c.position, c.body)
        own = query.where(c.project_id == project, c.pair_id.in_(ids))
        there = {row.pair_id: row for row in connection.execute(own)}
        for pair in some:
            row = there.get(pair.id)
            if row is None:
                if pair.id in found.new:
                    raise InputError(f"pair id {pair.id!r} is given twice; ids must be unique")
                found.new[pair.id] = pair
            elif row.body != pairs.body_of(pair):
                old = codec.load_pair(pair.id, row.body)
                if old != pair:
                    found.others.append(Change(row.position, old, pair))
    return found


def _sorted(
    connection: sa.Connection, project: int, copy: Copy, others: list[Change]
) -> tuple[list[Change], list[Change]]:
    """Return what is to be changed here, and what is to be kept as a version."""
    if not others:
        return [], []
    ours = parted.versions(connection, project, [change.position for change in others])
    theirs: dict[str, list[Pair]] = {change.new.id: [] for change in others}
    for row in _of(copy.revisions(), theirs):
        if not parted.is_brought(row["reason"]):
            theirs[row["id"]].append(wire.pair_from(row["id"], row["pair"]))
    edits, kept = [], []
    for change in others:
        if change.new in (pair for _, pair in ours.get(change.position, ())):
            continue  # the project had it, and has gone on since
        same_words = versions_key(change.old) == versions_key(change.new)
        if same_words and change.old in theirs[change.new.id]:
            edits.append(change)
        else:
            kept.append(change)
    return edits, kept


def _is_told(change: Change, decided: Collection[str]) -> bool:
    """Return whether the words of a pair are others, which is told with its decisions."""
    return change.new.id in decided and versions_key(change.old) != versions_key(change.new)


def _check_curator(
    connection: sa.Connection, project: int, found: _Found, edits: list[Change]
) -> None:
    """Refuse new pairs and changed ones from who may not bring any."""
    role = actors.role_in(connection, project)
    if (found.new or edits) and (role is None or not role.covers(Role.CURATOR)):
        raise RoleError(
            f"the bundle has {len(found.new):,} pairs that the project does not have, and changed "
            f"{len(edits):,} in their metadata or tags; a curator of the project can merge it, and "
            "nothing of it was"
        )


def _append(
    connection: sa.Connection, project: int, copy: Copy, new: Mapping[str, Pair]
) -> dict[str, int]:
    """Return the place of each new pair after writing it with all that the copy has of it."""
    first = pairs.count(connection, project) + 1
    for some in batches(new.values(), _BATCH):
        revisions.append(connection, project, some)
    added = {pair: place for place, pair in enumerate(new, start=first)}
    if not added:
        return added
    rows = [_placed(project, row, added) for row in _of(copy.revisions(), added)]
    for older in batches(rows, _BATCH):
        connection.execute(sa.insert(revisions_table), older)
    for key, links in copy.links():
        for some_links in batches(_own(links, added), _BATCH):
            alignments.insert(connection, project, key, some_links)
    for kind, key, values in copy.supplied():
        for some_values in batches(_own(values, added), _BATCH):
            extras.insert(connection, project, kind, key, some_values)
    _keep_originals(connection, project, copy, added)
    return added


def _keep_originals(
    connection: sa.Connection, project: int, copy: Copy, added: Mapping[str, int]
) -> None:
    """Keep the files of which all pairs are new, and stand here one behind the other too."""
    here = [added.get(pair.id, 0) for pair in copy.pairs()]
    for values, body in copy.originals():
        places = here[values["first"] - 1 : values["last"]]
        if places and all(places):
            own = {**values, "first": places[0], "last": places[-1], "body": body}
            connection.execute(sa.insert(originals).values(project_id=project, **own))


def _of(rows: Iterable[Mapping[str, Any]], ids: Collection[str]) -> Iterator[Mapping[str, Any]]:
    return (row for row in rows if row["id"] in ids)


def _own(values: Iterable[tuple[str, T]], ids: Collection[str]) -> Iterator[tuple[str, T]]:
    return ((pair, value) for pair, value in values if pair in ids)


def _placed(project: int, row: Mapping[str, Any], places: Mapping[str, int]) -> dict[str, Any]:
    values = {key: value for key, value in row.items() if key != "id"}
    return {**values, "project_id": project, "position": places[row["id"]]}
