"""Names of projects: which there are, and the number behind each."""

import sqlalchemy as sa

from core.domain.role import Role
from core.errors import UnknownNameError
from core.storage import actors
from core.storage.engine import is_writing
from core.storage.schema import projects

STAGED = "\x01staged "
"""How the name of a project begins that is still being written; no person can give such a name."""

STAGED_LAYER = "staged "
"""How the content hash of a layer begins that is still being written."""

UNSEEN = "\x01unseen"
"""In the place of a track: nothing of any track is seen."""


def find_on(connection: sa.Connection, name: str, track: str | None) -> int:
    """Return the number of a project, for whoever may see a track of it; None means all tracks."""
    number = find_id(connection, name)
    if track != UNSEEN:
        actors.check_track(connection, number, UNSEEN if track is None else track)
    return number


def find_id(connection: sa.Connection, name: str) -> int:
    """Return the number of a project; raise UnknownNameError, listing the known ones.

    A project in which who acts has no role is unknown to them. Who writes is at least an annotator
    there, whatever more the call needs that is being made.
    """
    found = connection.execute(sa.select(projects.c.id).where(projects.c.name == name)).scalar()
    if found is None or (role := actors.role_in(connection, found)) is None:
        raise UnknownNameError("project", name, read_names(connection))
    if is_writing(connection) and not role.covers(Role.ANNOTATOR):
        actors.check(connection, found, Role.ANNOTATOR)
    return int(found)


def read_names(connection: sa.Connection) -> tuple[str, ...]:
    """Return the names of all projects that who acts may know of, in alphabetical order."""
    query = sa.select(projects.c.name).where(actors.visible(connection))
    found = connection.execute(query.order_by(projects.c.name)).scalars()
    return tuple(name for name in found if not name.startswith(STAGED))
