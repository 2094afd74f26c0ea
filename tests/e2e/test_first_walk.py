"""A newcomer's first walk, by mouse and by what is to be seen: to a corrected file."""

import time
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.formats import conll
from tests.e2e.desk import Desk
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

AT_MOST_S = 120.0


def test_from_the_start_to_an_exported_correction(server: Server, new_page) -> None:
    page = new_page()
    desk = Desk(page, server).open()
    page.get_by_role("button", name="Open the sample").wait_for()
    began_s = time.monotonic()
    page.get_by_role("button", name="Open the sample").click()
    desk.wait_for_pair("sample-de-01", seconds=60)
    desk.entity("target", "Universität Nairobi").click()
    expect(desk.bench.locator(".what")).to_contain_text("Universität Nairobi")
    desk.bench.get_by_role("group", name="Edges").get_by_role("button").nth(1).click()
    expect(desk.entity("target", "Nairobi")).to_be_visible()
    desk.bench.get_by_role("button", name="Accept & next").click()
    desk.wait_for_pair("sample-de-02")
    desk.wait_until_saved()
    page.get_by_role("link", name="Export").click()
    page.get_by_role("button", name="Write the file").click()
    with page.expect_download() as waiting:
        page.get_by_test_id("stDownloadButton").get_by_role("button").click()
    took_s = time.monotonic() - began_s
    (block,) = conll.read(Path(waiting.value.path()).read_bytes(), file="export").blocks
    assert "B-ORG" in block.tags
    assert block.tokens[block.tags.index("B-ORG")] == "Nairobi"
    assert took_s < AT_MOST_S
    assert desk.problems == []
