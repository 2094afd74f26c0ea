"""What each call of the store needs of who makes it: one table, checked at every call.

A call that stands in no row is refused to everybody but the owner of the database.
"""

import functools
import inspect
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

import sqlalchemy as sa

from core.domain.role import Role
from core.errors import RoleError
from core.storage import actors
from core.storage.engine import reading
from core.storage.names import find_id

T = TypeVar("T")


class Whole(StrEnum):
    """Needs that are of no project."""

    ANYBODY = "anybody"
    """Whoever signed in: it tells nothing of a project that they may not know of."""

    ADMIN = "admin of the server"
    OWNER = "owner of the database"
    """The command line and the processes of the app; nobody who signed in."""


Need = Role | Whole
_V, _A, _C, _D = Role.VIEWER, Role.ANNOTATOR, Role.CURATOR, Role.ADMIN

NEEDS: Mapping[str, Need] = MappingProxyType(
    {
        "Workspace.acting_as": Whole.OWNER,
        "Workspace.at_one_moment": Whole.ANYBODY,
        "Workspace.close": Whole.ANYBODY,
        "Workspace.projects": Whole.ANYBODY,
        "Workspace.names": Whole.ANYBODY,
        "Workspace.project": _V,
        "Workspace.create_project": Whole.ADMIN,
        "Workspace.delete_project": _D,
        "Workspace.add_labels": _C,
        "Workspace.pairs": _V,
        "Workspace.iter_pairs": _V,
        "Workspace.pair": _V,
        "Workspace.write_alignments": _C,
        "Workspace.alignment": _V,
        "Models.write": _C,
        "Models.read": _V,
        "Models.find": Whole.ANYBODY,
        "Models.drop": _C,
        "Models.all": Whole.ANYBODY,
        "Workspace.write_layer": _C,
        "Workspace.layer_outcomes": _V,
        "Workspace.set_base": _C,
        "Workspace.delete_layer": _C,
        "Workspace.recording": _A,
        "Workspace.append_decisions": _A,
        "Workspace.decisions": _V,
        "Workspace.acked": _V,
        "Workspace.undoable": _V,
        "Workspace.redoable": _V,
        "Workspace.act_size": _V,
        "Workspace.record": _V,
        "Workspace.versions": _V,
        "Workspace.state": _V,
        "Workspace.iter_records": _V,
        "Workspace.iter_layer": _V,
        "Workspace.iter_bundles": _V,
        "Workspace.counting": _V,
        "Workspace.find": _V,
        "Workspace.remember": _A,
        "Accounts.find": Whole.OWNER,
        "Accounts.all": Whole.ADMIN,
        "Accounts.add": Whole.ADMIN,
        "Accounts.set_admin": Whole.ADMIN,
        "Accounts.set_active": Whole.ADMIN,
        "Accounts.require_admin": Whole.ADMIN,
        "Events.read": _V,
        "Extras.write": _C,
        "Extras.drop_unused": _C,
        "Extras.of_pair": _V,
        "Extras.of_pairs": _V,
        "Extras.following": _V,
        "Extras.at": _V,
        "Extras.kept": _V,
        "Guidelines.read": _V,
        "Guidelines.revisions": _V,
        "Guidelines.write": _C,
        "History.read": _V,
        "History.people": _V,
        "History.past": _V,
        "Jobs.start": _C,
        "Jobs.progress": Whole.OWNER,
        "Jobs.finish": Whole.OWNER,
        "Jobs.fail": Whole.OWNER,
        "Links.of_pair": _V,
        "Links.at": _V,
        "Links.edit": _C,
        "Links.drop_unused": _C,
        "Links.write_gold": _C,
        "Links.bundles": _V,
        "Lookup.holding": _V,
        "Lookup.records": _V,
        "Lookup.links": _V,
        "Lookup.plain": _V,
        "Lookup.logs": _V,
        "Members.all": _D,
        "Members.own": _V,
        "Members.may": Whole.ANYBODY,
        "Members.require": Whole.ANYBODY,
        "Members.give": _D,
        "Members.remove": _D,
        "Originals.keep": _C,
        "Originals.names": _V,
        "Originals.read": _V,
        "Refusals.unsettled": _V,
        "Releases.all": _V,
        "Releases.one": _V,
        "Releases.body": _V,
        "Releases.check": _C,
        "Releases.write": _C,
        "Moves.tracks": _V,
        "Moves.pinned": _V,
        "Moves.outcomes": _V,
        "Moves.untouched": _V,
        "Moves.settle": _C,
        "Revisions.read": _V,
        "Revisions.find": _V,
        "Revisions.compare": _V,
        "Revisions.moment": _C,
        "Revisions.supplied": _V,
        "Revisions.mates": _V,
        "Revisions.texts": _V,
        "Search.find": _V,
        "Search.stamp": _V,
        "Search.position": _V,
        "Search.positions": _V,
        "Search.ids": _V,
        "Search.statuses": _V,
        "Signals.key": _V,
        "Signals.read": _V,
        "Signals.write": _C,
        "Transfer.assigned": _V,
        "Transfer.of_statuses": _V,
        "Transfer.taking": _V,
        "Transfer.opening": Whole.ADMIN,
        "Transfer.merge": _A,
        "Stale.count": _V,
        "Stale.read": _V,
        "Stale.one": _V,
        "Stale.settle": _A,
        "Team.settings": _V,
        "Team.set": _D,
        "Team.is_blind": _V,
        "Team.track": _V,
        "Team.assign": _C,
        "Team.unassign": _C,
        "Team.assigned": _V,
        "Team.assignees": _C,
        "Team.loads": _V,
        "Team.deciders": _V,
        "Team.tracks": _C,
        "Team.versions": _C,
        "Team.apart": _C,
        "Team.finished": _A,
    }
)


def guarded(room: type[T]) -> type[T]:
    """Return a class of the store whose every public call is checked before it is begun.

    Its objects hold their engine as `_engine`. A call that needs a role is about the project that
    its first argument, `project`, names.
    """
    for name, call in list(vars(room).items()):
        if inspect.isfunction(call) and not name.startswith("_"):
            setattr(room, name, _checked(call, f"{room.__name__}.{name}"))
    return room


def _checked(call: Callable[..., Any], key: str) -> Callable[..., Any]:
    @functools.wraps(call)
    def checked(self: Any, *args: Any, **kwargs: Any) -> Any:
        if actors.actor_of(self._engine) is not None:
            project = args[0] if args else kwargs.get("project")
            _check(self._engine, key, project)
        return call(self, *args, **kwargs)

    return checked


def _check(engine: sa.Engine, key: str, project: object) -> None:
    need = NEEDS.get(key, Whole.OWNER)
    if need is Whole.OWNER:
        raise RoleError(f"{key} is for the command line alone; nobody who signed in can do it")
    with reading(engine) as connection:
        if isinstance(need, Role):
            actors.check(connection, find_id(connection, str(project)), need)
        elif need is Whole.ADMIN:
            actors.check_admin(connection)
