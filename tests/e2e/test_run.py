"""A run in the browser: from a text to Inspect, watched, stopped, killed, gone on with."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from core.pipeline import background
from core.pipeline.runs import desk as runs_desk
from tests.e2e.desk import Desk
from tests.e2e.server import ROOT, Server
from tests.e2e.test_access import settled
from tests.e2e.test_screenshots import FOLDER, take
from tests.pipeline.runs.conftest import SWAHILI, sentences, world

pytestmark = pytest.mark.e2e

__all__ = ["world"]  # a fixture, found by its name

WAIT_MS = 60_000
LONG_MS = 180_000
HOSTILE = "<script>window.stolen=1</script>"
IMAGE = "![x](http://evil.invalid/x.png)"


def pairs(count: int) -> bytes:
    rows = (
        {
            "id": f"{HOSTILE}{k}", "src_lang": "en", "tgt_lang": "de",
            "src_tokens": ["Ada", "met", HOSTILE, "in", "London", IMAGE],
            "src_tags": ["B-PER", "O", "O", "O", f"B-{HOSTILE}", "O"],
            "tgt_tokens": ["Ada", "traf", HOSTILE, "in", "London", IMAGE], "tgt_tags": None,
        }
        for k in range(count)
    )  # fmt: skip
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def bring(desk: Desk, name: str, data: bytes) -> None:
    upload = {"name": name, "mimeType": "text/plain", "buffer": data}
    desk.page.locator('input[type="file"]').first.set_input_files([upload])


def button(desk: Desk, name: str) -> Locator:
    return desk.page.get_by_role("button", name=name, exact=True)


def start(desk: Desk) -> None:
    expect(desk.page.get_by_text("in all, roughly")).to_be_visible(timeout=WAIT_MS)
    expect(button(desk, "Start")).to_be_enabled(timeout=WAIT_MS)
    button(desk, "Start").click()
    desk.page.wait_for_url("**run=*")


def done(desk: Desk) -> None:
    expect(desk.page.get_by_text("Done: ")).to_be_visible(timeout=LONG_MS)


def lying(server: Server) -> runs_desk.OnDesk:
    """Return the one run of a server."""
    (one,) = runs_desk.runs_of(runs_desk.home(server.database))
    return one


@pytest.mark.soak
def test_a_hostile_text_is_run_and_looked_at_on_inspect(server: Server, new_page) -> None:
    desk = Desk(new_page(), server).open("/Run")
    page = desk.page
    page.get_by_role("heading", name="What it needs").wait_for()
    expect(button(desk, "Start")).to_be_disabled()
    bring(desk, f"{HOSTILE.replace('/', '')}.jsonl", pairs(3))
    expect(page.get_by_text("3 sentences, 36 words.")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("cell", name=f"[PER Ada] met {HOSTILE}").first).to_be_visible()
    title = f"{HOSTILE} {IMAGE} :red[x]"
    page.get_by_role("textbox", name="Name").fill(title)
    page.keyboard.press("Enter")
    start(desk)
    done(desk)
    expect(page.get_by_role("heading", name=title.replace("://", "://\u2060"))).to_be_visible()
    assert page.locator("a[href*=evil]").count() == 0
    with page.expect_download() as download:
        button(desk, "coverage-exact.conll").click()
    one = lying(server)
    assert (one.out / "coverage-exact.conll").read_bytes() == download.value.path().read_bytes()
    button(desk, "Open on Inspect").click()
    desk.wait_for_pair(f"{HOSTILE}0")
    assert [said.partition(",")[0] for said in desk.entities("target")] == [
        "Ada: PER", f"London: {HOSTILE}",
    ]  # fmt: skip
    assert page.evaluate("window.stolen") is None
    assert desk.problems == []


def rerun(one: runs_desk.OnDesk, server: Server, folder: str) -> None:
    """Do a run again in the terminal, into another folder and another database."""
    words = list(runs_desk.command(one, server.database))
    words[0] = sys.executable
    words[words.index("-o") + 1] = str(server.folder / folder)
    words[words.index("--db") + 1] = f"sqlite:///{server.folder / folder}.sqlite"
    env = os.environ | {"SILVERLENS_RESULTS": str(server.folder / f"{folder}-results.sqlite")}
    done = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{shlex.join(words)}\n{done.stderr}"


class Album:
    """Every state of the page: photographed, and read by axe."""

    def __init__(self, desk: Desk, look: str) -> None:
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.desk = desk
        self.look = look
        self.problems: dict[str, list[str]] = {}

    def add(self, state: str) -> None:
        self.problems[state] = settled(self.desk)
        take(self.desk, f"Run-{state}-{self.look}")

    def serious(self) -> dict[str, list[str]]:
        return {state: told for state, told in self.problems.items() if told}


def raw(count: int, seed: int) -> bytes:
    """Return sentences that no other test had translated."""
    rows = enumerate(sentences(count, seed), start=seed)
    lines = (" ".join([f"{k}", *(SWAHILI.get(w, w) for w in row)]) for k, row in rows)
    return "\n".join(lines).encode()


def fill_in(desk: Desk, album: Album, models: Path, seed: int) -> None:
    """Fill the form in: first with a model that is not here, then with those that are."""
    page = desk.page
    page.get_by_text("Sentences in the new language").click()
    choose(desk, "Target language", "swahili")
    bring(desk, "raw.txt", raw(600, seed))
    expect(page.get_by_text("600 sentences")).to_be_visible(timeout=WAIT_MS)
    choose(desk, "Translation", "distilled-600M")
    expect(button(desk, "Fetch 2.5 GB, CC-BY-NC-4.0")).to_be_visible()
    expect(button(desk, "Start")).to_be_disabled()
    page.get_by_text("More: scores").click()
    album.add("form")
    page.get_by_text("More: scores").click()
    choose(desk, "Translation", str(models / "nllb"))
    choose(desk, "Tagger of the source", str(models / "tagger"))


def in_part(desk: Desk) -> Locator:
    return desk.page.get_by_role("cell", name=re.compile(r"^\d+ of 600$"))


@pytest.mark.soak
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1920)])
def test_raw_sentences_stopped_killed_and_gone_on_with(
    scheme, width, server: Server, new_page, world
) -> None:
    """By another browser and another server too; the terminal makes the same bytes of it."""
    page = new_page(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    desk = Desk(page, server).open("/Run")
    album = Album(desk, f"{width}-{scheme}")
    fill_in(desk, album, world, width)
    start(desk)
    expect(in_part(desk)).to_be_visible(timeout=WAIT_MS)
    album.add("at-work")
    button(desk, "Stop").click()
    expect(page.get_by_text("Stopped before it was done.")).to_be_visible(timeout=WAIT_MS)
    album.add("stopped")
    button(desk, "Resume").click()
    expect(button(desk, "Stop")).to_be_visible()
    expect(in_part(desk)).to_be_visible(timeout=WAIT_MS)
    other = Desk(new_page(), server).open(page.url.removeprefix(server.url))
    expect(button(other, "Stop")).to_be_visible()
    os.kill(background.watched_process(lying(server).folder), signal.SIGKILL)
    for one in (desk, other):
        expect(button(one, "Resume")).to_be_visible(timeout=WAIT_MS)
    server.kill()
    server.start()
    desk.open("/Run")
    expect(button(desk, "Open")).to_be_visible()
    album.add("list")
    button(desk, "Open").click()
    button(desk, "Resume").click()
    done(desk)
    album.add("done")
    assert_rerun_is_the_same(server)
    button(desk, "Open on Inspect").click()
    desk.wait_for_pair("1")
    assert album.serious() == {}
    assert desk.problems == []


def assert_rerun_is_the_same(server: Server) -> None:
    one = lying(server)
    rerun(one, server, "again")
    for path in runs_desk.files(one):
        again = server.folder / "again" / path.name
        assert again.read_bytes() == path.read_bytes(), path.name


def choose(desk: Desk, label: str, typed: str) -> None:
    """Type into a field that offers what there is, and take what it makes of that."""
    box = desk.page.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(typed)
    expect(desk.page.get_by_role("option").first).to_be_visible()
    box.press("Enter")
    expect(desk.page.get_by_role("option")).to_have_count(0)
    desk.page.wait_for_timeout(700)


@pytest.mark.soak
def test_a_run_is_deleted_and_one_that_failed_says_why(server: Server, new_page) -> None:
    desk = Desk(new_page(), server).open("/Run")
    page = desk.page
    bring(desk, "pairs.jsonl", pairs(1))
    start(desk)
    done(desk)
    one = lying(server)
    (one.folder / "pairs.jsonl").unlink()
    os.utime(one.out / "state.json", (0, 0))
    (one.out / "state.json").write_text(
        (one.out / "state.json").read_text().replace('"state": "done"', '"state": "stopped"', 1)
    )
    page.reload()
    button(desk, "Resume").click()
    expect(page.get_by_text("It failed.")).to_be_visible(timeout=WAIT_MS)
    expect(page.get_by_role("alert")).to_contain_text("no such file")
    assert settled(desk) == []
    button(desk, "All runs").click()
    button(desk, "More").click()
    page.get_by_text("Delete", exact=True).click()
    button(desk, "Delete the run and its files").click()
    expect(page.get_by_role("heading", name="What there is")).to_be_visible()
    assert runs_desk.runs_of(runs_desk.home(server.database)) == ()
    assert desk.problems == []
