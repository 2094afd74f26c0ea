"""Accounts, roles and the events that tell of them."""

import pytest

from core.domain.role import MAY, Actor, Role
from core.errors import ConflictError, InputError, RoleError, UnknownNameError
from core.storage import Workspace, actors
from core.storage.engine import reading, writing
from core.storage.names import find_id
from core.storage.schema import projects
from tests.storage.build import corpus

ADA = "ada@x.example"


@pytest.fixture
def team(ws: Workspace) -> Workspace:
    ws.create_project("one", corpus())
    ws.accounts.add(ADA, "Ada")
    return ws


def test_roles_are_in_order_and_told_in_words() -> None:
    assert [r for r in Role if r.covers(Role.CURATOR)] == [Role.CURATOR, Role.ADMIN]
    assert all(role.covers(role) for role in Role)
    assert set(MAY) == set(Role)


def test_an_account_is_found_by_its_address_in_either_case(team: Workspace) -> None:
    found = team.accounts.find("Ada@X.example")
    assert found is not None
    assert found.actor == Actor(ADA, "Ada")
    assert team.accounts.find("\u212addq@x.example") is None


def test_letters_that_only_look_alike_are_no_account(team: Workspace) -> None:
    team.accounts.add("kim@x.example", "Kim")
    assert team.accounts.find("\u212aim@x.example") is None  # the Kelvin sign becomes a k


@pytest.mark.parametrize("name", ["", " Ada", "A  B", "A\nB", "A\u202eB", "A\u200bB", "x" * 81])
def test_a_name_that_cannot_sign_is_refused(name: str, team: Workspace) -> None:
    with pytest.raises(InputError):
        team.accounts.add("new@x.example", name)


@pytest.mark.parametrize("name", ["Ada", "ADA", "A\u200cda"])
def test_a_name_that_reads_as_another_is_refused(name: str, team: Workspace) -> None:
    with pytest.raises(ConflictError, match="the name 'Ada' is taken"):
        team.accounts.add("new@x.example", name)


def test_an_account_is_there_once(team: Workspace) -> None:
    with pytest.raises(ConflictError, match="already"):
        team.accounts.add("ADA@x.example", "Other")


@pytest.mark.parametrize("account", ["", " ", "a\nb", "x" * 321])
def test_an_account_that_cannot_be_is_refused(account: str, team: Workspace) -> None:
    with pytest.raises(InputError):
        team.accounts.add(account, "New")


def test_who_is_shut_out_is_not_found_and_keeps_their_roles(team: Workspace) -> None:
    team.members.give("one", ADA, Role.CURATOR)
    team.accounts.set_active(ADA, on=False)
    assert team.accounts.find(ADA) is None
    assert [m.role for m in team.members.all("one")] == [Role.CURATOR]
    assert [(a.name, a.active) for a in team.accounts.all()] == [("Ada", False)]


def test_every_change_is_told(team: Workspace) -> None:
    team.accounts.add("boss@x.example", "Boss", admin=True)
    boss = team.acting_as(Actor("boss@x.example", "Boss"))
    boss.members.give("one", ADA, Role.VIEWER)
    boss.members.give("one", ADA, Role.ADMIN)
    boss.accounts.set_admin(ADA, on=True)
    team.members.remove("one", ADA)
    told = [(e.person, e.kind, dict(e.body)) for e in team.events.read("one")]
    assert told == [
        ("Boss", "role", {"name": "Ada", "before": "", "role": "viewer"}),
        ("Boss", "role", {"name": "Ada", "before": "viewer", "role": "admin"}),
        ("Boss", "account", {"name": "Ada", "change": "made admin"}),
        ("", "role", {"name": "Ada", "before": "admin", "role": ""}),
    ]


def test_an_unknown_account_or_member_is_said(team: Workspace) -> None:
    with pytest.raises(UnknownNameError, match=r"known: ada@x\.example"):
        team.members.give("one", "nobody", Role.VIEWER)
    with pytest.raises(ConflictError, match="Ada is no member"):
        team.members.remove("one", ADA)


def test_an_admin_of_a_project_learns_no_accounts(team: Workspace) -> None:
    team.members.give("one", ADA, Role.ADMIN)
    with pytest.raises(UnknownNameError, match="known: none"):
        team.acting_as(Actor(ADA, "Ada")).members.give("one", "nobody", Role.VIEWER)


def test_what_a_member_may_is_told(team: Workspace) -> None:
    team.members.give("one", ADA, Role.ANNOTATOR)
    ada = team.acting_as(Actor(ADA, "Ada"))
    assert ada.members.own("one") is Role.ANNOTATOR
    assert ada.members.may("one", Role.VIEWER)
    assert not ada.members.may("one", Role.CURATOR)
    with pytest.raises(
        RoleError, match="Ada is annotator of this project; this needs the role cur"
    ):
        ada.members.require("one", Role.CURATOR)
    assert team.members.own("one") is Role.ADMIN


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.VIEWER, {""}),
        (Role.ANNOTATOR, {"Ada"}),
        (Role.CURATOR, {"", "Ada", "Ben"}),
        (Role.ADMIN, {"", "Ada", "Ben"}),
    ],
)
def test_in_a_blind_project_nobody_sees_the_track_of_another(role, sees, team) -> None:
    team.members.give("one", ADA, role)
    engine = actors.bound(team._engine, Actor(ADA, "Ada"))
    with writing(team._engine) as connection:
        connection.execute(projects.update().values(settings='{"blind": true}'))
    assert _seen(engine) == sees
    assert _seen(team._engine) == {"", "Ada", "Ben"}
    with writing(team._engine) as connection:
        connection.execute(projects.update().values(settings=""))
    assert _seen(engine) == {"", "Ada", "Ben"}


def _seen(engine) -> set[str]:
    found = set()
    with reading(engine) as connection:
        number = find_id(connection, "one")
        for track in ("", "Ada", "Ben"):
            try:
                actors.check_track(connection, number, track)
            except RoleError:
                continue
            found.add(track)
    return found
