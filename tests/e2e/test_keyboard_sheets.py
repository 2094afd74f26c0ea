"""Without a mouse: what opens over the page is reached, used and left, the focus never lost."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from core.domain.pair import Pair, Sentence
from core.pipeline.sample import sample_pairs
from tests.e2e.by_key import FILLED, expect_focus, walk_to
from tests.e2e.desk import Desk
from tests.e2e.worlds import SAMPLE, Stage, stage

pytestmark = [pytest.mark.e2e, pytest.mark.soak]

PLAIN = (
    ("it rained all day .", "llovió todo el día ."),
    ("the cat sleeps .", "el gato duerme ."),
)


@pytest.fixture
def own(acting) -> Stage:
    """Return a sample of its own."""
    return stage(*acting, SAMPLE)


def menu(desk: Desk, entry: str) -> list[str]:
    """Go to the menu by key and choose an entry of it; return what cannot be seen."""
    desk.press("g")
    unseen = walk_to(desk.page, "More", most=2)
    desk.press("Enter")
    expect(desk.page.get_by_role("button", name=entry)).to_be_visible()
    unseen += walk_to(desk.page, entry, most=8)
    desk.press("Enter")
    expect(desk.page.get_by_role("dialog", name=entry)).to_be_visible()
    return unseen


def leave(page: Page, dialog: str) -> None:
    """Close a dialog by key; the menu that it came from has the focus again."""
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name=dialog)).to_have_count(0)
    expect_focus(page, "More")


def test_names_of_a_file_are_added_by_key_alone(own, new_page, tmp_path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("law\n", encoding="utf-8")
    desk = own.open(new_page())
    page = desk.page
    unseen = menu(desk, "Names from a file")
    expect(page.get_by_label("Label of names without one")).to_be_visible()
    unseen += walk_to(page, "Upload", most=4)
    with page.expect_file_chooser() as waiting:
        desk.press("Enter")
    waiting.value.set_files(names)
    unseen += walk_to(page, "Label of names without one", kinds=FILLED, most=8)
    page.keyboard.type("FIELD")
    unseen += walk_to(page, "Also in sentences that have entities already", kinds=FILLED, most=4)
    desk.press("Space")
    adding = page.get_by_role("button", name="Add them")
    expect(adding).to_be_visible()
    unseen += walk_to(page, "Add them", most=12)
    desk.press("Enter")
    expect(page.get_by_text("added and projected")).to_be_visible(timeout=60_000)
    assert "law: FIELD" in own.words("sample-de-01", "source")
    leave(page, "Names from a file")
    assert unseen == []
    assert desk.problems == []


def test_pairs_without_entities_are_checked_by_key_alone(acting, new_page) -> None:
    pairs = [
        Pair(
            f"plain-{k}",
            Sentence(tuple(a.split()), (), "en"),
            Sentence(tuple(b.split()), None, "es"),
        )
        for k, (a, b) in enumerate(PLAIN)
    ]
    at = stage(*acting, replace(SAMPLE, pairs=lambda: [*sample_pairs()[28:32], *pairs]))
    desk = at.open(new_page())
    unseen = menu(desk, "Pairs without entities")
    unseen += walk_to(desk.page, f"Check {len(PLAIN)} pairs", most=12)
    desk.press("Enter")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    assert at.decided("plain-1") == [("accept-pair", "bulk")]
    expect_focus(desk.page, "More")
    assert unseen == []
    assert desk.problems == []


def test_a_layer_is_deleted_by_key_alone(own, new_page) -> None:
    newest = own.workspace.project(own.project).layers[-1].name
    desk = own.open(new_page())
    unseen = menu(desk, "Layers")
    unseen += walk_to(desk.page, f"Delete {newest}", kinds=FILLED, most=3)
    desk.press("Space")
    expect(desk.page.get_by_role("button", name="Delete for good")).to_be_visible()
    unseen += walk_to(desk.page, "Delete for good", most=3)
    desk.press("Enter")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    assert newest not in [layer.name for layer in own.workspace.project(own.project).layers]
    expect_focus(desk.page, "More")
    assert unseen == []
    assert desk.problems == []


def test_tab_goes_through_filters_to_what_follows_them(own, new_page) -> None:
    """Back as well; and a filter that lets nothing through can be taken back by key."""
    desk = own.open(new_page())
    page = desk.page
    desk.press("/")
    unseen = walk_to(page, "Filters", most=4)
    desk.press("Enter")
    expect(page.get_by_label("Target words: from")).to_be_visible()
    unseen += walk_to(page, "The text is a regular expression", kinds=FILLED, most=2)
    desk.press("Shift+Tab")
    expect_focus(page, "Filters")
    unseen += walk_to(page, "Conflicts of mine", kinds=FILLED, most=18)
    unseen += walk_to(page, "Go to pair", kinds=FILLED, most=4)  # past two helps
    unseen += walk_to(page, "Filters", key="Shift+Tab", most=1)
    unseen += walk_to(page, "Target words: from", kinds=FILLED, most=5)
    page.keyboard.type("999")
    desk.press("Enter")
    expect(page.get_by_text("No pair matches the filter")).to_be_visible()
    desk.press("Escape")
    expect(page.get_by_label("Target words: from")).to_be_hidden()
    expect_focus(page, "Filters")
    unseen += walk_to(page, "Clear the filter", most=6)
    desk.press("Enter")
    desk.wait_for_pair(own.ids[0])
    assert unseen == []
    assert desk.problems == []


def test_a_knob_is_moved_and_kept_by_key_alone(own, new_page) -> None:
    """The key of What if puts the focus there, Escape gives it back; Tab leads to the knobs."""
    desk = own.open(new_page(), own.ids[1])
    page = desk.page
    desk.press("i")
    expect_focus(page, "What if")
    knob = desk.bench.get_by_label("coverage: weight", exact=True)
    expect(knob).to_be_visible()
    unseen = walk_to(page, "coverage: weight", kinds=FILLED, most=6)
    desk.press("ArrowDown")
    expect(knob).to_have_value("0")
    expect(page.locator(".outcome-words")).to_contain_text("(missing)")
    expect(page.locator(".row-name.of-preview")).to_be_visible()
    slider = desk.bench.get_by_label("coverage: unlinked", exact=True)
    before = slider.input_value()
    unseen += walk_to(page, "coverage: unlinked", kinds=FILLED, most=3)
    desk.press("ArrowRight")
    expect(slider).not_to_have_value(before)
    assert desk.pair() == own.ids[1]
    unseen += walk_to(page, "Count the pairs that change", most=20)
    desk.press("Enter")
    counted = re.compile(rf"\d+ of {len(own.ids)} pairs change")
    expect(page.locator(".corpus")).to_contain_text(counted)
    unseen += walk_to(page, "Name of the layer", kinds=FILLED, most=40)
    page.keyboard.type("light")
    unseen += walk_to(page, "Keep as a layer", most=1)
    desk.press("Enter")
    expect(page.locator(".row-name", has_text="light")).to_be_visible(timeout=40_000)
    layers = [layer.name for layer in own.workspace.project(own.project).layers]
    assert "light" in layers
    desk.press("Escape")
    expect_focus(page, "Projection bench")
    expect(knob).to_be_visible()
    desk.press("i")
    expect(knob).to_be_hidden()
    desk.press("ArrowRight")
    desk.wait_for_pair(own.ids[2])
    assert unseen == []
    assert desk.problems == []


def test_the_pairs_of_a_cell_are_opened_by_key_alone(own, new_page) -> None:
    desk = Desk(new_page(), own.server).open(f"/Compare?project={own.project}&view=Errors")
    page = desk.page
    expect(page.get_by_test_id("stDownloadButton").first).to_be_visible(timeout=60_000)
    field = "Open the pairs of a cell of Errors"
    cell = page.get_by_role("combobox", name=field)
    unseen = walk_to(page, field, kinds=FILLED)
    page.wait_for_timeout(1_000)  # Tab went through a table, which tells its cell a little later
    page.keyboard.type("boundary+type, coverage-exact")
    expect(page.get_by_role("option")).to_have_count(1)
    desk.press("Enter")
    expect(cell).to_have_value(re.compile(r"^boundary\+type, coverage-exact: \d+$"))
    link = page.locator("a[href*='boundary%2Btype'][href*='coverage-exact']")
    expect(link).to_contain_text(re.compile(r"Inspect \d+ pairs?"))
    name = link.inner_text().splitlines()[0]
    unseen += walk_to(page, name, most=8)
    desk.press("Enter")
    expect(desk.bench.locator(".position")).to_have_text(re.compile(rf"/ {name.split()[1]}$"))
    assert unseen == []
    assert desk.problems == []
