"""The section Confidence in a real browser: worked out at a click, read in light and dark."""

import pytest
from playwright.sync_api import expect

from core.domain.decision import Decision, Kind, Side
from core.pipeline.sample import SAMPLE
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.e2e.test_access import found

pytestmark = [pytest.mark.e2e, pytest.mark.soak]


@pytest.fixture
def reviewed(tmp_path):
    """Return a server with the sample, of which every fourth pair was accepted as it is."""
    running = Server(tmp_path)
    workspace = running.take_sample()
    ids = [stored.pair.id for stored in workspace.iter_pairs(SAMPLE)][::4]
    time = "2030-01-02T00:00:00Z"
    workspace.append_decisions(
        SAMPLE,
        [
            Decision("c", k, time, "Ada", pair, Side.PAIR, Kind.ACCEPT_PAIR)
            for k, pair in enumerate(ids, 1)
        ],
    )
    running.start()
    yield running
    running.kill()


def test_it_is_worked_out_at_a_click_and_told_in_words_figures_and_a_square(
    reviewed, new_page
) -> None:
    for scheme in ("light", "dark"):
        page = new_page(viewport={"width": 1280, "height": 1000}, color_scheme=scheme)
        desk = Desk(page, reviewed).open(f"/Progress?project={SAMPLE.replace(' ', '+')}")
        if scheme == "light":
            page.get_by_role("button", name="Work out confidence").click()
        expect(page.get_by_text("49 pairs of 196 checked as a whole")).to_be_visible(timeout=60_000)
        expect(page.get_by_role("row", name="corrected, as it stands")).to_be_visible()
        picture = page.locator(".js-plotly-plot").last
        expect(picture).to_be_visible()
        page.wait_for_timeout(1200)
        plot = picture.bounding_box()
        assert plot is not None
        assert abs(plot["width"] - plot["height"]) < 2
        assert found(desk) == []
        assert desk.problems == []
