"""Without a mouse: from the list to an exported correction, the focus always in sight."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.formats import conll
from core.pipeline.sample import SAMPLE, sample_pairs
from tests.e2e.by_key import FILLED, expect_focus, walk_to
from tests.e2e.desk import Desk
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

PROJECT = SAMPLE.replace(" ", "+")


@pytest.mark.soak
def test_from_the_list_to_an_exported_correction_by_key_alone(server: Server, new_page) -> None:
    page = new_page()
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


def test_a_filter_is_set_by_key_alone(sampled, new_page) -> None:
    """Few steps lead to it; Escape closes the popover, and Tab goes on behind its button."""
    desk = Desk(new_page(), sampled).inspect(PROJECT, "sample-de-01")
    page = desk.page
    left = sum(len(pair.target.tokens) >= 15 for pair in sample_pairs())
    position = desk.bench.locator(".position")
    assert not position.inner_text().endswith(f"/ {left}")
    desk.press("/")
    unseen = walk_to(page, "Filters", most=4)
    desk.press("Enter")
    field = page.get_by_label("Target words: from")
    expect(field).to_be_visible()
    unseen += walk_to(page, "Target words: from", kinds=FILLED, most=5)
    page.keyboard.type("15")
    desk.press("Enter")
    expect(position).to_have_text(re.compile(rf"/ {left}$"))
    expect(page.get_by_role("button", name="Target words")).to_be_visible()
    desk.press("Escape")
    expect(field).to_be_hidden()
    expect_focus(page, "Filters")
    desk.press("Enter")
    expect(field).to_be_visible()
    desk.press("Escape")  # at the button itself, with nothing of the popover in hand
    expect(field).to_be_hidden()
    expect_focus(page, "Filters")
    desk.press("Tab")
    expect_focus(page, "Go to pair")
    assert unseen == []
    assert desk.problems == []
