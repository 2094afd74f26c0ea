"""Two annotators apart with overlap, then agreement, curation and export, in a real browser."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.cli import main
from core.domain.decision import PairStatus
from core.review import curation
from core.review.decide import apply_ops
from core.storage import Workspace
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.review.build import op, projected

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory):
    """Return a server with a project of five pairs."""
    running = Server(tmp_path_factory.mktemp("curation"))
    workspace = Workspace.open(running.database)
    projected(workspace, "one")
    running.start()
    yield running, workspace
    running.kill()


def rests(page: Page) -> None:
    """Wait until what is on the page is of the pair that is shown."""
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def pressed(page: Page, key: str) -> None:
    """Press a key once the page rests."""
    rests(page)
    page.keyboard.press(key)


def test_two_apart_one_settles(small, new_page, tmp_path: Path) -> None:
    server, workspace = small
    dana = new_page()
    dana.goto(f"{server.url}/Team?project=one&person=dana")
    dana.get_by_text("Blind: everybody decides apart").click()
    dana.get_by_label("Names").fill("ann, ben")
    expect(dana.get_by_label("Share that two get")).to_be_visible()
    dana.get_by_text("Every pair to so many").click()
    expect(dana.get_by_label("Persons of every pair")).to_be_visible()
    expect(dana.get_by_label("Share that two get")).to_have_count(0)
    dana.get_by_role("button", name="Assign").click()
    expect(dana.get_by_text("ben", exact=True)).to_be_visible()
    assert workspace.team.is_blind("one")

    for person in ("ann", "ben"):
        desk = Desk(new_page(), server).open(f"/Inspect?project=one&person={person}")
        expect(desk.page.get_by_text(f"you decide as {person}")).to_be_visible()
        desk.wait_for_pair("p1")
        desk.wait_for_pair("p1")
        if person == "ben":
            desk.select("target", "Nueva York")
            desk.press("[")
        desk.press("a")
        desk.wait_for_pair("p2")
        desk.wait_until_saved()
        desk.page.close()
    assert workspace.team.tracks("one") == {"ann": 1, "ben": 1}
    assert workspace.project("one").progress["unreviewed"] == 5

    dana.goto(f"{server.url}/Team?project=one&person=dana")
    expect(dana.get_by_role("heading", name="Agreement")).to_be_visible()
    leads_to_the_history_of_ben(dana)
    dana.goto(f"{server.url}/Curation?project=one&person=dana")
    expect(dana.get_by_text("0 that everybody has alike, 1 that differ")).to_be_visible()
    expect(dana.get_by_text("ann", exact=True)).to_have_count(0)
    dana.get_by_role("button", name="Take A").click()
    expect(dana.get_by_text("No pair differs that is not settled.")).to_be_visible()
    assert workspace.state("one", "p1").status is PairStatus.DONE
    assert "adjudicated" in curation.origins(workspace, "one")["p1"].values()
    out = tmp_path / "out.conll"
    assert main(["export", "--project", "one", "--db", server.database, "-o", str(out)]) == 0
    assert "B-LOC" in out.read_text(encoding="utf-8")


def leads_to_the_history_of_ben(page: Page) -> None:
    page.get_by_role("button", name="History").nth(1).click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/History\?.*by=ben"))
    expect(page.get_by_role("button", name="p1")).to_have_count(2)


def finish(workspace: Workspace, person: str, *ops: object) -> None:
    assert apply_ops(workspace, "two", person, f"tab-{person}", list(ops), track=person).ack


def test_a_curator_settles_by_key(small, new_page) -> None:
    """What all have alike in one go, a version by its digit, entities one by one, and back."""
    server, workspace = small
    projected(workspace, "two")
    workspace.team.set("two", "blind", True, by="dana")
    for person in ("ann", "ben"):
        accepted = [op(k, "accept-pair", "pair", pair=f"p{k}") for k in (1, 2, 3)]
        if person == "ben":
            shorter = [
                op(10 + k, "change", pair=f"p{k}", entity="s1.0", start=3, end=4, label="LOC")
                for k in (1, 2)
            ]
            accepted = [*shorter, *({**one, "seq": 20 + one["seq"]} for one in accepted)]
        finish(workspace, person, *accepted)
    page = new_page()
    page.goto(f"{server.url}/Curation?project=two&person=dana")
    page.get_by_text("1 pair that everybody has alike").click()
    page.get_by_role("button", name="Settle 1 pair").click()
    expect(page.get_by_text("1 settled, 0 that everybody has alike, 2 that differ")).to_be_visible()
    expect(page.locator(".marked b.marked-other")).to_have_count(2)
    expect(page.locator(".marked-name")).to_have_text(["Source", "Target", "A", "B"])
    pressed(page, "j")
    expect(page.get_by_text("2 of 2 that differ")).to_be_visible()
    pressed(page, "k")
    expect(page.get_by_text("1 of 2 that differ")).to_be_visible()
    pressed(page, "2")
    expect(page.get_by_text("2 settled, 0 that everybody")).to_be_visible()
    assert [e.end for e in workspace.state("two", "p1").target_entities()] == [1, 4]
    pressed(page, "u")
    expect(page.get_by_text("1 settled, 0 that everybody")).to_be_visible()
    assert workspace.state("two", "p1").status is PairStatus.UNREVIEWED
    page.get_by_role("button", name="Next").focus()
    pressed(page, "Enter")  # which presses what has the focus, and settles nothing
    expect(page.get_by_text("2 of 2 that differ")).to_be_visible()
    pressed(page, "k")
    expect(page.get_by_text("1 of 2 that differ")).to_be_visible()
    rests(page)
    page.get_by_role("button", name=re.compile(r"LOC .*Nueva York.*1 of 2")).click()
    expect(page.get_by_role("button", name=re.compile("Nueva York"), pressed=True)).to_be_visible()
    pressed(page, "s")
    expect(page.get_by_text("2 settled, 0 that everybody")).to_be_visible()
    assert [e.end for e in workspace.state("two", "p1").target_entities()] == [1, 5]
