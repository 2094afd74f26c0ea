"""What the bench paints: borders, directions, the pixels of the matrix, controls, fonts."""

import subprocess
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.e2e.bare_bench import ARABIC, Open, drag, saved, tokens
from tests.e2e.server import ROOT, Server

pytestmark = pytest.mark.e2e

KEYS = ROOT / "ui" / "components" / "bench" / "keys.js"
CHECK, CROSS = "M3.2 8.6l3.1 3.2 6.5-7.4", "M4 4l8 8M12 4l-8 8"

BORDER = "e => { const s = getComputedStyle(e, '::before'); return [s.borderTopStyle, s.height]; }"

# Words from left to right, line by line.
ORDER = """e => {
  const at = [...e.querySelectorAll('.tok')].map((t) => [t, t.querySelector('bdi')
    .getBoundingClientRect()]).map(([t, b]) => [Number(t.dataset.i), b.left, b.top]);
  const lines = [];
  for (const word of at) {
    const line = lines.find(([first]) => Math.abs(first[2] - word[2]) < 12);
    if (line) line.push(word); else lines.push([word]);
  }
  return lines.map((line) => line.sort((a, b) => a[1] - b[1]).map(([i]) => i));
}"""

# Where the rows and the columns of the matrix are, as the pointer finds them: the words told.
GRID = """canvas => {
  const root = canvas.closest('.matrix');
  const box = canvas.getBoundingClientRect();
  const at = (x, y) => {
    canvas.dispatchEvent(new PointerEvent('pointermove',
      { clientX: box.left + x, clientY: box.top + y }));
    const told = [...root.querySelectorAll('.readout-words bdi')].map((b) => b.textContent);
    return told.length === 2 ? told : null;
  };
  const [xs, ys] = [{}, {}];
  const note = (axis, word, v) => { axis[word] = [axis[word]?.[0] ?? v, v + 1]; };
  let [x, y] = [box.width * 0.5, box.height * 0.6];
  for (let v = 0; v < box.width; v += 1) { const t = at(v, y); if (t) note(xs, t[1], v); }
  for (let v = 0; v < box.height; v += 1) { const t = at(x, v); if (t) note(ys, t[0], v); }
  canvas.dispatchEvent(new PointerEvent('pointerleave'));
  return { xs, ys };
}"""

# The pixels of a rectangle in CSS pixels, as [r, g, b] each.
PIXELS = """(canvas, [x, y, w, h]) => {
  const k = canvas.width / canvas.getBoundingClientRect().width;
  const { data } = canvas.getContext('2d').getImageData(x * k, y * k, w * k, h * k);
  return Array.from({ length: data.length / 4 }, (_, n) => [...data.slice(4 * n, 4 * n + 4)]);
}"""

# How many colours a rectangle has, and how many bytes are others than at the last look.
COMPARED = """(canvas, [name, x, y, w, h]) => {
  const k = canvas.width / canvas.getBoundingClientRect().width;
  const { data } = canvas.getContext('2d').getImageData(x * k, y * k, w * k, h * k);
  const last = (canvas.looked ??= {})[name];
  canvas.looked[name] = data;
  const colours = new Set(new Uint32Array(data.buffer)).size;
  return [colours, last ? data.reduce((n, v, at) => n + (v !== last[at] ? 1 : 0), 0) : 0];
}"""

Rect = tuple[float, float, float, float]
Pixels = list[list[int]]


class Matrix:
    """The canvas of the matrix, read by the words of its rows and columns."""

    def __init__(self, page: Page) -> None:
        self.canvas = page.locator(".matrix canvas")
        page.mouse.move(2, 2)
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(100)  # laid out again once the fonts are there
        found = self.canvas.evaluate(GRID)
        self.xs, self.ys = found["xs"], found["ys"]

    def cell(self, source: str, target: str) -> Rect:
        (x, to_x), (y, to_y) = self.xs[target], self.ys[source]
        return x, y, to_x - x, to_y - y

    def pixels(self, rect: Rect) -> Pixels:
        return self.canvas.evaluate(PIXELS, list(rect))

    def middle(self, source: str, target: str) -> tuple[float, ...]:
        """Return the mean colour, laid on white, of the middle of a cell."""
        x, y, w, h = self.cell(source, target)
        return mean(self.pixels((round(x + w / 2 - 2), round(y + h / 2 - 2), 4, 4)))


def mean(pixels: Pixels) -> tuple[float, ...]:
    laid = [[255 + (v - 255) * p[3] / 255 for v in p[:3]] for p in pixels]
    return tuple(round(sum(channel) / len(laid), 1) for channel in zip(*laid, strict=True))


def light(colour: tuple[float, ...]) -> float:
    return sum(colour) / 3


def border(box: Locator) -> str:
    return box.first.evaluate(BORDER)[0]


def icons(chip: Locator) -> list[str]:
    return [p.get_attribute("d") or "" for p in chip.locator(".icon path").all()]


def test_a_state_is_told_by_its_border_and_its_sign(bench: Open) -> None:
    page = bench("wiki-th-0009")
    target, source = (
        page.locator(".pane[data-side=target]"),
        page.locator(".pane[data-side=source]"),
    )
    open_box = target.locator(".box.st-unreviewed.methods-conflict")
    agreed = target.locator(".box.methods-agree")
    expect(open_box).to_have_count(1)
    expect(agreed).to_have_count(2)
    chips = target.locator(".boxes .chip")
    assert (border(open_box), border(agreed)) == ("dashed", "double")
    assert icons(chips.nth(1)) == []
    assert border(source.locator(".box.st-unreviewed")) == "dashed"
    chips.nth(1).click()
    page.keyboard.press("Enter")
    accepted = target.locator(".box.st-accepted")
    expect(accepted).to_have_count(1)
    expect(agreed).to_have_count(1)
    assert border(accepted) == "solid"
    assert icons(target.locator(".chip.st-accepted")) == [CHECK]
    chips.nth(0).click()
    page.keyboard.press("Delete")
    rejected = target.locator(".pane-foot .chip.st-rejected")
    expect(rejected).to_be_visible()
    assert icons(rejected) == [CROSS]
    assert border(target.locator(".box.lost")) == "none"
    source.locator(".boxes .chip").nth(2).click()
    page.keyboard.press("n")
    bare = source.locator(".box.st-no-counterpart")
    expect(bare).to_have_count(1)
    assert border(bare) == "dotted"
    signs = icons(source.locator(".chip.st-no-counterpart"))
    assert len(signs) == 1
    assert signs[0] not in {"", CHECK, CROSS}
    saved(page)


def test_words_keep_their_directions_and_places_when_labelled(bench: Open) -> None:
    page = bench(ARABIC)
    target = page.locator(".tokens[data-side=target]")
    for side, direction in (("source", "ltr"), ("target", "rtl")):
        pane = page.locator(f".tokens[data-side={side}]")
        expect(pane).to_have_attribute("dir", direction)
        expect(pane).to_have_css("direction", direction)
    before = target.evaluate(ORDER)
    lines = before if len(before) == 1 else [[*before[1], *before[0]]]
    assert lines == [[14, 13, 12, 11, 10, 9, 7, 8, 6, 5, 4, 3, 2, 1, 0]]
    tokens(page, "target", 13).click()
    page.keyboard.press("4")
    expect(target.locator(".chip", has_text="MISC")).to_have_count(1)
    assert target.evaluate(ORDER) == before
    tokens(page, "target", 7).click()
    page.keyboard.press("[")
    drag(page, "target", 8, 8)
    page.keyboard.press("4")
    expect(target.locator(".chip", has_text="MISC")).to_have_count(2)
    assert target.evaluate(ORDER) == before
    drag(page, "target", 11, 11)
    page.keyboard.press("4")
    expect(target.locator(".chip", has_text="MISC")).to_have_count(3)
    assert target.evaluate(ORDER) == before
    saved(page)


def test_a_cell_is_as_dark_as_its_link_is_probable_and_bands_show(bench: Open) -> None:
    page = bench(ARABIC)
    matrix = Matrix(page)
    assert (len(matrix.ys), len(matrix.xs)) == (12, 15)
    rising = [
        ("met", "مع"), ("executives", "شركة"), ("on", "يوم"), ("executives", "مديري"),
        ("met", "التقت"), ("14", "14"),
    ]  # fmt: skip
    shades = [light(matrix.middle(*cell)) for cell in rising]
    assert shades == sorted(shades, reverse=True)
    assert all(a - b > 1 for a, b in pairwise(shades))
    outside = matrix.middle("Chancellor", "التقت")
    assert outside == matrix.middle("on", "المستشارة")
    assert outside == (255.0, 255.0, 255.0)
    in_column, in_row = matrix.middle("met", "ميركل"), matrix.middle("Merkel", "التقت")
    both = matrix.middle("Cairo", "ميركل")
    assert outside not in {in_column, in_row, both}
    assert light(both) < light(in_column)
    assert shades[0] < light(outside)


def test_a_selection_frames_its_candidates_and_gold_is_marked(bench: Open) -> None:
    page = bench(ARABIC)
    matrix = Matrix(page)
    x, y, _, h = matrix.cell("Volkswagen", "Volkswagen")
    edge = (x - 1, y + h / 2, 3, h / 2 - 3)
    far_x, far_y, _, far_h = matrix.cell("on", "المستشارة")
    far = (far_x - 1, far_y + far_h / 2, 3, far_h / 2 - 3)
    before = matrix.pixels(edge), matrix.pixels(far)
    page.locator(".chip[data-side=source]").nth(1).click()
    expect(page.locator(".what")).to_contain_text("Volkswagen")
    page.mouse.move(2, 2)
    page.wait_for_timeout(100)
    after = matrix.pixels(edge), matrix.pixels(far)
    changed = sum(a != b for a, b in zip(before[0], after[0], strict=True))
    assert changed >= len(before[0]) // 8
    assert min(light(mean([p])) for p in after[0]) < min(light(mean([p])) for p in before[0]) - 30
    assert after[1] == before[1]
    page.keyboard.press("Escape")
    expect(page.locator(".curve")).to_have_count(0)
    page.mouse.move(2, 2)
    page.wait_for_timeout(100)
    assert matrix.pixels(edge) == before[0]

    def corners() -> list[Pixels]:
        cells = [("Angela", "أنغيلا"), ("Volkswagen", "AG"), ("Merkel", "أنغيلا")]
        boxes = [matrix.cell(*c) for c in cells]
        return [matrix.pixels((bx + bw - 5, by + 2, 4, 3)) for bx, by, bw, _ in boxes]

    sure, possible, nothing = (mean(p) for p in corners())
    page.get_by_label("gold: sure").uncheck()
    page.mouse.move(2, 2)
    page.wait_for_timeout(100)
    bare_sure, bare_possible, bare_nothing = (mean(p) for p in corners())
    assert nothing == bare_nothing
    assert sure != bare_sure
    assert possible != bare_possible
    assert light(sure) < light(bare_sure) - 40
    assert light(sure) < light(possible) - 40


def test_a_long_pair_is_drawn_in_a_canvas_as_small_as_its_window(bench: Open) -> None:
    page = bench("long-200")
    session = page.context.new_cdp_session(page)
    size = {"width": 1280, "height": 900, "deviceScaleFactor": 2, "mobile": False}
    session.send("Emulation.setDeviceMetricsOverride", size)
    page.reload()
    page.wait_for_selector(".bench[data-pair='long-200']")
    canvas, scroller = page.locator(".matrix canvas"), page.locator(".matrix-scroll")
    page.wait_for_timeout(200)
    assert page.evaluate("devicePixelRatio") == 2
    sizes = "([c, s]) => [c.width, c.height, s.offsetWidth, s.offsetHeight, s.scrollHeight]"
    both = [canvas.element_handle(), scroller.element_handle()]
    width, height, room, tall, whole = page.evaluate(sizes, both)
    assert whole > 200 * 14
    assert height <= 2 * tall
    assert width <= 2 * room
    assert tall < 700
    edge, high = width / 2, height / 2
    parts = [["rows", 2, 120, 60, high - 140], ["columns", 130, 2, edge - 140, 40]]
    assert all(canvas.evaluate(COMPARED, part)[0] > 3 for part in parts)
    assert all(canvas.evaluate(COMPARED, part)[1] == 0 for part in parts)
    scroller.evaluate("e => { e.scrollTop = e.scrollHeight; e.scrollLeft = e.scrollWidth; }")
    page.wait_for_timeout(200)
    for part in parts:
        colours, moved = canvas.evaluate(COMPARED, part)
        assert colours > 3, part
        assert moved > 100, part
    assert page.evaluate(sizes, both)[:2] == [width, height]
    found = Matrix(page)
    assert {"word199", "word190"} <= set(found.ys)
    assert "word0" not in found.ys
    assert "Wort199" in found.xs


BY_HAND = {
    "next-entity": ".boxes .chip",
    "previous-entity": ".boxes .chip",
    "word-right": ".tok bdi",
    "word-left": ".tok bdi",
    "side-up": ".tokens[data-side=source] .tok bdi",
    "side-down": ".tokens[data-side=target] .tok bdi",
}
PAGE_FIELDS = {"filter", "goto"}
KEYMAP = """source => import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })))
  .then(({ KEYMAP }) => KEYMAP.map(({ command, arg, show }) => [command, arg ?? 0, show]))"""


def control_of(command: str, n: int) -> str:
    """Return the selector of what does by mouse what a key does."""
    numbered = {
        "label": f"[data-fid='label:{n}']",
        "take": f"[data-fid='take:method:{n - 1}']",
        "take-one": f".mini[data-fid^='mini:method-{n}:']",
        "pick": f"[data-fid='pick:{n - 1}']",
        "consensus": "[data-fid^='take:consensus:']",
    }
    return BY_HAND.get(command) or numbered.get(command) or f"[data-command='{command}']"


def test_every_key_has_a_control_in_sight(bench: Open) -> None:
    page = bench("nine-ways", query="&more=4")
    keys = page.evaluate(KEYMAP, KEYS.read_text(encoding="utf-8"))
    assert len(keys) > 60
    left = {(command, n): show for command, n, show in keys if command not in PAGE_FIELDS}
    shown: dict[str, set[str]] = {}

    def look(state: str) -> None:
        for command, n in list(left):
            able = page.locator(f"{control_of(command, n)}:visible:not([aria-disabled='true'])")
            if able.count():
                del left[command, n]
                shown.setdefault(state, set()).add(command)

    look("nothing")
    page.locator(".chip[data-side=target]").first.click()
    expect(page.locator("[data-fid='pick:8']")).to_be_visible()
    look("entity")
    page.keyboard.press("]")
    expect(page.locator(".offer [data-command=offer]")).to_be_visible()
    look("offer")
    saved(page)
    page.locator("[data-command=undo]").click()
    expect(page.locator("[data-command=redo]")).not_to_have_attribute("aria-disabled", "true")
    look("undone")
    page.locator("[data-command=what-if]:visible").click()
    expect(page.locator(".trial [data-command=what-if]")).to_be_visible()
    look("what-if")
    assert left == {("merge", 0): "B"}  # in sight where others met: test_two_tabs.py
    assert {"label", "pick", "accept", "delete", "no-counterpart", "clear"} <= shown["entity"]
    assert shown["offer"] == {"offer", "undo"}
    assert shown["undone"] == {"redo"}
    assert "pick" not in shown["nothing"]


def families(pattern: str) -> set[str]:
    """Return the families that fontconfig lists for a pattern, by all their names."""
    found = subprocess.run(
        ["fc-list", pattern, "family"], capture_output=True, text=True, check=True, timeout=30
    )
    return {name.strip() for line in found.stdout.splitlines() for name in line.split(",")}


@pytest.fixture(scope="module")
def walker(harness: Server, profile: BrowserContext) -> Page:
    """Return one page for all scripts, which is walked from pair to pair."""
    page = profile.new_page()
    page.goto(f"{harness.url}/?at=0")
    page.wait_for_selector(".bench[data-pair]")
    return page


def walk(page: Page, pair: str) -> None:
    """Go on to a pair: by key where it is the next one, else by its address."""
    bench = page.locator(".bench")
    here = bench.get_attribute("data-pair")
    if here == pair:
        return
    page.keyboard.press("ArrowRight")
    expect(bench).not_to_have_attribute("data-pair", here)
    if bench.get_attribute("data-pair") != pair:
        page.goto(f"{page.url.partition('?')[0]}?at={pair}")
    expect(bench).to_have_attribute("data-pair", pair)


@pytest.mark.parametrize(
    ("pair", "lang"),
    [
        ("europarl-ar-0312", "ar"), ("wiki-hi-0047", "hi"), ("ontonotes-zh-118", "zh"),
        ("masakha-yo-2207", "yo"), ("wiki-th-0009", "th"), ("masakha-am-0451", "am"),
    ],
)  # fmt: skip
def test_every_script_is_drawn_in_a_font_that_has_it(walker: Page, pair: str, lang: str) -> None:
    if not families(f":lang={lang}"):
        pytest.skip(f"fc-list :lang={lang} knows no font on this machine")
    page = walker
    walk(page, pair)
    words = page.locator(".tokens[data-side=target] .words")
    page.evaluate("document.fonts.ready")
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    session.send("DOM.getDocument", {"depth": -1, "pierce": True})
    words.evaluate("e => { globalThis.probed = e; }")
    held = session.send("Runtime.evaluate", {"expression": "globalThis.probed"})["result"]
    node = session.send("DOM.requestNode", {"objectId": held["objectId"]})["nodeId"]
    used: dict[str, float] = {}
    found = session.send("DOM.querySelectorAll", {"nodeId": node, "selector": "bdi"})["nodeIds"]
    for word in found:
        fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": word})["fonts"]
        assert fonts
        used |= {f["familyName"]: f["glyphCount"] for f in fonts}
    assert used
    assert all(count > 0 for count in used.values())
    assert not [n for n in used if "LastResort" in n or "Fallback" in n]
    text = set(words.inner_text()) - set(" \n")
    native = sorted(c for c in text if ord(c) > 127)
    assert native
    covering = families(":charset=" + " ".join(f"{ord(c):x}" for c in native))
    assert covering & set(used), (used, covering)
    plain = families(":charset=" + " ".join(f"{ord(c):x}" for c in sorted(text - set(native))))
    assert set(used) <= covering | plain, (used, covering)
