"""The members of a project, for its admins: who has which role, changed and told in its events."""

import streamlit as st

from core.domain.role import MAY, Role
from core.errors import CoreError
from core.storage import ProjectInfo, Workspace
from core.storage.accounts import Member
from ui import cache, door, state
from ui.panels.text import plain, read_out

_SAID = "members said"
_NEW = ("member account", "member name")


@st.dialog("Members", width="large")
def ask(info: ProjectInfo) -> None:
    """Show the members of a project and let them be changed."""
    workspace = cache.workspace()
    try:
        members = workspace.members.all(info.name)
        st.markdown(f"Who works on **{plain(info.name)}**, and what they may.")
        for member in members:
            _show(workspace, info.name, member)
        if not members:
            st.caption("Nobody yet, but for the admins of this server.")
        _ask_new(workspace, info.name)
    except CoreError as error:
        st.error(plain(str(error)))
        return
    if wrong := state.recall(_SAID, ""):
        state.keep(_SAID, "")
        st.error(plain(wrong))
    st.caption(
        "Each role may do what those before it may. "
        + " ".join(f"**{role}**: {words}." for role, words in MAY.items())
    )


def _show(workspace: Workspace, project: str, member: Member) -> None:
    account = member.account
    who, what, away = st.columns([5, 3, 2], vertical_alignment="center")
    shut = "" if account.active else " · shut out"
    who.markdown(f"**{plain(account.name)}**  \n{plain(account.account)}{shut}")
    key = f"role of {account.account} in {project}"
    roles = list(Role)
    what.selectbox(
        f"Role of {read_out(account.name)}",
        roles,
        index=roles.index(member.role),
        key=key,
        label_visibility="collapsed",
        on_change=lambda: _give(workspace, project, account.account, state.held(key)),
    )
    away.button(
        "Remove",
        key=f"remove {account.account} from {project}",
        width="stretch",
        on_click=_remove,
        args=(workspace, project, account.account),
    )


def _ask_new(workspace: Workspace, project: str) -> None:
    makes = door.may_make(workspace)
    with st.form("new member", border=True):
        fields = st.columns([4, 3, 2, 2] if makes else [5, 3, 2], vertical_alignment="bottom")
        fields[0].text_input("Account", key=_NEW[0], placeholder="address they sign in with")
        if makes:
            fields[1].text_input("Name, if it is new", key=_NEW[1], help="Signs their decisions.")
        fields[-2].selectbox("Role", list(Role), index=1, key="member role")
        fields[-1].form_submit_button(
            "Add", width="stretch", on_click=_add, args=(workspace, project), key="add member"
        )


def _add(workspace: Workspace, project: str) -> None:
    account, name = (str(state.held(key) or "").strip() for key in _NEW)
    try:
        if name:
            workspace.accounts.add(account, name)
        workspace.members.give(project, account, state.held("member role") or Role.ANNOTATOR)
    except CoreError as error:
        state.keep(_SAID, str(error))
        return
    for key in _NEW:
        state.keep(key, "")


def _give(workspace: Workspace, project: str, account: str, role: Role) -> None:
    try:
        workspace.members.give(project, account, role)
    except CoreError as error:
        state.keep(_SAID, str(error))


def _remove(workspace: Workspace, project: str, account: str) -> None:
    try:
        workspace.members.remove(project, account)
    except CoreError as error:
        state.keep(_SAID, str(error))
