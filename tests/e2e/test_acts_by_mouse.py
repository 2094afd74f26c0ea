"""Every act that has a key has a control in sight that does the same; no key is pressed here."""

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk

pytestmark = pytest.mark.e2e


def click(desk: Desk, command: str) -> None:
    control = desk.bench.locator(f'button[data-command="{command}"]:visible').first
    expect(control).not_to_have_attribute("aria-disabled", "true")
    control.click()


@pytest.mark.soak
def test_pairs_are_decided_gone_through_and_taken_back(world, new_page) -> None:
    ids = world.ids
    desk = world.open(new_page())
    page = desk.page
    desk.watch()
    click(desk, "accept-pair")
    desk.wait_for_pair(ids[1])
    click(desk, "skip")
    desk.wait_for_pair(ids[2])
    click(desk, "flag")
    expect(page.locator(".bench .status")).to_have_text("flagged")
    click(desk, "comment")
    page.keyboard.insert_text("ask Ada: why?")
    page.get_by_role("region", name="Comments").get_by_role("button", name="Save").click()
    expect(desk.bench.get_by_role("button", name="1 comment")).to_be_visible()
    click(desk, "next")
    desk.wait_for_pair(ids[3])
    click(desk, "exclude")
    expect(page.locator(".bench .status")).to_have_text("excluded")
    click(desk, "next")
    desk.wait_for_pair(ids[4])
    for command, at in (("first", 0), ("last", -1), ("previous", -2), ("unreviewed", -1)):
        click(desk, command)
        desk.wait_for_pair(ids[at])
    desk.wait_until_saved()
    done = [
        ("accept-pair", ""),
        ("skip", ""),
        ("flag", ""),
        ("comment", "ask Ada: why?"),
        ("exclude", ""),
    ]
    assert world.decided() == done
    for _ in done:
        click(desk, "undo")
        desk.wait_until_saved()
    desk.wait_for_pair(ids[0])
    assert world.workspace.project(world.project).progress["unreviewed"] == len(ids)
    click(desk, "redo")
    desk.wait_until_saved()
    assert world.workspace.record(world.project, ids[0]).state.status == "done"
    assert desk.problems == []


@pytest.mark.soak
def test_entities_are_decided_labelled_and_taken_from_a_method(world, new_page) -> None:
    first = world.ids[0]
    desk = world.open(new_page())
    page = desk.page
    before = world.words(first, "target")
    click(desk, "check")
    click(desk, "accept")
    click(desk, "check")
    click(desk, "delete")
    desk.wait_until_saved()
    assert [kind for kind, _ in world.decided()] == ["accept", "delete"]
    click(desk, "undo")
    desk.bench.locator('button.chip[data-side="target"]').first.click()
    click(desk, "reject")
    page.get_by_role("group", name="Why is it rejected?").get_by_text("boundary").click()
    desk.wait_until_saved()
    assert world.decided()[-1] == ("delete", "boundary")
    click(desk, "undo")
    desk.bench.locator('button.chip[data-side="source"]').last.click()
    click(desk, "no-counterpart")
    desk.wait_until_saved()
    assert world.decided()[-1] == ("no-counterpart", "")
    click(desk, "undo")
    desk.bench.locator('button.chip[data-side="target"]').first.click()
    click(desk, "clear")
    expect(desk.bench.locator('button[data-command="clear"]')).to_be_hidden()
    desk.drag("target", 3, 3)
    page.get_by_role("group", name="Labels").get_by_role("button").first.click()
    desk.wait_until_saved()
    assert world.decided()[-1] == ("add", "")
    click(desk, "undo")
    desk.wait_until_saved()
    assert world.words(first, "target") == before
    assert desk.problems == []


def test_a_method_and_a_candidate_are_taken(world, new_page) -> None:
    first = world.ids[0]
    desk = world.open(new_page())
    desk.bench.locator('button[data-fid="take:method:1"]').click()
    desk.wait_until_saved()
    assert world.words(first, "target") == world.rows(first)[1]
    click(desk, "undo")
    desk.wait_until_saved()
    desk.bench.locator('button.chip[data-side="target"]').first.click()
    desk.bench.get_by_role("button", name="Pick candidate 2", exact=False).click()
    desk.wait_until_saved()
    assert world.decided()[-1] == ("change", "")
    assert desk.problems == []
