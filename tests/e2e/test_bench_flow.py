"""The bench alone: keys that lead through a pair, questions to the server, keys of one's own."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.bare_bench import ARABIC, HINDI, Open, chips, heard, saved

pytestmark = pytest.mark.e2e


def answer_to_what_if(page: Page, words: str) -> None:
    expect(page.locator(".outcome-words")).to_contain_text(words)


def test_a_wrong_boundary_takes_three_keys_and_is_offered_elsewhere(bench: Open) -> None:
    page = bench(ARABIC)
    expect(page.locator(".reason")).to_have_text(
        ["methods differ on “Volkswagen”", "much longer than its source", "numbers differ"]
    )
    page.keyboard.press("t")
    expect(page.locator(".what")).to_contain_text("Volkswagen AG")
    page.keyboard.press("BracketRight")
    saved(page)
    expect(page.locator(".offer")).to_contain_text("3 more pairs with “Volkswagen”")
    page.keyboard.press("p")
    offers = page.locator("dialog.offers")
    expect(offers.locator("tbody tr")).to_have_count(3)
    offers.locator("tbody input").first.uncheck()
    offers.get_by_role("button", name="Apply to 2").click()
    expect(page.locator(".notice")).to_contain_text("undone in one step")
    expect(page.locator(".offer")).to_be_hidden()
    saved(page)
    page.keyboard.press("z")
    heard(page, "heard 3: change act undo")
    expect(page.locator(".bench")).to_have_attribute("data-pair", "ontonotes-zh-118")
    assert not any("by hand" in chip for chip in chips(page, "source"))
    page.keyboard.press("Home")
    expect(page.locator(".bench")).to_have_attribute("data-pair", "europarl-ar-0312")
    assert "Volkswagen AG في: ORG, corrected" in chips(page, "target")
    page.locator(".reason").nth(1).click()
    expect(page.locator(".what")).to_contain_text("أنغيلا ميركل")
    page.keyboard.press("a")
    expect(page.locator(".bench")).to_have_attribute("data-pair", "wiki-hi-0047")


def test_rejecting_asks_why_and_a_comment_is_written_in_place(bench: Open) -> None:
    page = bench(ARABIC)
    before = page.locator(".rows").bounding_box()
    page.keyboard.press("t")
    page.keyboard.press("x")
    asked = page.get_by_role("group", name="Why is it rejected?")
    expect(asked).to_contain_text("Volkswagen AG")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    heard(page, "heard 0:")
    page.keyboard.press("x")
    page.keyboard.press("3")
    saved(page)
    heard(page, "heard 1: delete")
    page.keyboard.press("w")
    page.keyboard.type("crx: one")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("two")
    page.keyboard.press("Enter")
    expect(page.locator(".comment-button")).to_contain_text("1 comment")
    heard(page, "heard 2: delete comment")
    page.get_by_role("button", name="1 comment").click()
    expect(page.locator(".said")).to_have_text("crx: one\ntwo")
    page.keyboard.press("Escape")
    expect(page.locator(".comments")).to_be_hidden()
    assert page.locator(".rows").bounding_box() == before
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    page.keyboard.press("2")
    expect(page.locator(".bench")).to_have_attribute("data-pair", "wiki-hi-0047")
    page.keyboard.press("Space")
    page.keyboard.press("End")
    expect(page.locator(".position")).to_have_text(re.compile("^14 / 14"))
    page.keyboard.press("Home")
    expect(page.locator(".status")).to_have_text("excluded")
    heard(page, "heard 4: delete comment exclude skip")


def test_methods_are_boiled_down_and_taken_whole_or_one_by_one(bench: Open) -> None:
    page = bench(HINDI)
    rows = page.locator(".row-name")
    expect(rows).to_have_text(["consensus", "aligned-exactbase", "ngram-greedy", "longest-run"])
    page.keyboard.press("d")
    expect(page.get_by_role("button", name="Differences only")).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.locator(".rows .panel-head")).to_contain_text("1 equal row hidden")
    page.locator(".chip[data-side=source]").first.click()
    page.keyboard.press("Alt+Shift+Digit3")
    assert "रिज़र्व बैंक: ORG, corrected" in chips(page, "target")
    page.keyboard.press("Alt+Digit0")
    saved(page)
    heard(page, "heard 2: change act")
    assert "भारतीय रिज़र्व बैंक: ORG, added by hand" in chips(page, "target")
    page.keyboard.press("z")
    saved(page)
    assert "रिज़र्व बैंक: ORG, corrected" in chips(page, "target")


def test_what_if_shows_the_pair_and_counts_the_corpus_before_it_is_kept(bench: Open) -> None:
    page = bench(ARABIC)
    page.keyboard.press("i")
    price = page.get_by_label("exact price", exact=True)
    price.fill("0.6")
    answer_to_what_if(page, "This pair would change: القاهرة LOC (missing)")
    expect(page.locator(".row-name.of-preview")).to_have_text("what if")
    page.get_by_role("button", name="Count the pairs that change").click()
    expect(page.locator(".corpus")).to_contain_text("14 of 196 pairs change")
    name = page.get_by_label("Name of the layer")
    expect(name).to_have_attribute("placeholder", "aligned-exact, exact price 0.6")
    name.fill("taken")
    page.get_by_role("button", name="Keep as a layer").click()
    expect(page.locator(".keep-line")).to_contain_text("there is a layer “taken” already")
    name.fill("cheap")
    page.get_by_role("button", name="Keep as a layer").click()
    expect(page.locator(".keep-line")).to_contain_text("Kept as cheap")
    page.get_by_role("button", name="Drop").click()
    answer_to_what_if(page, "Move a number")
    page.locator(".matrix canvas").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    answer_to_what_if(page, "(boundary)")
    page.get_by_role("button", name="take back").click()
    answer_to_what_if(page, "Move a number")
    page.keyboard.press("i")
    expect(page.get_by_role("region", name="Candidates and reasons")).to_be_visible()
    heard(page, "heard 0:")


def test_keys_can_be_changed_and_stay_so(bench: Open) -> None:
    page = bench(ARABIC)
    page.keyboard.press("?")
    page.get_by_role("button", name="Change keys").click()
    sheet = page.locator("dialog.help")
    sheet.locator("[data-key='flag 0']").click()
    page.keyboard.press("c")
    expect(sheet.locator(".help-note")).to_contain_text("C and R belong to Streamlit")
    page.keyboard.press("x")
    page.get_by_role("button", name="Swap them").click()
    page.keyboard.press("Escape")
    expect(page.locator("[data-command=flag] kbd")).to_have_text("X")
    page.keyboard.press("x")
    saved(page)
    heard(page, "heard 1: flag")
    page.reload()
    expect(page.locator("[data-command=reject] kbd")).to_have_text("F")
    page.evaluate('localStorage.setItem(\'silverlens.keys\', \'{"flag": ["<b>"], "x": 1}\')')
    page.reload()
    expect(page.locator("[data-command=flag] kbd")).to_have_text("F")
