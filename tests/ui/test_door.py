"""The door without a browser: who is shown nothing, and why."""

import pytest
import streamlit as st

from core.errors import RoleError
from core.storage import Workspace
from tests.ui.test_pages import run, words, workspace  # noqa: F401 (a fixture)
from ui import door


@pytest.mark.parametrize(
    "name", ["localhost", "LOCALHOST", "localhost.", "127.0.0.1", "127.8.8.8", "::1"]
)
def test_this_machine_is_known_by_its_names(name: str) -> None:
    assert door.is_loopback(name)


@pytest.mark.parametrize(
    "name", ["", "0.0.0.0", "::", "example.org", "localhost.evil.invalid", "10.0.0.1"]
)
def test_other_machines_are_not(name: str) -> None:
    assert not door.is_loopback(name)


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("localhost:8501", "localhost"),
        ("[::1]:80", "::1"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
    ],
)
def test_a_host_has_a_name(host: str, name: str) -> None:
    assert door._name_in(host) == name


def test_at_another_address_nothing_is_shown_without_sign_in(workspace, monkeypatch) -> None:  # noqa: F811 (the fixture)
    workspace.create_project("hidden one", _pairs())
    real = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: "0.0.0.0" if name == "server.address" else real(name)
    )
    page = run("10_Projects.py")
    assert "can be reached from other machines" in words(page.error)
    assert not page.subheader
    assert not page.button
    with pytest.raises(RoleError):
        door.bind(workspace)
    monkeypatch.setenv(door.OPEN, "1")
    assert "hidden one" in words(run("10_Projects.py").subheader)


def test_secrets_that_cannot_be_read_open_no_door(workspace, monkeypatch, tmp_path) -> None:  # noqa: F811 (the fixture)
    broken = tmp_path / "secrets.toml"
    broken.write_text("[auth\n", encoding="utf-8")
    real = st.get_option
    monkeypatch.setattr(
        st, "get_option", lambda name: [str(broken)] if name == "secrets.files" else real(name)
    )
    page = run("10_Projects.py")
    assert "secrets of this server cannot be read" in words(page.error)
    assert not page.button


@pytest.mark.parametrize("secret", ["", "xxx", "changeme-changeme-changeme", "a" * 40, "short"])
def test_a_known_secret_is_refused_at_start(secret: str, workspace, monkeypatch) -> None:  # noqa: F811 (the fixture)
    good = "kq3x8V1nZrT0pLw7YbGd"
    auth = {"auth": {"cookie_secret": secret, "client_secret": good}}
    monkeypatch.setattr(door, "is_on", lambda: True)
    monkeypatch.setattr(st, "secrets", auth)
    page = run("10_Projects.py")
    assert "The cookie secret in the secrets of this server" in words(page.error)
    assert not page.button
    with pytest.raises(RoleError, match="cookie secret"):
        door.bind(workspace)


def _pairs() -> list[object]:
    from tests.ui.test_pages import PAIRS

    return PAIRS


def test_whoever_has_no_sign_in_is_the_owner(workspace: Workspace) -> None:  # noqa: F811 (the fixture)
    assert door.bind(workspace) is workspace
    assert door.may_make(workspace)
