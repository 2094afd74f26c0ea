"""Signing in at a real provider, in a real browser: who comes in, what they see, what they may."""

import re
import stat
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, WebSocket, expect

from core.domain.pair import Pair, Sentence
from core.domain.role import Role
from core.storage import Workspace
from tests.e2e.desk import Desk
from tests.e2e.provider import Provider, guarded, sign_in
from tests.e2e.server import Server
from tests.storage.build import filled

pytestmark = pytest.mark.e2e

OURS, THEIRS, SECRET = "Ours", "Theirs 4711", "Staatsgeheimnis"
PEOPLE = {
    "ada": {"email": "Ada@x.example", "email_verified": True},
    "vera": {"email": "vera@x.example", "email_verified": True},
    "boss": {"email": "boss@x.example", "email_verified": True},
    "eve": {"email": "boss@x.example", "email_verified": False},
    "nobody": {"email": "nobody@x.example", "email_verified": True},
}


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Iterator[tuple[Server, Workspace]]:
    provider = Provider(PEOPLE)
    server = guarded(tmp_path_factory.mktemp("doors"), provider)
    ws = Workspace.open(server.database)
    filled(ws, OURS)
    hidden = Pair("1", Sentence((SECRET,), None, "en"), Sentence((SECRET,), None, "de"))
    ws.create_project(THEIRS, [hidden])
    ws.accounts.add("ada@x.example", "Ada Lovelace")
    ws.accounts.add("vera@x.example", "Vera")
    ws.accounts.add("boss@x.example", "Boss", admin=True)
    ws.members.give(OURS, "ada@x.example", Role.ANNOTATOR)
    ws.members.give(OURS, "vera@x.example", Role.VIEWER)
    server.start()
    yield server, ws
    server.kill()
    provider.stop()
    ws.close()


def overheard(page: Page) -> list[bytes]:
    """Return what the server says to the page from now on."""
    heard: list[bytes] = []

    def listen(socket: WebSocket) -> None:
        def take(payload: str | bytes) -> None:
            heard.append(payload if isinstance(payload, bytes) else payload.encode())

        socket.on("framereceived", take)

    page.on("websocket", listen)
    return heard


def nothing_of(heard: list[bytes], *words: str) -> bool:
    return heard != [] and not any(word.encode() in part for part in heard for word in words)


def test_who_has_not_signed_in_sees_a_button_and_is_told_nothing(house, new_page) -> None:
    server, _ = house
    page = new_page()
    heard = overheard(page)
    for path in (
        "/",
        f"/Inspect?project={THEIRS}&pair=1",
        "/Run",
        "/Export",
        "/Progress",
        "/Learn",
    ):
        page.goto(server.url + path)
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        expect(page.get_by_role("button")).to_have_count(1)
        expect(page.get_by_role("link", name="Inspect")).to_have_count(0)
    assert nothing_of(heard, THEIRS, OURS, SECRET, "Ada", "boss@x.example", "Nueva")


def test_who_has_no_account_is_told_whom_to_ask(house, new_page) -> None:
    server, _ = house
    page = new_page()
    heard = overheard(page)
    sign_in(page, server, "nobody")
    expect(page.get_by_text("have no account here")).to_be_visible()
    expect(page.get_by_test_id("stCode")).to_have_text("nobody@x.example")
    page.goto(f"{server.url}/Inspect?project={THEIRS}")
    expect(page.get_by_text("have no account here")).to_be_visible()
    expect(page.get_by_test_id("stCode")).to_have_text("nobody@x.example")
    assert nothing_of(heard, THEIRS, OURS, SECRET, "boss@x.example")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="End session").click()  # at the provider, too
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def test_an_address_that_nobody_verified_opens_no_door(house, new_page) -> None:
    server, _ = house
    page = new_page()
    sign_in(page, server, "eve")
    expect(page.get_by_test_id("stCode")).to_contain_text("eve at http://127.0.0.1:")
    expect(page.get_by_text("has not verified your address")).to_be_visible()


def test_an_annotator_decides_under_their_own_name_and_in_their_own_project(
    house, new_page
) -> None:
    server, ws = house
    page = new_page()
    heard = overheard(page)
    desk = Desk(page, server)
    sign_in(page, server, "ada")
    expect(page.get_by_role("button", name="Ada Lovelace")).to_be_visible()
    expect(page.get_by_role("tab", name="Import files")).to_have_count(0)
    page.goto(f"{server.url}/Inspect?project={OURS}&pair=p1&person=Vera")
    desk.wait_for_pair("p1")
    desk.press("a")
    desk.wait_for_pair("p2")
    desk.wait_until_saved()
    assert {d.person for d in ws.decisions(OURS)} == {"Ada Lovelace"}
    page.get_by_role("button", name="More").first.click()
    expect(page.get_by_role("textbox", name="You are")).to_be_disabled()
    page.goto(f"{server.url}/Inspect?project={THEIRS}&pair=1")
    expect(page.get_by_text("There is no project")).to_be_visible()
    page.goto(f"{server.url}/Run")
    expect(page.get_by_text("Ada Lovelace is no admin of this server")).to_be_visible()
    mine = [part for part in heard if THEIRS.encode() in part]
    assert all(b"There is no project" in part.replace(b"\\", b"") for part in mine if SECRET)
    assert not any(SECRET.encode() in part for part in heard)


def test_a_viewer_looks_and_changes_nothing(house, new_page) -> None:
    server, ws = house
    before = len(ws.decisions(OURS))
    page = new_page()
    desk = Desk(page, server)
    sign_in(page, server, "vera")
    page.goto(f"{server.url}/Inspect?project={OURS}&pair=p3")
    desk.wait_for_pair("p3")
    button = desk.bench.get_by_role("button", name="Accept & next")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_have_attribute("title", re.compile("Vera is viewer of this project"))
    expect(desk.bench.get_by_role("button", name="Next pair").first).to_be_enabled()
    notice = page.locator(".bench .notice")
    for key in ("a", "s", "x", "z"):
        page.locator(".bench").evaluate("b => { b.querySelector('.notice').textContent = ''; }")
        desk.press(key)
        expect(notice).to_contain_text("You look on and cannot decide: Vera is viewer")
    button.click(force=True)
    assert desk.pair() == "p3"
    assert desk.status() == "unreviewed"
    desk.press("v")
    page.get_by_role("dialog", name="History of this pair").wait_for()
    desk.press("Escape")
    desk.press("ArrowRight")
    desk.wait_for_pair("p4")
    assert len(ws.decisions(OURS)) == before


def test_a_role_taken_away_counts_while_the_page_is_open(house, new_page) -> None:
    server, ws = house
    page = new_page()
    desk = Desk(page, server)
    sign_in(page, server, "vera")
    ws.members.give(OURS, "vera@x.example", Role.ANNOTATOR)
    page.goto(f"{server.url}/Inspect?project={OURS}&pair=p2")
    desk.wait_for_pair("p2")
    ws.members.give(OURS, "vera@x.example", Role.VIEWER)
    before = len(ws.decisions(OURS))
    desk.press("a")
    expect(page.get_by_text("Vera is viewer of this project").first).to_be_visible()
    button = desk.bench.get_by_role("button", name="Accept & next")
    expect(button).to_have_attribute("aria-disabled", "true")
    ws.members.give(OURS, "vera@x.example", Role.ANNOTATOR)
    desk.press("ArrowRight")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    assert len(ws.decisions(OURS)) == before


def test_an_admin_gives_roles_and_it_is_told(house, new_page) -> None:
    server, ws = house
    page = new_page()
    sign_in(page, server, "boss")
    row = page.get_by_test_id("stVerticalBlock").filter(has_text=THEIRS).last
    expect(row).to_be_visible()
    page.get_by_role("button", name="More").first.click()
    page.get_by_text("Members", exact=True).last.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="Account").fill("new@x.example")
    dialog.get_by_role("textbox", name="Name, if it is new").fill("New <b>One</b>")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog.get_by_text("New <b>One</b>", exact=True)).to_be_visible()
    project = next(p for p in ws.names() if ws.events.read(p)[-1:] and _new(ws, p))
    assert ws.events.read(project)[-1].person == "Boss"
    dialog.get_by_role("button", name="Remove").last.click()
    expect(dialog.get_by_text("New <b>One</b>")).to_have_count(0)
    assert not _new(ws, project)


def _new(ws: Workspace, project: str) -> bool:
    return any(member.account.name == "New <b>One</b>" for member in ws.members.all(project))


def test_the_secrets_are_for_their_owner_alone(house) -> None:
    server, _ = house
    mode = (server.folder / "secrets.toml").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
