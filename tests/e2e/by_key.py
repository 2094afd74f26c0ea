"""Going through a page by key alone, and whether what has the focus can be seen."""

from collections.abc import Collection

import pytest
from playwright.sync_api import Page

MOST_STEPS = 60
LOOKS = 3
PRESSED = frozenset({"A", "BUTTON"})
FILLED = frozenset({"INPUT", "SELECT", "combobox", "switch"})

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
# Takes the focus away, or gives it back; a dialog takes back what leaves it, so it goes to the
# dialog itself.
BLUR = """() => {
    let e = document.activeElement;
    while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
    window.was = e;
    const dialog = e.parentElement?.closest('[role=dialog][tabindex]');
    if (dialog) dialog.focus({ preventScroll: true });
    else e.blur();
}"""


def focused(page: Page) -> str:
    """Return the first line of the name of what has the focus, "" where nothing has."""
    place = page.evaluate(FOCUSED)
    lines = [line for line in (place or {"name": ""})["name"].splitlines() if line]
    return lines[0] if lines else ""


def expect_focus(page: Page, name: str) -> None:
    """Wait until something of that name has the focus."""
    for _ in range(100):
        if focused(page) == name:
            return
        page.wait_for_timeout(50)
    pytest.fail(f"{name!r} has not the focus, but {focused(page)!r}")


def walk_to(
    page: Page,
    name: str,
    *,
    key: str = "Tab",
    kinds: Collection[str] = PRESSED,
    most: int = MOST_STEPS,
) -> list[str]:
    """Go on by key until something of that name has the focus; return what cannot be seen."""
    unseen = []
    for _ in range(most):
        page.keyboard.press(key)
        place = page.evaluate(FOCUSED)
        if place is None or not place["w"]:
            continue
        if not is_seen(page, place):
            unseen.append(f"{place['what']} {place['name']}")
        if name in place["name"].splitlines() and place["what"] in kinds:
            return unseen
    pytest.fail(f"{name!r} is not reached in {most} steps")


def look(page: Page, place: dict) -> bytes:
    """Return a picture of what has the focus, and of a little around it."""
    size = page.viewport_size
    x, y = max(0, place["x"] - 6), max(0, place["y"] - 6)
    room = {"width": min(place["w"] + 12, size["width"] - x)}
    room["height"] = min(place["h"] + 12, size["height"] - y)
    return page.screenshot(clip={"x": x, "y": y} | room, animations="disabled")


def is_seen(page: Page, place: dict) -> bool:
    """Return whether the page looks another where the focus is than without it.

    What moves between the two pictures, as an answer comes in, is looked at again where it is then:
    both would show a place that the focus has left.
    """
    for _ in range(LOOKS):
        page.wait_for_timeout(40)  # what moves into view
        place = page.evaluate(FOCUSED) or place
        inside = place["y"] >= 0 and place["y"] < page.viewport_size["height"]
        with_focus = look(page, place) if inside else b""
        page.evaluate(BLUR)
        without = look(page, place) if inside else b""
        page.evaluate("() => window.was.focus({ preventScroll: true })")
        if with_focus != without or page.evaluate(FOCUSED) == place:
            return with_focus != without
    return False
