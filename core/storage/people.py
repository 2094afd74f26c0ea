"""People: where each of them stopped, and what they have done."""

import sqlalchemy as sa

from core.storage import codec
from core.storage.schema import decisions, people
from core.storage.values import Activity


def remember(connection: sa.Connection, project: int, person: str, position: int) -> None:
    """Keep the place where a person is."""
    where = (people.c.project_id == project) & (people.c.person == codec.writable(person))
    changed = connection.execute(sa.update(people).where(where).values(position=position))
    if not changed.rowcount:
        connection.execute(
            sa.insert(people).values(project_id=project, person=person, position=position)
        )


def activity(connection: sa.Connection, project: int) -> tuple[Activity, ...]:
    """Return what each person has done in a project, the busiest first."""
    acts = sa.func.count().label("acts")
    rows = connection.execute(
        sa.select(
            decisions.c.person,
            acts,
            sa.func.count(decisions.c.position.distinct()).label("pairs"),
            sa.func.max(decisions.c.time).label("last"),
        )
        .where(decisions.c.project_id == project)
        .group_by(decisions.c.person)
        .order_by(acts.desc(), decisions.c.person)
    )
    return tuple(Activity(row.person, row.acts, row.pairs, row.last) for row in rows)
