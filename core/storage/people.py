"""People: where each of them stopped."""

import sqlalchemy as sa

from core.storage import actors, codec
from core.storage.schema import decisions, people


def remember(connection: sa.Connection, project: int, person: str, position: int) -> None:
    """Keep the place where a person is."""
    actors.check_person(connection, person)
    where = (people.c.project_id == project) & (people.c.person == codec.writable(person))
    changed = connection.execute(sa.update(people).where(where).values(position=position))
    if not changed.rowcount:
        connection.execute(
            sa.insert(people).values(project_id=project, person=person, position=position)
        )


def deciders(connection: sa.Connection, project: int, track: str = "") -> tuple[str, ...]:
    """Return the names of those who decided anything on a track, in alphabetical order."""
    on_it = (decisions.c.project_id == project) & (decisions.c.track == track)
    query = sa.select(decisions.c.person).where(on_it).distinct()
    return tuple(sorted(connection.execute(query).scalars()))
