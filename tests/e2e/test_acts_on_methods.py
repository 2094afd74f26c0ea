"""What is tried out, laid over, gone through and done to many pairs, looked up on disk."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from core.cli import main
from core.domain.decision import PairStatus
from core.domain.pair import Pair, Sentence
from core.domain.spec import PartSpec
from core.pipeline.prepare import prepare
from core.projection import METHODS
from tests.e2e.desk import Desk
from tests.e2e.worlds import SAMPLE, Stage, World, stage

pytestmark = pytest.mark.e2e

PLAIN = (
    ("it rained all day .", "llovió todo el día ."),
    ("nobody came to the old house .", "nadie vino a la casa vieja ."),
    ("the cat sleeps .", "el gato duerme ."),
)


def with_plain_pairs() -> list[Pair]:
    """Return a few pairs of the sample, and behind them some without entities."""
    plain = [
        Pair(
            f"plain-{k}",
            Sentence(tuple(a.split()), (), "en"),
            Sentence(tuple(b.split()), None, "es"),
        )
        for k, (a, b) in enumerate(PLAIN)
    ]
    return [*SAMPLE.pairs()[28:40], *plain]


def layers(world: Stage) -> list[str]:
    return [layer.name for layer in world.workspace.project(world.project).layers]


@pytest.mark.soak
def test_what_if_is_seen_counted_kept_as_a_layer_and_deleted(world, new_page, capsys) -> None:
    """Kept by hand; its row comes by itself, with the pair and the selection where they were."""
    desk = world.open(new_page(), world.ids[1])
    desk.press("i")
    desk.bench.get_by_label("coverage: weight", exact=True).fill("0")
    expect(desk.page.locator(".outcome-words")).to_contain_text("(missing)")
    desk.act("Count the pairs that change")
    counted = desk.page.locator(".corpus")
    expect(counted).to_contain_text(re.compile(rf"\d+ of {len(world.ids)} pairs change"))
    desk.bench.get_by_label("Name of the layer").fill("light")
    desk.act("Keep as a layer")
    row = desk.page.locator(".row-name", has_text="light")
    expect(row).to_be_visible(timeout=40_000)
    assert desk.pair() == world.ids[1]
    assert "light" in layers(world)
    assert world.decided() == []

    desk.press("i")
    canvas = desk.page.locator(".matrix canvas")
    canvas.focus()
    for key in ("ArrowDown", "ArrowRight", "Space"):
        desk.press(key)
    aside = desk.page.locator(".matrix .aside")
    expect(aside).to_contain_text("1 changed to try it out")
    box = canvas.bounding_box()
    desk.page.keyboard.down("Shift")
    canvas.click(position={"x": box["width"] * 0.6, "y": box["height"] * 0.6})
    desk.page.keyboard.up("Shift")
    expect(aside).to_contain_text("2 changed to try it out")
    expect(desk.page.locator(".row-name.of-preview")).to_be_visible()
    desk.act("Keep as a layer")
    kept = f"{layers(world)[0]}, links changed"
    expect(desk.page.locator(".row-name", has_text=kept)).to_be_visible(timeout=40_000)
    where = ["--project", world.project, "--db", world.server.database]
    assert main(["layers", *where, "--delete", "light"]) == 0
    capsys.readouterr()
    desk.press("ArrowRight")
    expect(row).to_have_count(0)
    assert desk.problems == []


@pytest.mark.soak
def test_links_letters_layers_and_differences_are_seen_on_demand(acting, new_page) -> None:
    world = stage(*acting, SAMPLE)
    same_word = replace(METHODS["heuristic"], name="by words", aligner=PartSpec("same-word"))
    prepare(world.workspace, world.project, methods=[same_word])
    desk = world.open(new_page(), "sample-hi-01")
    curves = desk.page.locator(".curve")
    expect(curves).to_have_count(0)
    desk.bench.locator('button.chip[data-side="source"]').first.click()
    expect(curves).not_to_have_count(0)
    some = curves.count()
    desk.press("l")
    assert curves.count() > some
    desk.act("Links")
    assert curves.count() == some
    desk.press("o")
    latin = desk.page.locator('.tokens[data-side="target"] .latin')
    expect(latin.first).to_have_text(re.compile("^[a-z'` ̄-ͯāīū]+$", re.I))
    desk.act("Latin")
    expect(latin).to_have_count(0)
    before = desk.page.locator(".matrix canvas").screenshot()
    desk.bench.get_by_label("picks of the methods").check()
    assert desk.page.locator(".matrix canvas").screenshot() != before
    expect(desk.bench.get_by_label("same-word", exact=False).first).to_be_checked()
    desk.act("Table")
    expect(desk.page.locator("table.links thead th")).to_contain_text(["Source", "same-word"])
    desk.press("m")
    expect(desk.page.locator(".matrix-scroll")).to_be_hidden()
    rows = desk.page.locator(".row-name")
    every = rows.count()
    desk.press("d")
    assert rows.count() < every
    desk.act("Differences only")
    assert rows.count() == every
    assert desk.problems == []


@pytest.mark.soak
def test_names_of_a_file_become_entities_and_one_undo_takes_them_back(world, new_page) -> None:
    """The file names a word that stands in several pairs."""
    _, _, word = world.world.word
    before = {one: world.words(one, "source") for one in world.ids}
    desk = world.open(new_page())
    page = desk.page
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Names from a file").click()
    sheet = page.get_by_role("dialog", name="Names from a file")
    file = {"name": "names.tsv", "mimeType": "text/plain", "buffer": f"{word}\tLAW\n".encode()}
    sheet.locator('input[type="file"]').set_input_files([file])
    sheet.get_by_text("Also in sentences that have entities already").click()
    expect(sheet).to_contain_text(re.compile(r"\d+ places in \d+ pairs would get an entity"))
    sheet.get_by_role("button", name="Add them").click()
    expect(sheet).to_contain_text("source entities added and projected")
    added = [one for one in world.ids if f"{word}: LAW" in world.words(one, "source")]
    assert len(added) > 1
    sheet.get_by_role("button", name="Back to the pairs").click()
    expect(sheet).to_have_count(0)
    desk.wait_for_pair(world.ids[0])
    desk.press("z")
    desk.wait_until_saved()
    assert {one: world.words(one, "source") for one in world.ids} == before
    assert desk.problems == []


@pytest.mark.soak
def test_pairs_without_entities_are_checked_in_bulk_and_taken_back(acting, new_page) -> None:
    world = stage(*acting, World((), with_plain_pairs, SAMPLE.same, SAMPLE.word))
    desk = world.open(new_page())
    page = desk.page
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Pairs without entities").click()
    sheet = page.get_by_role("dialog", name="Pairs without entities")
    sheet.get_by_role("button", name="Check 3 pairs").click()
    expect(sheet).to_have_count(0)
    expect(page.get_by_text("3 pairs checked in bulk")).to_be_visible()
    done = world.decisions()
    assert {d.reason for d in done} == {"bulk"}
    assert [d.pair for d in done] == ["plain-0", "plain-1", "plain-2"]
    assert len({d.act for d in done}) == 1
    desk.press("z")
    desk.wait_until_saved()
    assert world.workspace.project(world.project).progress["unreviewed"] == len(world.ids)
    desk.press("z")  # nothing is left, and nothing is called unsaved
    expect(page.locator(".bench .notice")).to_contain_text("There is nothing left to undo")
    desk.wait_until_saved()
    assert desk.problems == []


def choose(desk: Desk, field: str, option: str) -> None:
    desk.page.get_by_role("combobox", name=field).click()
    desk.page.get_by_role("option", name=option).first.click()
    desk.press("Escape")


@pytest.mark.soak
def test_filters_are_combined_kept_in_the_url_and_taken_away(world, new_page) -> None:
    """Reason, label, length and person; the chips say each, a reload keeps them."""
    desk = world.open(new_page(), more="&person=Ada")
    desk.press("a")
    desk.wait_for_pair(world.ids[1])
    desk.wait_until_saved()
    page = desk.page
    position = page.locator(".bench .position")
    page.get_by_role("button", name="Filters", exact=True).click()
    page.get_by_label("Target words: from").fill("6")
    page.get_by_label("Target words: from").press("Enter")
    page.wait_for_url("**length=6*")
    choose(desk, "Reason for suspicion", "methods differ")
    page.wait_for_url("**reason=*")
    page.get_by_role("combobox", name="Label").click()
    page.get_by_role("option", name="PER", exact=True).click()
    page.wait_for_url("**label=PER*")
    expect(position).to_have_attribute("title", re.compile("label PER"))
    found = position.inner_text()
    page.reload()
    expect(position).to_have_text(found)
    total = int(found.split("/")[1])
    assert 0 < total < len(world.ids)
    for chip in ("label PER", "methods differ", "at least 6 target words"):
        page.get_by_role("button", name=chip, exact=True).click()
        expect(page.get_by_role("button", name=chip, exact=True)).to_have_count(0)
    expect(position).to_contain_text(f"/ {len(world.ids)}")
    page.goto(f"{page.url}&by=Ada")
    expect(position).to_have_text("1 / 1")
    assert world.workspace.project(world.project).progress[PairStatus.DONE] == 1
    assert desk.problems == []
