"""Two annotators apart with overlap, then agreement, curation and export, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.cli import main
from core.domain.decision import PairStatus
from core.review import curation
from core.storage import Workspace
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.review.build import projected

pytestmark = pytest.mark.e2e


@pytest.fixture
def small(tmp_path: Path):
    """Return a server with a project of five pairs."""
    running = Server(tmp_path)
    workspace = Workspace.open(running.database)
    projected(workspace, "one")
    running.start()
    yield running, workspace
    running.kill()


def test_two_apart_one_settles(small, new_page, tmp_path: Path) -> None:
    server, workspace = small
    dana = new_page()
    dana.goto(f"{server.url}/Team?project=one&person=dana")
    dana.get_by_text("Blind: everybody decides apart").click()
    dana.get_by_label("Names").fill("ann, ben")
    dana.get_by_text("Every pair to so many").click()
    dana.get_by_role("button", name="Assign").click()
    expect(dana.get_by_role("cell", name="ben")).to_be_visible()
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
