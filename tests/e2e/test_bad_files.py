"""What bad and hostile files are told before anything is stored."""

import json

import pytest
from playwright.sync_api import expect

from core.storage import Workspace
from tests.e2e.desk import Desk
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

SOURCE = """Ada\tB-PER
Lovelace\tI-PER
met\tO
Babbage\tB-PER
in\tO
London\tB-LOC
.\tO

Nobody\tO
came\tO
.\tO
"""
TARGET = "Ada Lovelace traf Babbage in London.\nNiemand kam.\n"
HOSTILE = "<script>window.stolen=1</script>"


def told(desk: Desk, text: str) -> None:
    """Wait for words in the list of problems."""
    expect(desk.page.get_by_role("listitem").filter(has_text=text).first).to_be_visible()


BAD = {
    "empty": (b"", "the file is empty"),
    "not utf-8": (b'{"id": "1", "src_tokens": ["\xff"]}\n', "UTF-8"),
    "nul": (
        b'{"id": "1", "src_lang": "en", "tgt_lang": "de", "src_tokens": ["a\\u0000"], '
        b'"src_tags": ["O"], "tgt_tokens": ["b"], "tgt_tags": null}\n',
        "NUL",
    ),
    "continues nothing": (
        b'{"id": "1", "src_lang": "en", "tgt_lang": "de", "src_tokens": '
        b'["a", "b"], "src_tags": ["B-X", "I-Y"], "tgt_tokens": ["b"], '
        b'"tgt_tags": null}\n',
        "I-Y",
    ),
}


@pytest.fixture(scope="module")
def shared_server(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("bad")).start()
    yield running
    running.kill()


@pytest.mark.parametrize(
    "what", ["empty", *(pytest.param(one, marks=pytest.mark.soak) for one in BAD if one != "empty")]
)
def test_a_bad_file_is_refused_before_anything_is_stored(what, shared_server, new_page) -> None:
    data, words = BAD[what]
    desk = Desk(new_page(), shared_server)
    desk.upload(("bad.jsonl", data))
    told(desk, words)
    expect(desk.page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    assert Workspace.open(shared_server.database).projects() == ()


@pytest.mark.soak
def test_counts_that_differ_stop_with_the_first_differing_position(shared_server, new_page) -> None:
    desk = Desk(new_page(), shared_server)
    desk.upload(("source.conll", SOURCE.encode()), ("target.txt", b"Only one.\n"))
    told(desk, "sentence 2 has no counterpart")
    expect(desk.page.get_by_role("button", name="Import", exact=True)).to_be_disabled()


@pytest.mark.soak
def test_iob1_is_detected_and_converted_on_consent(server: Server, new_page) -> None:
    desk = Desk(new_page(), server)
    iob1 = SOURCE.replace("B-", "I-")
    desk.upload(("source.conll", iob1.encode()), ("target.txt", TARGET.encode()))
    told(desk, "IOB1")
    expect(desk.page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    desk.page.get_by_text("What to do with mistakes").click()
    desk.page.get_by_text("Convert tags of another scheme").click()
    button = desk.page.get_by_role("button", name="Import", exact=True)
    expect(button).to_be_enabled()
    button.click()
    desk.wait_for_pair("000001", seconds=60)
    assert len(desk.entities("source")) == 3


def test_text_is_hostile_and_shown_as_text(server: Server, new_page) -> None:
    pair = {
        "id": HOSTILE,
        "src_lang": "en",
        "tgt_lang": "de",
        "src_tokens": [HOSTILE, "<img src=x onerror=window.stolen=1>"],
        "src_tags": [f"B-{HOSTILE}", "O"],
        "tgt_tokens": [HOSTILE, "![x](http://evil.invalid/x.png)"],
        "tgt_tags": [f"B-{HOSTILE}", "O"],
        "doc": HOSTILE,
    }
    desk = Desk(new_page(), server)
    desk.upload((f"{HOSTILE.replace('/', '')}.jsonl", json.dumps(pair).encode()))
    name = desk.page.get_by_label("Project name")
    hostile_name = f"{HOSTILE} ![x](http://evil.invalid/x.png) :red[x]"
    name.fill(hostile_name)
    name.press("Enter")
    desk.page.get_by_role("button", name="Import", exact=True).click()
    desk.wait_until_saved()
    expect(desk.token("target", 0)).to_have_text(HOSTILE)
    expect(desk.page.locator(".bench .pair-id")).to_contain_text(HOSTILE)
    desk.press("a")
    desk.wait_until_saved()
    desk.open()
    shown = hostile_name.replace("://", "://\u2060")
    expect(desk.page.get_by_role("heading", name=shown)).to_be_visible()
    assert desk.page.locator("a[href*=evil]").count() == 0
    desk.page.get_by_role("link", name="Export").click()
    desk.page.get_by_role("button", name="Write the file").wait_for()
    assert desk.page.evaluate("window.stolen") is None
    assert desk.problems == []
