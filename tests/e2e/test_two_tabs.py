"""Two people at one pair: what was not seen ends in the merge view, and nothing is lost."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from core.pipeline.sample import SAMPLE
from tests.e2e.desk import Desk
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

PROJECT = SAMPLE.replace(" ", "+")
THEIRS, MINE = "2", "3"  # ORG and LOC; the first name of each pair here is a person's


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory):
    """Return a server with the sample in its database, and the database."""
    server = Server(tmp_path_factory.mktemp("tabs"))
    workspace = server.take_sample()
    server.start()
    yield server, workspace
    server.kill()


@pytest.fixture
def tabs(running, new_page, request: pytest.FixtureRequest):
    """Return a function that opens a pair in a browser of a person's own, and the database."""
    server, workspace = running

    def open_tab(person: str, pair: str, **options: object) -> Desk:
        page = new_page(**options)
        page.goto(f"{server.url}/Inspect?project={PROJECT}&pair={pair}&person={person}")
        desk = Desk(page, server)
        desk.wait_for_pair(pair)
        return desk

    return open_tab, workspace


def view(desk: Desk) -> Locator:
    return desk.page.locator("dialog.merge")


def meet(open_tab, pair: str, **options: object) -> tuple[Desk, Desk]:
    """Return two tabs; in the first the last name was relabelled, in the second too, unseen."""
    ann, ben = open_tab("Ann", pair), open_tab("Ben", pair, **options)
    for desk, key in ((ann, THEIRS), (ben, MINE)):
        desk.page.locator('.bench button.chip[data-side="target"]').first.click()
        desk.press(key)
        if desk is ann:
            desk.wait_until_saved()
    expect(view(ben)).to_be_visible()
    return ann, ben


def labels(workspace, pair: str) -> list[str]:
    return [entity.label for entity in workspace.state(SAMPLE, pair).target_entities()]


def no_conflict(page: Page) -> None:
    expect(page.locator(".conflict-button")).to_be_hidden()
    expect(page.locator("dialog.merge")).to_be_hidden()


def test_two_tabs_end_in_the_merge_view_and_theirs_is_kept(tabs) -> None:
    open_tab, workspace = tabs
    pair = "sample-de-01"
    before = labels(workspace, pair)
    _, ben = meet(open_tab, pair)
    shown = view(ben)
    expect(shown.get_by_role("heading").first).to_contain_text(pair)
    expect(shown.locator("thead th")).to_have_text(["", "As it stands now, by Ann", "Yours"])
    differing = shown.locator("tr.merge-row:not([data-kind=same])")
    expect(differing).to_have_count(1)
    expect(differing).to_contain_text("type")
    expect(shown.locator(".merge-lines")).to_contain_text("changed")
    assert len(workspace.decisions(SAMPLE, pair)) == 1
    ben.press("t")
    no_conflict(ben.page)
    ben.wait_until_saved()
    assert len(workspace.decisions(SAMPLE, pair)) == 1
    assert labels(workspace, pair) != before
    assert labels(workspace, pair)[0] == "ORG"
    assert not ben.problems


def test_mine_is_put_on_top_and_taken_back_in_one_step(tabs) -> None:
    open_tab, workspace = tabs
    pair = "sample-de-02"
    _, ben = meet(open_tab, pair)
    theirs = labels(workspace, pair)
    ben.press("m")
    no_conflict(ben.page)
    ben.wait_until_saved()
    mine = labels(workspace, pair)
    assert (theirs[0], mine[0]) == ("ORG", "LOC")
    ben.press("z")
    ben.wait_until_saved()
    expect(ben.page.locator(".merge[open]")).to_have_count(0)
    assert labels(workspace, pair) == theirs


@pytest.mark.soak
def test_what_is_chosen_by_mouse_is_applied(tabs) -> None:
    open_tab, workspace = tabs
    pair = "sample-de-03"
    _, ben = meet(open_tab, pair)
    row = view(ben).locator("tr.merge-row:not([data-kind=same])").first
    expect(row.get_by_role("radio", name="Yours")).to_be_checked()
    row.get_by_role("radio", name="As it stands now").check()
    view(ben).get_by_role("button", name="Apply what is chosen").click()
    no_conflict(ben.page)
    ben.wait_until_saved()
    assert labels(workspace, pair)[0] == "ORG"
    assert len(workspace.decisions(SAMPLE, pair)) == 1


def test_fast_keys_are_held_together_and_a_reload_shows_them_again(tabs) -> None:
    open_tab, workspace = tabs
    pair = "sample-de-12"
    ann, ben = open_tab("Ann", pair), open_tab("Ben", pair)
    chip = '.bench button.chip[data-side="target"]'
    ann.page.locator(chip).first.click()
    ann.press(THEIRS)
    ann.wait_until_saved()
    ben.page.locator(chip).first.click()
    for key in (MINE, "4", "f"):
        ben.press(key)
    expect(view(ben)).to_be_visible()
    assert len(workspace.decisions(SAMPLE, pair)) == 1
    ben.press("Escape")
    expect(view(ben)).to_be_hidden()
    button = ben.page.locator(".conflict-button")
    expect(button).to_contain_text("1 conflict")
    assert ben.status() != "flagged"
    ben.page.reload()
    ben.wait_for_pair(pair)
    expect(view(ben)).to_be_visible()
    kinds = view(ben).locator("tr.merge-row").evaluate_all("rows => rows.map(r => r.dataset.kind)")
    assert kinds[-1] == "status"
    assert "type" in kinds
    ben.press("Escape")
    button.click()
    expect(view(ben)).to_be_visible()
    ben.press("m")
    no_conflict(ben.page)
    ben.wait_until_saved()
    assert labels(workspace, pair)[0] == "MISC"
    assert str(workspace.state(SAMPLE, pair).status) == "flagged"
    assert not ben.problems


@pytest.mark.soak
def test_accept_and_next_leaves_the_conflict_in_the_line_until_one_goes_there(tabs) -> None:
    open_tab, workspace = tabs
    pair = "sample-de-05"
    ann, ben = open_tab("Ann", pair), open_tab("Cleo", pair)
    ann.press("e")
    ann.wait_until_saved()
    ben.press("a")
    expect(ben.page.locator(".notice")).to_contain_text("decided on meanwhile by Ann")
    expect(ben.page.locator(".conflict-button")).to_contain_text("1 conflict")
    expect(view(ben)).to_be_hidden()
    ben.press("b")
    ben.wait_for_pair(pair)
    expect(view(ben)).to_be_visible()
    expect(view(ben).locator("[data-kind=status]")).to_contain_text("excluded")
    ben.press("t")
    no_conflict(ben.page)
    ben.wait_until_saved()
    assert str(workspace.state(SAMPLE, pair).status) == "excluded"


@pytest.mark.soak
def test_others_decisions_are_shown_at_the_next_contact_and_viewing_makes_no_version(tabs) -> None:
    open_tab, workspace = tabs
    pair = "sample-de-07"
    ann, ben = open_tab("Ann", pair), open_tab("Ben", pair)
    ann.press("f")
    ann.wait_until_saved()
    ben.press("v")
    expect(ben.page.locator("dialog.past")).to_be_visible()
    expect(ben.page.locator("dialog.past tbody tr")).to_have_count(2)
    ben.press("Escape")
    expect(ben.page.locator(".status")).to_have_attribute("data-status", "flagged")
    expect(ben.page.locator(".notice")).to_contain_text("Ann decided on this pair meanwhile")
    ben.press("x")
    ben.press("Escape")
    ben.press("ArrowRight")
    ben.press("ArrowLeft")
    ben.wait_for_pair(pair)
    assert len(workspace.decisions(SAMPLE, pair)) == 1


@pytest.mark.soak
def test_a_pair_goes_back_to_a_version_as_one_step(tabs) -> None:
    open_tab, workspace = tabs
    pair = "sample-de-13"
    ann = open_tab("Ann", pair)
    before = labels(workspace, pair)
    ann.page.locator('.bench button.chip[data-side="target"]').first.click()
    for key in (THEIRS, MINE, "["):
        ann.press(key)
    ann.wait_until_saved()
    after = labels(workspace, pair)
    ann.press("v")
    ann.page.get_by_role("button", name="Back to version 0").click()
    expect(ann.page.locator(".notice")).to_contain_text("The pair is as it was then")
    ann.wait_until_saved()
    assert labels(workspace, pair) == before
    ann.press("z")
    ann.wait_until_saved()
    expect(ann.page.locator(".bench")).to_have_attribute("data-acked", re.compile(r"\d+"))
    assert labels(workspace, pair) == after
