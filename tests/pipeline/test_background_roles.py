"""Processes are the owner of the database, so who starts one is checked before."""

import pytest

from core.domain.role import Actor, Role
from core.errors import RoleError, UnknownNameError
from core.formats.consent import Wish
from core.pipeline import background, intake
from core.storage import Workspace
from tests.storage.build import corpus

COMMANDS = [tuple(key.split()) for key in background.NEEDS]


@pytest.fixture
def team(tmp_path, monkeypatch):
    ws = Workspace.open(f"sqlite:///{tmp_path}/ws.sqlite")
    for project in ("one", "other"):
        ws.create_project(project, corpus())
    for role in Role:
        ws.accounts.add(f"{role}@x.example", role.title())
        ws.members.give("one", f"{role}@x.example", role)
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(background, "start", lambda *asked: started.append(asked))
    yield ws, started
    ws.close()


def as_(ws: Workspace, role: Role) -> Workspace:
    return ws.acting_as(Actor(f"{role}@x.example", role.title()))


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("role", list(Role))
def test_a_process_starts_for_who_has_the_role(command, role: Role, team) -> None:
    ws, started = team
    if role.covers(background.NEEDS[" ".join(command)]):
        background.start_on(as_(ws, role), "one", *command)
        assert started == [(command[0], "--project=one", f"--db={ws.url}", *command[1:])]
    else:
        with pytest.raises(RoleError):
            background.start_on(as_(ws, role), "one", *command)
        assert started == []
    with pytest.raises(UnknownNameError):
        background.start_on(as_(ws, role), "other", *command)


def test_nothing_is_learned_from_a_project_that_they_may_not_know_of(team) -> None:
    ws, started = team
    with pytest.raises(UnknownNameError):
        background.start_preparing(as_(ws, Role.ADMIN), "one", model_of="other")
    assert started == []


def test_a_child_process_stores_as_who_asked(team) -> None:
    ws, _ = team
    files = [("t.tsv", b"a\tb\n")]
    admin = as_(ws, Role.ADMIN).actor
    with pytest.raises(RoleError, match="Admin is no admin of this server"):
        intake.store(files, "en", "de", Wish(), name="new", url=ws.url, actor=admin)
    assert ws.names() == ("one", "other")
    ws.accounts.set_admin("admin@x.example", on=True)
    stored = intake.store(files, "en", "de", Wish(), name="new", url=ws.url, actor=admin)
    assert stored == (1, "")
