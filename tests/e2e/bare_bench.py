"""The bench alone: where its harness is, and what a test does and reads there."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

HARNESS = Path(__file__).parent / "harness" / "bench_app.py"
ARABIC, HINDI, CHINESE, YORUBA, EMPTY, UNKNOWN, LONG60, LONG80, LONG120, HOSTILE = range(10)

Open = Callable[..., Page]


def tokens(page: Page, side: str, index: int):
    return page.locator(f".tokens[data-side={side}] .tok[data-i='{index}'] bdi")


def drag(page: Page, side: str, start: int, end: int) -> None:
    a, b = tokens(page, side, start).bounding_box(), tokens(page, side, end).bounding_box()
    page.mouse.move(a["x"] + a["width"] / 2, a["y"] + a["height"] / 2)
    page.mouse.down()
    page.mouse.move(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2, steps=5)
    page.mouse.up()


def chips(page: Page, side: str) -> list[str]:
    """Return `words: LABEL, status` of every entity box on a side."""
    found = page.locator(f".boxes .chip[data-side={side}]")
    return [c.get_attribute("aria-label").rsplit(",", 1)[0] for c in found.all()]


def saved(page: Page) -> None:
    expect(page.locator(".save")).to_have_text("saved")


def heard(page: Page, words: str) -> None:
    expect(page.get_by_text(re.compile(r"^heard"))).to_have_text(words)
