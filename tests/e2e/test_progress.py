"""Progress in a real browser: from the list to the page and back to work."""

import pytest
from playwright.sync_api import expect

from core.domain.decision import Decision, Kind, Side
from core.pipeline.sample import SAMPLE
from core.review.sampling import random_order
from tests.e2e.desk import Desk
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

BEN = "Ben <img src=x onerror=alert(1)> **b**"


@pytest.fixture
def worked_on(tmp_path):
    """Return a server with the sample, of which two people settled twelve pairs drawn at random.

    The pairs were settled in the order of the file, not in that in which they were drawn.
    """
    running = Server(tmp_path)
    workspace = running.take_sample()
    places = random_order(7, workspace.project(SAMPLE).pairs)
    ids = workspace.search.ids(SAMPLE, sorted(places[:12].tolist()))
    workspace.append_decisions(
        SAMPLE,
        [
            Decision(
                "c",
                k,
                f"2030-01-02T00:{k:02}:00Z",
                "Ada" if k <= 8 else BEN,
                pair,
                Side.PAIR,
                Kind.FLAG if k == 12 else Kind.ACCEPT_PAIR,
                via="random:7",
            )
            for k, pair in enumerate(ids, 1)
        ],
    )
    workspace.remember(SAMPLE, "Ada", ids[7])
    running.start()
    yield running, ids[7], workspace.search.ids(SAMPLE, [int(places[12])])[0]
    running.kill()


def test_from_the_list_to_the_figures_and_back_to_work(worked_on, new_page) -> None:
    server, stopped, coming = worked_on
    desk = Desk(new_page(), server).open("/?person=Ada")
    page = desk.page
    since_then = f"4 decisions by {BEN} on 4 pairs (1 flagged or opened again)"
    expect(page.get_by_text(f"You stopped at {stopped}. Since then: {since_then}")).to_be_visible()
    expect(page.get_by_label("Pairs by status")).to_contain_text("11 done")
    page.get_by_role("button", name="More").press("Enter")
    page.get_by_role("menuitem", name="Progress").or_(
        page.get_by_text("Progress", exact=True)
    ).last.click()
    expect(page.get_by_role("heading", name="Estimated quality")).to_be_visible()
    assert "person=Ada" in page.url
    expect(page.get_by_text("At your pace, the 184 pairs")).to_be_visible()
    expect(page.get_by_text("From the first 12 pairs of the random order, seed 7")).to_be_visible()
    totals = page.get_by_role("row", name="all 11 1 12 12 0 0 12")
    expect(totals).to_be_visible()
    expect(page.get_by_role("row", name=BEN)).to_be_visible()
    page.get_by_role("tab", name="By person").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("row", name="2030-01-02 11 1 12 12 0 0 12")).to_be_visible()

    page.get_by_text("Me", exact=True).click()
    expect(page.get_by_text("4 decisions by another person")).to_be_visible()
    expect(page.get_by_text("Ben")).to_have_count(0)
    page.get_by_role("button", name="Continue").click()
    desk.wait_for_pair(stopped)
    page.go_back()
    page.get_by_role("button", name="Review in random order").click()
    desk.wait_for_pair(coming)
    assert "order=random%3A7" in page.url
    assert desk.problems == []
