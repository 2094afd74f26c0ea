"""Whether the entities of an export were agreed on, settled, or decided by one person alone."""

from collections.abc import Callable
from dataclasses import replace

from core.domain.role import Role
from core.formats.outgoing import Row
from core.review.curation import SINGLE, origins
from core.storage import Workspace


def telling(ws: Workspace, project: str) -> Callable[[Row], Row]:
    """Return what gives each entity of a row its origin, as `core.review.curation` calls them.

    One that nobody decided on has none. What several persons made of a pair is told to curators
    alone; to others no origin is told at all.
    """
    if not ws.members.may(project, Role.CURATOR):
        return lambda row: row
    known = origins(ws, project)

    def told(row: Row) -> Row:
        own = known.get(row.pair.id, {})
        alone = (own.get(said.entity, SINGLE if said.decision else "") for said in row.said)
        given = zip(row.said, alone, strict=True)
        return replace(row, said=tuple(replace(said, origin=origin) for said, origin in given))

    return told
