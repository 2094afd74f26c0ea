"""The door: who may see the app, and as whom they act.

Without an `[auth]` section in the secrets, whoever reaches the app is its owner; it is shown on
this machine alone then, unless a setting says otherwise. With one, people sign in by OpenID
Connect, and only those that have an account come in. What each may do, the store checks.
"""

import os
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import streamlit as st

from core.domain.role import Actor
from core.errors import RoleError
from core.storage import Workspace
from core.storage.accounts import account_of
from core.storage.secret import weakness
from ui import state
from ui.panels.text import plain

OPEN = "SILVERLENS_OPEN"
"""Set to `1`, the app is shown to other machines without anybody signing in."""

_HOW = (
    "Switch sign-in on with `python -m core sign-in` (see README, Working together), or open the "
    "app on the machine that it runs on."
)


def is_on() -> bool:
    """Return whether people sign in."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def bind(workspace: Workspace) -> Workspace:
    """Return the workspace for whoever is at the page.

    Raises:
        RoleError: the app is closed, nobody is signed in, or there is no account of theirs.
    """
    if closed := _closed():
        raise RoleError(closed)
    if not is_on():
        return workspace
    actor = _actor(workspace)
    if actor is None:
        raise RoleError("nobody is signed in, or the account is not let in; sign in again")
    return workspace.acting_as(actor)


def lets_in(workspace: Workspace) -> bool:
    """Return whether whoever is at the page may come in."""
    return not _closed() and (not is_on() or _actor(workspace) is not None)


def may_make(workspace: Workspace) -> bool:
    """Return whether whoever is at the page may make projects and manage accounts."""
    try:
        workspace.accounts.require_admin()
    except RoleError:
        return False
    return True


def pass_through(workspace: Workspace) -> None:
    """Go on where whoever is at the page may come in; else show what they can do, and stop."""
    if closed := _closed():
        st.error(closed)
        st.stop()
    if not is_on():
        state.sign(None)
        return
    actor = _actor(workspace)
    state.sign(actor.name if actor else "")
    if actor is not None:
        _show_who(actor)
        return
    if st.user.is_logged_in:
        _say_unknown()
    else:
        _ask_to_sign_in()
    st.stop()


def _closed() -> str:
    """Return why the app shows nothing to anybody, "" where it does."""
    if not is_on():
        return _unreadable() or _exposed()
    auth: Mapping[str, Any] = st.secrets["auth"]
    for key in ("cookie_secret", "client_secret"):
        if wrong := weakness(str(auth.get(key, ""))):
            return (
                f"The {key.replace('_', ' ')} in the secrets of this server {wrong}. Make a new "
                "one with `python -m core sign-in`, or have the provider make one."
            )
    return ""


def _unreadable() -> str:
    files = [Path(name) for name in st.get_option("secrets.files")]
    if any(file.exists() for file in files) and not st.secrets.load_if_toml_exists():
        return "The secrets of this server cannot be read, so nobody is let in. Mend the file."
    return ""


def _exposed() -> str:
    """Return why nobody is shown the app: it can be reached from elsewhere, and nobody signs in."""
    if os.environ.get(OPEN, "").strip() == "1":
        return ""
    address = str(st.get_option("server.address") or "")
    host = str(st.context.headers.get("Host") or "localhost")
    if is_loopback(address) and is_loopback(_name_in(host)):
        return ""
    return (
        "This server can be reached from other machines, and nobody signs in: nothing is shown. "
        f"{_HOW} Where everybody who reaches it may do everything, start it with `{OPEN}=1`."
    )


def is_loopback(name: str) -> bool:
    """Return whether an address or the name of a host is this machine alone."""
    if name.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _name_in(host: str) -> str:
    """Return the name in a `Host` header, without the port."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.rpartition(":")[0] if host.count(":") == 1 else host


def _actor(workspace: Workspace) -> Actor | None:
    """Return who is signed in, None where nobody is or they have no account here."""
    if not st.user.is_logged_in:
        return None
    account = account_of(st.user.to_dict())
    found = workspace.accounts.find(account) if account else None
    return found.actor if found is not None else None


def _ask_to_sign_in() -> None:
    st.title("SilverLens", anchor=False)
    st.markdown("Sign in to work on the projects that you are a member of.")
    if st.button("Sign in", type="primary", icon=":material/login:"):
        st.login()


def _say_unknown() -> None:
    st.title("SilverLens", anchor=False)
    claims = st.user.to_dict()
    account = account_of(claims)
    st.warning(
        "You are signed in, but have no account here. Accounts are made by the admins of this "
        "server. Send one of them this line:"
    )
    st.code(account or "the provider told neither an address nor a number", language=None)
    if claims.get("email") and claims["email"] != account:
        st.caption("Your provider has not verified your address, so it does not count.")
    _offer_to_leave()


def _offer_to_leave() -> None:
    if st.button("Sign out", icon=":material/logout:"):
        st.logout()


def _show_who(actor: Actor) -> None:
    with st.container(key="account"), st.popover(plain(actor.name), icon=":material/person:"):
        st.markdown(plain(actor.account))
        _offer_to_leave()
