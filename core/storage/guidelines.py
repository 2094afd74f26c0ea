"""Guidelines: what a project's people agreed on, every revision kept."""

import json
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from core.errors import ConflictError, InputError
from core.storage import actors, codec, events
from core.storage.clock import now
from core.storage.engine import reading, writing
from core.storage.names import find_id
from core.storage.needs import guarded
from core.storage.schema import guidelines

MAX_TEXT = 100_000
"""Characters of the guideline itself, and of all that is said of one label."""

_MOST_LABELS = 500


@dataclass(frozen=True, slots=True)
class LabelGuide:
    """What is said of one label.

    Args:
        label: as it is given to entities.
        definition: what it stands for.
        examples: names that have it, and names that have not, with why.
    """

    label: str
    definition: str = ""
    examples: str = ""


@dataclass(frozen=True, slots=True)
class Guideline:
    """One revision of a project's guideline.

    Args:
        text: for all labels together.
        labels: what is said of each, in order.
        revision: from 1; 0 where nothing was written yet.
        time: UTC, ISO 8601.
        person: who wrote it.
    """

    text: str = ""
    labels: tuple[LabelGuide, ...] = field(default=())
    revision: int = 0
    time: str = ""
    person: str = ""

    def of(self, label: str) -> LabelGuide:
        """Return what is said of a label, nothing where it is not there."""
        return next((one for one in self.labels if one.label == label), LabelGuide(label))


@guarded
class Guidelines:
    """The guidelines of a database's projects; an unknown project raises UnknownNameError."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def read(self, project: str, revision: int | None = None) -> Guideline:
        """Return a revision, the latest where none is named; an empty one where there is none."""
        with reading(self._engine) as connection:
            return _read(connection, find_id(connection, project), revision)

    def revisions(self, project: str) -> tuple[tuple[int, str, str], ...]:
        """Return number, time and person of every revision, the latest first."""
        with reading(self._engine) as connection:
            columns = (guidelines.c.revision, guidelines.c.time, guidelines.c.person)
            rows = connection.execute(
                sa.select(*columns)
                .where(guidelines.c.project_id == find_id(connection, project))
                .order_by(guidelines.c.revision.desc())
            )
            return tuple((row.revision, row.time, row.person) for row in rows)

    def write(self, project: str, given: Guideline, *, person: str, seen: int) -> Guideline:
        """Return the guideline as it was written, a revision of its own.

        Args:
            project: name of the project.
            given: its text and labels count.
            person: who wrote it.
            seen: the revision that it was made from.

        Raises:
            ConflictError: somebody has written a newer one meanwhile; nothing was written.
            InputError: it is too long, or names a label twice.
        """
        _check(given)
        with writing(self._engine) as connection:
            actors.check_person(connection, person)
            number = find_id(connection, project)
            last = _read(connection, number, None)
            if last.revision != seen:
                raise ConflictError(
                    f"{last.person or 'somebody'} has written revision {last.revision} meanwhile "
                    f"(yours was made from {seen or 'an empty page'}); nothing was overwritten"
                )
            made = Guideline(given.text, given.labels, seen + 1, now(), person)
            connection.execute(
                sa.insert(guidelines).values(
                    project_id=number,
                    revision=made.revision,
                    time=made.time,
                    person=codec.writable(person),
                    body=codec.dump(_body(made)),
                )
            )
            events.add(connection, number, "guideline", person=person, revision=made.revision)
        return made


def _check(given: Guideline) -> None:
    labels = [one.label for one in given.labels]
    if len(set(labels)) != len(labels) or len(labels) > _MOST_LABELS:
        raise InputError(f"a guideline names each label once, and at most {_MOST_LABELS}")
    for text in (given.text, *(one.definition + one.examples for one in given.labels)):
        if len(text) > MAX_TEXT:
            raise InputError(f"a guideline has at most {MAX_TEXT:,} characters in each part")


def _body(given: Guideline) -> dict[str, object]:
    return {
        "text": given.text,
        "labels": [[one.label, one.definition, one.examples] for one in given.labels],
    }


def _read(connection: sa.Connection, project: int, revision: int | None) -> Guideline:
    query = sa.select(guidelines).where(guidelines.c.project_id == project)
    if revision is not None:
        query = query.where(guidelines.c.revision == revision)
    row: Any = connection.execute(query.order_by(guidelines.c.revision.desc()).limit(1)).first()
    if row is None:
        return Guideline()
    body = json.loads(row.body)
    labels = tuple(LabelGuide(*one) for one in body["labels"])
    return Guideline(body["text"], labels, row.revision, row.time, row.person)
