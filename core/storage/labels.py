"""The labels that a person can give in a project."""

import json
from collections.abc import Iterable

import sqlalchemy as sa

from core.errors import InputError
from core.storage import codec
from core.storage.schema import projects

FIRST_LABELS = ("PER", "ORG", "LOC", "MISC")
_MAX_LENGTH = 100


def ordered(labels: Iterable[str]) -> tuple[str, ...]:
    """Return the labels once each: the usual four first, the rest in alphabetical order."""
    given = set(labels)
    for label in given:
        if not label or len(label) > _MAX_LENGTH or any(c.isspace() or c == "\0" for c in label):
            raise InputError(
                f"a label needs 1 to {_MAX_LENGTH} characters without white space, "
                f"got {label[: _MAX_LENGTH + 1]!r}"
            )
    first = tuple(label for label in FIRST_LABELS if label in given)
    return first + tuple(sorted(given.difference(FIRST_LABELS)))


def add_labels(connection: sa.Connection, project: int, labels: Iterable[str]) -> None:
    """Add labels to those that a person can give in the project."""
    known = read_labels(connection, project)
    merged = ordered((*known, *labels))
    if merged != known:
        connection.execute(
            sa.update(projects).where(projects.c.id == project).values(labels=codec.dump(merged))
        )


def read_labels(connection: sa.Connection, project: int) -> tuple[str, ...]:
    """Return the labels that a person can give in the project."""
    row = connection.execute(sa.select(projects.c.labels).where(projects.c.id == project)).one()
    return tuple(json.loads(row.labels))
