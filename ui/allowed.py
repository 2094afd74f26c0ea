"""What whoever is at a page may do: asked of the tables that the store and the commands check.

A page that offers what would be refused asks here first, and shows the sentence instead.
"""

import streamlit as st

from core.domain.role import Role
from core.errors import RoleError
from core.pipeline import background
from core.storage import needs
from ui import cache
from ui.panels.text import plain


def why_not(project: str, *calls: str) -> str:
    """Return why whoever is at the page may not do something in a project, "" where they may.

    Args:
        project: name of the project.
        *calls: all that it takes, as `needs.NEEDS` and `background.NEEDS` name them.
    """
    wanted = {_need(call) for call in calls}
    try:
        for role in sorted(wanted, key=tuple(Role).index, reverse=True):
            cache.workspace().members.require(project, role)
    except RoleError as error:
        return str(error)
    return ""


def why_not_seen(project: str, *, whole: bool = False) -> str:
    """Return why whoever is at the page may not see what all share of a project, "" for may.

    Args:
        project: name of the project.
        whole: what everybody decided as well, as a release has it.
    """
    try:
        if whole:
            cache.workspace().releases.all(project)
        cache.workspace().search.stamp(project)
    except RoleError as error:
        return str(error)
    return ""


def is_seen(project: str, *, whole: bool = False) -> bool:
    """Return whether what all share of a project is to be shown; say in its place why it is not."""
    why = why_not_seen(project, whole=whole)
    if why:
        st.info(plain(f"Not shown to you: {why}."))
    return not why


def is_offered(project: str, *calls: str) -> bool:
    """Return whether something is to be offered; say in its place why it is not."""
    why = why_not(project, *calls)
    if why:
        st.caption(plain(f"Not for you: {why}."))
    return not why


def _need(call: str) -> Role:
    need = needs.NEEDS[call] if call in needs.NEEDS else background.NEEDS[call]
    assert isinstance(need, Role)  # what is of no project is asked of the door
    return need
