"""Revisions: pairs whose words, tags or metadata changed, with what they were before.

A pair keeps its place and its id. What methods made of its old words, the links between them, and
what was supplied of them are kept with the old pair and are no longer there for the new one; where
an older version comes back, so do they. `events` of the kind `texts` count the changes of a
project, for whoever keeps what was read before.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.domain.pair import Pair
from core.storage import codec, events, mates, pairs, places
from core.storage.clock import now
from core.storage.engine import reading, writing
from core.storage.labels import add_labels
from core.storage.mates import UNSEEN
from core.storage.names import STAGED_LAYER, find_id
from core.storage.needs import guarded
from core.storage.put_away import Kept, of_extras, of_links
from core.storage.schema import (
    alignments,
    extras,
    layers,
    outcomes,
    projects,
    revisions,
    signals,
    states,
    texts,
)
from core.storage.schema import events as events_table
from core.storage.schema import pairs as pairs_table
from core.storage.signature import of_state

CHANGED = "its words changed since; run the methods again"
CAME_LATER = "it came after this method had run; run the methods again"
TEXTS = "texts"
"""Kind of the event that pairs were changed or added."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a pair was before it changed.

    Args:
        number: of the change, from 1.
        time: when it changed, UTC, ISO 8601.
        person: who changed it.
        reason: what it was changed by, such as the name of a file.
        pair: before the change.
    """

    number: int
    time: str
    person: str
    reason: str
    pair: Pair


@dataclass(frozen=True, slots=True)
class Change:
    """One pair before and after."""

    position: int
    old: Pair
    new: Pair

    @property
    def words(self) -> bool:
        """Return whether the words of either sentence are others."""
        return not self.old.reads_as(self.new)

    @property
    def regrouped(self) -> bool:
        """Return whether the pair is projected together with others than before."""
        return self.old.group != self.new.group

    @property
    def projected(self) -> bool:
        """Return whether anything changed that methods go by."""
        return self.words or self.old.source.entities != self.new.source.entities


@guarded
class Revisions:
    """The changed pairs of a database's projects; an unknown name raises UnknownNameError."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def read(self, project: str, pair_id: str) -> tuple[Revision, ...]:
        """Return what a pair was before each of its changes, the latest first."""
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            position = pairs.position_of(connection, number, pair_id)
            own = (revisions.c.project_id == number) & (revisions.c.position == position)
            rows = connection.execute(
                sa.select(revisions).where(own).order_by(revisions.c.revision.desc())
            )
            return tuple(_revision(row, pair_id) for row in rows)

    def find(self, project: str, pair_id: str, number: int) -> Revision | None:
        """Return what a pair was before the change of that number; None where there is none."""
        return next((r for r in self.read(project, pair_id) if r.number == number), None)

    def compare(self, project: str, given: Sequence[Pair]) -> tuple[list[Pair], list[Pair]]:
        """Return those of some hundred pairs that are new, and those that are others than stored.

        One whose stored text is the same to the byte is not read.
        """
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            at = places.of_ids(connection, number, (pair.id for pair in given))
            rows = connection.execute(
                sa.select(pairs_table.c.pair_id, pairs_table.c.body).where(
                    pairs_table.c.project_id == number,
                    pairs_table.c.position.in_(at),
                )
            )
            there = {row.pair_id: row.body for row in rows}
        new = [pair for pair in given if pair.id not in there]
        known = ((pair, there[pair.id]) for pair in given if pair.id in there)
        return new, [pair for pair, body in known if _differs(pair, body)]

    def supplied(self, project: str, at: Sequence[int]) -> int:
        """Return of how many of some hundred pairs something was supplied besides links."""
        with reading(self._engine) as connection:
            return supplied(connection, find_id(connection, project), at)

    def mates(self, project: str, changes: Sequence[Change], new: Sequence[Pair] = ()) -> set[int]:
        """Return the places of the pairs projected together in groups that change, or get a pair.

        Those that change themselves so that they are projected anew are left out.
        """
        with reading(self._engine) as connection:
            return mates_of(connection, find_id(connection, project), changes, new)

    def moment(self, project: str) -> str:
        """Return the time behind all changes of words that whoever reads from now on can see.

        Every change that they cannot see is told with a later time: none is being written now.
        """
        with writing(self._engine) as connection:
            find_id(connection, project)
            return now()

    def texts(self, project: str) -> int:
        """Return the number of the latest change of words in a project; 0 where there was none."""
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            found = connection.execute(sa.select(texts_number(number))).scalar()
            return int(found or 0)


def _differs(pair: Pair, body: str) -> bool:
    return pairs.body_of(pair) != body and codec.load_pair(pair.id, body) != pair


def _revision(row: Any, pair_id: str) -> Revision:
    pair = codec.load_pair(pair_id, row.pair)
    return Revision(row.revision, row.time, row.person, row.reason, pair)


def texts_number(project: int) -> sa.ScalarSelect[Any]:
    """Return the query of the number of a project's latest change of words; NULL for none."""
    return (
        sa.select(sa.func.max(events_table.c.number))
        .where(events_table.c.project_id == project, events_table.c.kind == TEXTS)
        .scalar_subquery()
    )


def supplied(connection: sa.Connection, project: int, at: Sequence[int]) -> int:
    """Return of how many of some hundred pairs something was supplied besides links."""
    found: set[int] = set()
    for own in of_extras(connection, project, at):
        found.update(connection.execute(sa.select(extras.c.position).where(own)).scalars())
    return len(found)


def mates_of(
    connection: sa.Connection, project: int, changes: Sequence[Change], new: Sequence[Pair] = ()
) -> set[int]:
    """Return the places of the pairs projected together in groups that change, or get a pair."""
    touched = [pair for c in changes if c.projected or c.regrouped for pair in (c.old, c.new)]
    found = mates.of(connection, project, (*touched, *new))
    return found - {change.position for change in changes if change.projected}


def revise(
    connection: sa.Connection,
    project: int,
    changes: Sequence[Change],
    *,
    person: str,
    reason: str,
) -> dict[str, int]:
    """Return the number of the change of each pair, by id, after writing all of them.

    What people decided on them is left to the caller. Pairs that were projected together with them
    come first.

    Args:
        connection: to the database, in the transaction that carries the decisions.
        project: number of the project.
        changes: some hundred at most.
        person: who changes them.
        reason: what they are changed by.
    """
    if not changes:
        return {}
    mates.come_first(connection, project, mates_of(connection, project, changes))
    kept = Kept.read(connection, project, [change.position for change in changes])
    numbers = {}
    rows = []
    for change in changes:
        number = kept.latest(change.position) + 1
        numbers[change.new.id] = number
        own = {"project_id": project, "position": change.position, "revision": number}
        said = {"time": now(), "person": codec.writable(person), "reason": codec.writable(reason)}
        before = {"pair": pairs.body_of(change.old), "outcomes": kept.dump(change.position)}
        rows.append({**own, **said, **before})
    connection.execute(sa.insert(revisions), rows)
    _write_pairs(connection, project, changes)
    _drop_made(connection, project, changes)
    for change in changes:
        if change.projected:
            kept.bring_back(connection, project, change.position, change.new)
    add_labels(connection, project, {a for c in changes for a in labels_of(c.new)})
    _count_languages(connection, project, [c.old for c in changes], [c.new for c in changes])
    return numbers


def append(connection: sa.Connection, project: int, given: Sequence[Pair]) -> set[int]:
    """Write new pairs behind the last of a project; return the places of their mates.

    Those were projected together in their groups before, and come first.
    """
    others = mates.of(connection, project, given)
    mates.come_first(connection, project, others)
    total = pairs.count(connection, project)
    pairs.insert(connection, project, total + 1, given)
    at = range(total + 1, total + 1 + len(given))
    complete = (layers.c.project_id == project) & ~layers.c.content_hash.startswith(STAGED_LAYER)
    made = connection.execute(sa.select(layers.c.id).where(complete)).scalars().all()
    late = _skipped(CAME_LATER)
    missing = [{"layer_id": one, "position": place, **late} for one in made for place in at]
    if missing:
        connection.execute(sa.insert(outcomes), missing)
    column = sa.select(projects.c.signals).where(projects.c.id == project)
    if str(connection.execute(column).scalar_one()).partition(" ")[0]:
        rows = [{"project_id": project, "position": place, **UNSEEN} for place in at]
        connection.execute(sa.insert(signals), rows)
    grown = sa.update(projects).where(projects.c.id == project)
    connection.execute(grown.values(pairs=total + len(given)))
    add_labels(connection, project, {label for pair in given for label in labels_of(pair)})
    _count_languages(connection, project, [], given)
    return others


def tell(
    connection: sa.Connection, project: int, *, person: str, reason: str, **numbers: int
) -> None:
    """Write the event that pairs were changed or added."""
    events.add(connection, project, TEXTS, person=person, reason=reason, **numbers)


def labels_of(pair: Pair) -> set[str]:
    """Return the labels of the entities that a pair came with."""
    sides = (pair.source.entities or (), pair.target.entities or ())
    return {entity.label for entities in sides for entity in entities}


def skip_changed(connection: sa.Connection, project: int, layer: int, since: str) -> None:
    """Have a layer that was begun at `since` know nothing of pairs that changed meanwhile."""
    changed = sa.select(revisions.c.position).where(
        revisions.c.project_id == project, revisions.c.time >= since
    )
    connection.execute(
        sa.update(outcomes)
        .where(outcomes.c.layer_id == layer, outcomes.c.position.in_(changed))
        .values(**_skipped(CHANGED))
    )


def _skipped(why: str) -> dict[str, str]:
    return {"state": "skipped", "signature": of_state("skipped"), "body": codec.dump(why)}


def _write_pairs(connection: sa.Connection, project: int, changes: Sequence[Change]) -> None:
    here = pairs_table.c.position == sa.bindparam("p")
    connection.execute(
        sa.update(pairs_table).where(pairs_table.c.project_id == project, here),
        [
            {
                "p": change.position,
                "body": pairs.body_of(change.new),
                "source_length": len(change.new.source),
                "target_length": len(change.new.target),
            }
            for change in changes
        ],
    )
    there = texts.c.position == sa.bindparam("p")
    connection.execute(
        sa.update(texts).where(texts.c.project_id == project, there),
        [{"p": change.position, "keys": pairs.search_keys(change.new)} for change in changes],
    )


def _drop_made(connection: sa.Connection, project: int, changes: Sequence[Change]) -> None:
    """Let go of what was made of the words and tags that are no more."""
    at = [change.position for change in changes if change.projected]
    worded = [change.position for change in changes if change.words]
    of_project = sa.select(layers.c.id).where(layers.c.project_id == project)
    if at:
        connection.execute(
            sa.update(outcomes)
            .where(outcomes.c.layer_id.in_(of_project), outcomes.c.position.in_(at))
            .values(**_skipped(CHANGED))
        )
        judged = (signals.c.project_id == project) & signals.c.position.in_(at)
        connection.execute(sa.update(signals).where(judged).values(**UNSEEN))
        standing = (states.c.project_id == project) & states.c.position.in_(at)
        connection.execute(sa.update(states).where(standing).values(disagreement=False))
    if worded:
        for own in of_links(connection, project, worded):
            connection.execute(sa.delete(alignments).where(own))
        for own in of_extras(connection, project, worded):
            connection.execute(sa.delete(extras).where(own))


def _count_languages(
    connection: sa.Connection, project: int, gone: Sequence[Pair], come: Sequence[Pair]
) -> None:
    column = sa.select(projects.c.languages).where(projects.c.id == project)
    before = json.loads(connection.execute(column).scalar_one())
    counted = {(source, target): count for source, target, count in before}
    for step, some in ((-1, gone), (1, come)):
        for pair in some:
            key = (pair.source.lang, pair.target.lang)
            counted[key] = counted.get(key, 0) + step
    ranked = sorted(((k, n) for k, n in counted.items() if n > 0), key=lambda x: (-x[1], x[0]))
    told = [[source, target, count] for (source, target), count in ranked]
    if told != before:
        change = sa.update(projects).where(projects.c.id == project)
        connection.execute(change.values(languages=codec.dump(told)))
