"""Names of projects: which there are, and the number behind each."""

import sqlalchemy as sa

from core.errors import UnknownNameError
from core.storage.schema import projects

STAGED = "\x01staged "
"""How the name of a project begins that is still being written; no person can give such a name."""

STAGED_LAYER = "staged "
"""How the content hash of a layer begins that is still being written."""


def find_id(connection: sa.Connection, name: str) -> int:
    """Return the number of a project; raise UnknownNameError, listing the known ones."""
    found = connection.execute(sa.select(projects.c.id).where(projects.c.name == name)).scalar()
    if found is None:
        raise UnknownNameError("project", name, read_names(connection))
    return int(found)


def read_names(connection: sa.Connection) -> tuple[str, ...]:
    """Return the names of all projects in alphabetical order."""
    found = connection.execute(sa.select(projects.c.name).order_by(projects.c.name)).scalars()
    return tuple(name for name in found if not name.startswith(STAGED))
