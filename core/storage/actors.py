"""Who acts on a connection, and what they may; nobody named is the owner, who may do everything.

An engine that is bound to an actor shares the pool of the one that it comes from. What the actor
may is read anew on the connection that acts, so that a role taken away counts at once.
"""

import json

import sqlalchemy as sa

from core.domain.role import Actor, Role
from core.errors import RoleError
from core.storage.schema import accounts, members, projects

_OPTION = "silverlens_actor"


def bound(engine: sa.Engine, actor: Actor) -> sa.Engine:
    """Return an engine on which this actor acts."""
    return engine.execution_options(**{_OPTION: actor})


def actor_of(source: sa.Engine | sa.Connection) -> Actor | None:
    """Return who acts; None for the owner of the database."""
    found = source.get_execution_options().get(_OPTION)
    return found if isinstance(found, Actor) else None


def name_of(connection: sa.Connection) -> str:
    """Return the name of who acts, "" for the owner of the database."""
    actor = actor_of(connection)
    return actor.name if actor else ""


def is_admin(connection: sa.Connection) -> bool:
    """Return whether who acts may make projects and manage accounts."""
    actor = actor_of(connection)
    if actor is None:
        return True
    query = sa.select(accounts.c.admin).where(*_active(actor))
    return bool(connection.execute(query).scalar())


def role_in(connection: sa.Connection, project: int) -> Role | None:
    """Return the role of who acts in a project; None where they may not know that it is there.

    Who may make projects is an admin of every one.
    """
    actor = actor_of(connection)
    if actor is None:
        return Role.ADMIN
    here = (members.c.account_id == accounts.c.id) & (members.c.project_id == project)
    row = connection.execute(
        sa.select(accounts.c.admin, members.c.role)
        .select_from(accounts.outerjoin(members, here))
        .where(*_active(actor))
    ).one_or_none()
    if row is None:
        return None
    if row.admin:
        return Role.ADMIN
    return Role(row.role) if row.role else None


def visible(connection: sa.Connection) -> sa.ColumnElement[bool]:
    """Return the condition on `projects` of what who acts may know of."""
    actor = actor_of(connection)
    if actor is None or is_admin(connection):
        return sa.true()
    own = (
        sa.select(members.c.project_id)
        .join(accounts, accounts.c.id == members.c.account_id)
        .where(*_active(actor))
    )
    return projects.c.id.in_(own)


def check(connection: sa.Connection, project: int, need: Role) -> None:
    """Raise RoleError where who acts has a lesser role in a project than this."""
    role = role_in(connection, project)
    if role is None or not role.covers(need):
        has = f"{role} of this project" if role else "no member of this project"
        raise RoleError(
            f"{name_of(connection)} is {has}; this needs the role {need}, "
            "which an admin of the project gives"
        )


def check_admin(connection: sa.Connection) -> None:
    """Raise RoleError where who acts may not make projects and manage accounts."""
    if not is_admin(connection):
        raise RoleError(
            f"{name_of(connection)} is no admin of this server; ask one of its admins to do it"
        )


def check_person(connection: sa.Connection, person: str) -> None:
    """Raise RoleError where who acts would sign with the name of somebody else."""
    actor = actor_of(connection)
    if actor is not None and person != actor.name:
        raise RoleError(f"{actor.name} cannot act as {person!r}; decisions are signed by who acts")


def only_track(connection: sa.Connection, project: int) -> str | None:
    """Return the one track of a project that who acts may see; None where they may see all.

    In a blind project annotators have their own track alone, and viewers the shared one alone.
    """
    actor = actor_of(connection)
    if actor is None or not _is_blind(connection, project):
        return None
    role = role_in(connection, project)
    if role is None:
        check(connection, project, Role.VIEWER)
    elif role.covers(Role.CURATOR):
        return None
    return actor.name if role is Role.ANNOTATOR else ""


def check_track(connection: sa.Connection, project: int, track: str) -> None:
    """Raise RoleError where who acts may not see or write a track of a project."""
    if (own := only_track(connection, project)) is not None and track != own:
        raise RoleError(
            f"the project is blind: {name_of(connection)} sees no decisions of others before a "
            "curator has settled them"
        )


def check_all_tracks(connection: sa.Connection, project: int) -> None:
    """Raise RoleError where who acts may not see every track of a project."""
    if (own := only_track(connection, project)) is not None:
        role = role_in(connection, project)
        told = "; what is assigned to them they can take along" if own else ""
        raise RoleError(
            f"the project is blind and this holds what everybody decided: {name_of(connection)} is "
            f"{role} of it; this needs the role {Role.CURATOR}, which an admin of the project "
            f"gives{told}"
        )


def _is_blind(connection: sa.Connection, project: int) -> bool:
    query = sa.select(projects.c.settings).where(projects.c.id == project)
    settings = connection.execute(query).scalar()
    return bool(json.loads(settings).get("blind")) if settings else False


def _active(actor: Actor) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        accounts.c.account == actor.account,
        accounts.c.name == actor.name,
        accounts.c.active.is_(True),
    )
