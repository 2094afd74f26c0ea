"""Without a mouse: from the list to an exported correction, the focus always in sight."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.formats import conll
from core.pipeline.sample import SAMPLE
from tests.e2e.desk import Desk
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

MOST_STEPS = 60
PROJECT = SAMPLE.replace(" ", "+")

# What has the focus, through every shadow root: its name, and where it is.
FOCUSED = """() => {
    let e = document.activeElement;
    while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
    if (!e || e === document.body) return null;
    const box = e.getBoundingClientRect();
    const name = e.getAttribute('aria-label') ?? e.innerText ?? '';
    const what = e.getAttribute('role') ?? e.tagName;
    return { name: name.trim(), what, x: box.x, y: box.y, w: box.width, h: box.height };
}"""
# Takes the focus away, or gives it back.
BLUR = """() => {
    let e = document.activeElement;
    while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
    window.was = e;
    e.blur();
}"""


def look(page: Page, place: dict) -> bytes:
    """Return a picture of what has the focus, and of a little around it."""
    size = page.viewport_size
    x, y = max(0, place["x"] - 6), max(0, place["y"] - 6)
    room = {"width": min(place["w"] + 12, size["width"] - x)}
    room["height"] = min(place["h"] + 12, size["height"] - y)
    return page.screenshot(clip={"x": x, "y": y} | room, animations="disabled")


def walk_to(page: Page, name: str, *, key: str = "Tab") -> list[str]:
    """Go on by key until something of that name has the focus; return what cannot be seen."""
    unseen = []
    for _ in range(MOST_STEPS):
        page.keyboard.press(key)
        place = page.evaluate(FOCUSED)
        if place is None or not place["w"]:
            continue
        if not is_seen(page, place):
            unseen.append(f"{place['what']} {place['name']}")
        if name in place["name"].splitlines() and place["what"] in {"A", "BUTTON"}:
            return unseen
    pytest.fail(f"{name!r} is not reached in {MOST_STEPS} steps")


def is_seen(page: Page, place: dict) -> bool:
    """Return whether the page looks another where the focus is than without it."""
    page.wait_for_timeout(40)  # what moves into view
    place = page.evaluate(FOCUSED) or place
    inside = place["y"] >= 0 and place["y"] < page.viewport_size["height"]
    with_focus = look(page, place) if inside else b""
    page.evaluate(BLUR)
    without = look(page, place) if inside else b""
    page.evaluate("() => window.was.focus({ preventScroll: true })")
    return with_focus != without


def test_from_the_list_to_an_exported_correction_by_key_alone(server: Server, new_page) -> None:
    page = new_page(accept_downloads=True)
    desk = Desk(page, server).open()
    page.get_by_role("button", name="Open the sample").wait_for()
    unseen = walk_to(page, "Open the sample")
    page.keyboard.press("Enter")
    desk.wait_for_pair("sample-de-01", seconds=60)
    page.keyboard.press("Tab")
    for key in ("t", "t", "Shift+[", "a"):
        page.keyboard.press(key)
    desk.wait_for_pair("sample-de-02")
    desk.wait_until_saved()
    unseen += walk_to(page, "Export", key="Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Export")).to_be_visible()
    unseen += walk_to(page, "Write the file")
    page.keyboard.press("Enter")
    page.get_by_test_id("stDownloadButton").wait_for()
    unseen += walk_to(page, "Download")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    (block,) = conll.read(Path(waiting.value.path()).read_bytes(), file="export").blocks
    assert block.tokens[block.tags.index("B-ORG")] == "Nairobi"
    assert unseen == []
    assert desk.problems == []


@pytest.fixture(scope="module")
def sampled(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("keyboard"))
    running.take_sample()
    running.start()
    yield running
    running.kill()


def test_progress_leads_to_work_by_key_alone(sampled, new_page) -> None:
    desk = Desk(new_page(), sampled).open(f"/Progress?project={PROJECT}")
    expect(desk.page.get_by_role("heading", name="Estimated quality")).to_be_visible()
    unseen = walk_to(desk.page, "Open")
    desk.press("Enter")
    desk.wait_for_pair("sample-de-01")
    assert unseen == []
    assert desk.problems == []
