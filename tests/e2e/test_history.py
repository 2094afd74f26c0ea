"""The pages History and Guideline as people use them, in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from core.domain.decision import Decision, Kind, PairStatus, Side
from core.pipeline.sample import SAMPLE
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

PROJECT = SAMPLE.replace(" ", "+")
SLOW = 60_000
HOSTILE = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory):
    """Return a server with the sample in its database, and the database."""
    server = Server(tmp_path_factory.mktemp("history"))
    workspace = server.take_sample()
    server.start()
    yield server, workspace
    server.kill()


def flag(person: str, pair: str, number: int) -> Decision:
    time = "2030-01-01T00:00:00.000Z"
    return Decision(f"c-{person}", number, time, person, pair, Side.PAIR, Kind.FLAG)


def open_page(new_page, server: Server, name: str, person: str, title: str) -> Page:
    page = new_page()
    page.set_default_timeout(SLOW)
    page.goto(f"{server.url}/{name}?project={PROJECT}&person={person}")
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible(timeout=SLOW)
    return page


def test_lines_are_filtered_lead_to_the_pair_and_ones_own_last_act_is_undone(
    running, new_page
) -> None:
    server, workspace = running
    workspace.append_decisions(SAMPLE, [flag("Ben", f"sample-de-0{k}", k) for k in (1, 2)])
    workspace.append_decisions(SAMPLE, [flag("Ann", "sample-de-03", 1)])
    page = open_page(new_page, server, "History", "Ann", "History")
    go = page.get_by_role("button", name="sample-de-0")
    expect(go).to_have_count(3, timeout=SLOW)
    page.get_by_label("Pair", exact=True).fill("sample-de-03")
    page.keyboard.press("Enter")
    expect(go).to_have_count(1, timeout=SLOW)
    page.get_by_role("button", name="Undo it").click()
    page.get_by_role("button", name="Yes, undo it").click()
    expect(page.get_by_text("undid: flagged the pair")).to_be_visible(timeout=SLOW)
    assert workspace.state(SAMPLE, "sample-de-03").status is PairStatus.UNREVIEWED
    assert workspace.state(SAMPLE, "sample-de-02").status is PairStatus.FLAGGED
    go.first.click()
    expect(page.locator('.bench[data-pair="sample-de-03"]')).to_be_visible(timeout=SLOW)


def test_two_writers_of_the_guideline_meet_and_what_they_wrote_is_text(running, new_page) -> None:
    server, workspace = running
    first = open_page(new_page, server, "Guideline", "Ann", "Guideline")
    second = open_page(new_page, server, "Guideline", "Ben", "Guideline")
    for page, words in ((first, HOSTILE), (second, "Ben was here.")):
        page.get_by_role("tab", name="Write").click()
        page.get_by_label("For all labels").fill(words)
        page.get_by_role("button", name="Save as a new revision").click()
        if page is first:
            expect(page.get_by_text("Revision 1 is saved.")).to_be_visible(timeout=SLOW)
    expect(second.get_by_text("What you wrote is still here")).to_be_visible(timeout=SLOW)
    assert workspace.guidelines.read(SAMPLE).text == HOSTILE
    expect(second.get_by_label("For all labels")).to_have_value("Ben was here.")
    first.get_by_role("tab", name="Read").click()
    expect(first.get_by_text("document.title='owned'").first).to_be_visible(timeout=SLOW)
    for page in (first, second):
        assert page.locator("img[src=x]").count() == 0
        assert page.title() != "owned"
