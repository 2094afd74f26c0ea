"""People: where each of them stopped."""

import sqlalchemy as sa

from core.storage import codec
from core.storage.schema import decisions, people


def remember(connection: sa.Connection, project: int, person: str, position: int) -> None:
    """Keep the place where a person is."""
    where = (people.c.project_id == project) & (people.c.person == codec.writable(person))
    changed = connection.execute(sa.update(people).where(where).values(position=position))
    if not changed.rowcount:
        connection.execute(
            sa.insert(people).values(project_id=project, person=person, position=position)
        )


def deciders(connection: sa.Connection, project: int) -> tuple[str, ...]:
    """Return the names of those who decided anything in a project, in alphabetical order."""
    query = sa.select(decisions.c.person).where(decisions.c.project_id == project).distinct()
    return tuple(sorted(connection.execute(query).scalars()))
