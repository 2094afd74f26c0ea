"""What the bench shows of links and scripts: curves, Latin letters, matrix layers, toggles."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

HARNESS = Path(__file__).parent / "harness" / "bench_app.py"

Open = Callable[[str], Page]

ENDS = """() => {
  const root = [...document.querySelectorAll('*')].map((e) => e.shadowRoot?.querySelector('.bench'))
    .find(Boolean) ?? document.querySelector('.bench');
  const sheet = root.querySelector('.curve-sheet').getBoundingClientRect();
  const words = (side) => root.querySelectorAll(`.tokens[data-side=${side}] .tok bdi`);
  const box = (side, k) => words(side)[k].getBoundingClientRect();
  const middle = (b) => b.left + b.width / 2 - sheet.left;
  const curve = root.querySelector('.curve:not(.quiet)').getAttribute('d');
  const d = curve.match(/-?[\\d.]+/g).map(Number);
  const [from, to] = [box('source', 1), box('target', 2)];
  return [Math.abs(d[0] - middle(from)), Math.abs(d.at(-2) - middle(to)),
    d[1] > from.top - sheet.top, d.at(-1) < to.bottom - sheet.top];
}"""  # fmt: skip


@pytest.fixture(scope="module")
def harness(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("sight"), HARNESS).start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def bench(harness: Server, browser: Browser) -> Iterator[Open]:
    """Return a function that opens the harness at a pair, in one profile, as it was left."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})

    def open_bench(pair: str) -> Page:
        page = context.new_page()
        page.goto(f"{harness.url}/?at={pair}")
        page.wait_for_selector(f".bench[data-pair='{pair}']")
        return page

    yield open_bench
    context.close()


def word(page: Page, side: str, index: int):
    return page.locator(f".tokens[data-side={side}] .tok[data-i='{index}'] bdi")


def test_curves_follow_the_selection_and_the_layout(bench: Open) -> None:
    page = bench("europarl-ar-0312")
    curves = page.locator(".curve")
    expect(curves).to_have_count(0)
    page.locator(".chip[data-side=source]").nth(1).click()
    expect(curves).to_have_count(2)
    page.locator(".chip[data-side=source]").first.click()
    for width in (1280, 700):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(150)
        off_source, off_target, below, above = page.evaluate(ENDS)
        assert off_source < 1
        assert off_target < 1
        assert below
        assert above
    page.keyboard.press("l")
    expect(page.locator(".curve.quiet")).not_to_have_count(0)
    expect(page.get_by_role("button", name="Links L")).to_have_attribute("aria-pressed", "true")
    word(page, "target", 5).click()  # curves let the pointer through
    expect(page.locator(".what")).to_contain_text("مديري")
    page.keyboard.press("l")
    expect(page.locator(".curve.quiet")).to_have_count(0)


def test_latin_letters_are_shown_and_remembered_and_change_no_position(bench: Open) -> None:
    page = bench("europarl-ar-0312")
    page.keyboard.press("o")
    latin = page.locator(".tokens[data-side=target] .latin")
    expect(latin).to_have_count(15)
    expect(latin.nth(3)).to_have_text("myrkl")
    expect(latin.nth(7)).to_be_empty()
    expect(page.locator(".tokens[data-side=source] .latin")).to_have_count(0)
    latin.nth(3).click()
    expect(page.locator(".what")).to_contain_text("أنغيلا ميركل")
    word(page, "target", 2).hover()
    expect(page.locator(".gloss")).to_have_text("'nghyl myrkl→Angela Merkel")
    word(page, "source", 8).hover()
    expect(page.locator(".gloss")).to_have_text("يومywm0.70")
    page.reload()
    expect(latin).to_have_count(15)
    page.get_by_role("button", name="Latin O").click()
    expect(latin).to_have_count(0)
    expect(page.locator(".boxes .box.methods-conflict")).not_to_have_count(0)
    page.goto(page.url.replace("europarl-ar-0312", "long-200"))
    note = page.locator(".pane[data-side=target] .note")
    expect(note).to_have_text("Words from #161 on were beyond the aligner’s limit.")
    expect(page.locator(".tokens[data-side=target] .tok.unseen")).to_have_count(40)


def test_layers_of_the_matrix_are_read_out_listed_and_switched(bench: Open) -> None:
    page = bench("europarl-ar-0312")
    canvas = page.locator(".matrix canvas")
    canvas.focus()
    for key in [*["ArrowDown"] * 5, "End", *["ArrowRight"] * 7]:
        page.keyboard.press(key)
    expect(page.locator(".readout-words")).to_contain_text("Volkswagen")
    read = page.locator(".readout-values")
    expect(read).to_have_text(
        "statistical0.960same-wordlinkedsimalign0.800goldsurepicked by methods1, 2, 3"
    )
    page.keyboard.press("ArrowLeft")
    expect(read).to_contain_text("goldpossible")
    before = canvas.screenshot()
    page.get_by_label("gold: sure").uncheck()
    page.get_by_label("picks of the methods").check()
    assert canvas.screenshot() != before
    page.reload()
    expect(page.get_by_label("gold: sure")).not_to_be_checked()
    expect(page.get_by_label("picks of the methods")).to_be_checked()
    page.keyboard.press("m")
    expect(page.get_by_label("gold: sure")).to_be_hidden()
    page.keyboard.press("m")
    page.get_by_role("button", name="Table").click()
    heads = page.locator("table.links thead th")
    expect(heads).to_have_text(
        ["Source", "Entity", "Target", "Probability", "same-word", "simalign", "gold"]
    )
    row = page.locator("table.links tbody tr").nth(4)
    expect(row).to_contain_text("Volkswagen, possible: AG")
    page.goto(page.url.replace("europarl-ar-0312", "long-200"))
    page.get_by_label("Go to an entity in the matrix").select_option(label="ORG: word183 word184")
    expect(page.locator(".readout-words")).to_contain_text("word183")
    assert page.locator(".matrix-scroll").evaluate("e => e.scrollTop") > 2000


def test_a_link_is_turned_off_and_on_by_key_and_by_mouse(bench: Open) -> None:
    page = bench("europarl-ar-0312")
    aside = page.locator(".matrix .aside")
    expect(aside).to_have_text("15 links by statistical")
    canvas = page.locator(".matrix canvas")
    canvas.focus()
    for key in ["ArrowDown", "ArrowDown", "ArrowLeft", "ArrowLeft", "Space"]:
        page.keyboard.press(key)
    expect(page.locator(".readout-values")).to_contain_text("0.970, turned off")
    expect(aside).to_have_text("15 links by statistical, 1 changed to try it out")
    expect(page.locator(".status")).to_have_text("unreviewed")
    page.get_by_role("button", name="Toggle link").click()
    expect(aside).to_have_text("15 links by statistical")
    page.locator(".chip[data-side=source]").first.click()
    expect(page.locator(".curve")).to_have_count(2)
    box = canvas.bounding_box()
    held = page.locator(".readout-words").inner_text()
    page.keyboard.down("Shift")
    canvas.click(position={"x": box["width"] * 0.5, "y": box["height"] * 0.3})
    page.keyboard.up("Shift")
    assert page.locator(".readout-words").inner_text() != held
    expect(aside).to_have_text("15 links by statistical, 1 changed to try it out")
