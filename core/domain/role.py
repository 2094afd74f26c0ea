"""Roles: what a person may do in a project, and who is acting."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a person is in a project; each may do what those before it may."""

    VIEWER = "viewer"
    ANNOTATOR = "annotator"
    CURATOR = "curator"
    ADMIN = "admin"

    def covers(self, need: "Role") -> bool:
        """Return whether who has this role may do what another one is needed for."""
        order = tuple(Role)
        return order.index(self) >= order.index(need)


MAY: Mapping[Role, str] = MappingProxyType(
    {
        Role.VIEWER: "see everything in the project and export it",
        Role.ANNOTATOR: "decide, comment and undo, under their own name",
        Role.CURATOR: "settle, project again, keep and delete methods, add labels",
        Role.ADMIN: "give roles, change settings, delete the project",
    }
)
"""What each role may do beyond those before it, in words."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the sign-in told it.

    Args:
        account: what they signed in with.
        name: what signs their decisions.
    """

    account: str
    name: str
