"""Every act on the Inspect page, by mouse and by key, looked up on disk."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.worlds import Stage

pytestmark = pytest.mark.e2e


def decide_on_everything(desk: Desk, ids) -> None:
    desk.press("a")
    desk.wait_for_pair(ids[1])
    desk.press("s")
    desk.wait_for_pair(ids[2])
    desk.press("Space")
    desk.wait_for_pair(ids[3])
    desk.press("f")
    expect(desk.page.locator(".bench .status")).to_have_text("flagged")
    desk.press("w")
    desk.page.keyboard.type("ask Ada: why?")
    desk.press("Enter")
    expect(desk.bench.get_by_role("button", name="1 comment")).to_be_visible()
    desk.press("x")
    desk.press("2")
    desk.wait_for_pair(ids[4])
    desk.press("t")
    desk.press("x")
    desk.press("4")
    expect(desk.bench.get_by_text("rejected", exact=True).first).to_be_visible()
    desk.bench.locator('button.chip[data-side="source"]').last.click()
    desk.press("n")
    desk.wait_until_saved()


def test_every_decision_takes_one_key_and_is_undone_across_pairs_and_a_restart(
    world, new_page
) -> None:
    ids = world.ids
    desk = world.open(new_page())
    desk.watch()
    decide_on_everything(desk, ids)
    done = [
        ("accept-pair", ""),
        ("skip", ""),
        ("skip", ""),
        ("flag", ""),
        ("comment", "ask Ada: why?"),
        ("exclude", "not-parallel"),
        ("delete", "bad-alignment"),
        ("no-counterpart", ""),
    ]
    assert world.decided() == done
    assert desk.path() == list(ids[:5])  # never back, not even for a moment
    before = [world.workspace.record(world.project, pair).state for pair in ids[:6]]
    desk.press("u")
    desk.wait_for_pair(ids[5])
    desk.press("z")
    desk.wait_for_pair(ids[4])
    world.restart()
    desk = world.open(new_page(), ids[5])
    for _ in range(7):
        desk.press("z")
    desk.wait_for_pair(ids[0])
    desk.wait_until_saved()
    assert world.workspace.project(world.project).progress["unreviewed"] == len(ids)
    for _ in range(8):
        desk.press("y")
    desk.wait_for_pair(ids[4])
    desk.wait_until_saved()
    after = [world.workspace.record(world.project, pair).state for pair in ids[:6]]
    assert after == before
    assert desk.problems == []


@pytest.mark.soak
def test_methods_are_taken_whole_or_one_entity_or_one_candidate(world, new_page) -> None:
    """Every time by key, and taken back; what is on disk is what the row shows."""
    first = world.ids[0]
    desk = world.open(new_page())
    before = world.words(first, "target")
    by_row = world.rows(first)
    for key, row in (("Alt+Digit2", 2), ("Alt+Digit3", 3)):
        desk.press(key)
        desk.wait_until_saved()
        assert world.words(first, "target") == by_row[row - 1]
        desk.press("z")
        desk.wait_until_saved()
        assert world.words(first, "target") == before
    desk.press("Alt+Digit0")
    desk.wait_until_saved()
    kinds = world.decisions(first)[-1]
    assert kinds.act
    desk.press("z")
    desk.wait_until_saved()
    desk.bench.locator('button.chip[data-side="target"]').first.click()
    desk.press("Alt+Shift+Digit2")
    desk.wait_until_saved()
    assert world.decided(first)[-1] == ("accept", "")
    desk.press("Shift+Digit2")
    desk.wait_until_saved()
    assert world.words(first, "target") != before
    assert world.decided(first)[-1] == ("change", "")
    desk.press("z")
    desk.wait_until_saved()
    assert world.words(first, "target") == before
    assert desk.problems == []


def test_edges_move_by_key_and_by_button_and_a_held_key_decides_once(world, new_page) -> None:
    first = world.ids[0]
    desk = world.open(new_page())
    last = desk.bench.locator('button.chip[data-side="target"]').last
    last.click()
    (before,) = [r.entity for r in world.side(first, "target")][-1:]
    moves = [("]", 0, 1), ("Shift+]", -1, 1), ("[", -1, 0), ("Shift+[", 0, 0)]
    for key, start, end in moves:
        desk.press(key)
        desk.wait_until_saved()
        now = world.side(first, "target")[-1].entity
        assert (now.start - before.start, now.end - before.end) == (start, end)
    edges = desk.bench.get_by_role("group", name="Edges").get_by_role("button")
    for at, start, end in ((0, -1, 0), (1, 0, 0), (3, 0, 1), (2, 0, 0)):
        edges.nth(at).click()
        desk.wait_until_saved()
        now = world.side(first, "target")[-1].entity
        assert (now.start - before.start, now.end - before.end) == (start, end)
    desk.press("Escape")
    for _ in range(6):
        desk.page.keyboard.down("f")
    desk.page.keyboard.up("f")
    for _ in range(6):
        desk.page.keyboard.down("a")
    desk.page.keyboard.up("a")
    desk.wait_for_pair(world.ids[1])
    desk.wait_until_saved()
    assert [kind for kind, _ in world.decided()][-2:] == ["flag", "accept-pair"]


@pytest.mark.soak
def test_a_key_that_was_changed_stays_changed_after_a_reload(world, new_page) -> None:
    desk = world.open(new_page())
    desk.press("?")
    sheet = desk.page.locator("dialog.help")
    expect(sheet).to_contain_text("Accept the pair as it stands")
    sheet.get_by_role("button", name="Change keys").click()
    sheet.locator("[data-key='flag 0']").click()
    desk.press("q")
    desk.press("Escape")
    desk.page.reload()
    desk.wait_for_pair(world.ids[0])
    expect(desk.bench.get_by_role("button", name="Flag")).to_contain_text("Q")
    desk.press("f")
    desk.press("q")
    expect(desk.page.locator(".bench .status")).to_have_text("flagged")
    desk.wait_until_saved()
    assert world.decided() == [("flag", "")]


@pytest.mark.soak
def test_a_correction_is_applied_elsewhere_and_taken_back_in_one_step(world, new_page) -> None:
    pair, words = world.world.same
    desk = world.open(new_page(), pair)
    desk.select("target", words)
    desk.press("x")
    desk.press("3")
    desk.wait_until_saved()
    assert world.decided(pair) == [("delete", "spurious")]
    before = {one: world.words(one, "target") for one in world.ids}
    offer_and_take_back(desk, world, "target", before)
    assert desk.problems == []


@pytest.mark.soak
def test_a_source_entity_is_added_wherever_its_words_stand(world, new_page) -> None:
    pair, at, _ = world.world.word
    desk = world.open(new_page(), pair)
    desk.drag("source", at, at)
    desk.press("1")
    desk.wait_until_saved()
    before = {one: world.words(one, "source") for one in world.ids}
    offer_and_take_back(desk, world, "source", before)
    assert desk.problems == []


def offer_and_take_back(desk: Desk, world: Stage, side: str, before: dict[str, list[str]]) -> None:
    """Preview, leave the first place out, apply, look at the disk, and undo once."""
    offer = desk.page.locator(".offer")
    expect(offer).to_contain_text(re.compile(r"\d+ more pairs"))
    desk.press("p")
    sheet = desk.page.get_by_role("dialog", name="The same elsewhere")
    places = sheet.locator("tbody input")
    total = places.count()
    places.first.uncheck()
    sheet.get_by_role("button", name=f"Apply to {total - 1}").click()
    desk.wait_until_saved()
    after = {one: world.words(one, side) for one in world.ids}
    changed = [one for one in world.ids if after[one] != before[one]]
    assert 1 <= len(changed) <= total - 1
    desk.press("z")
    desk.wait_until_saved()
    assert {one: world.words(one, side) for one in world.ids} == before
