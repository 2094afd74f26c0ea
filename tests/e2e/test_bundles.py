"""Bundles in a real browser: taken along, opened on another machine, decided on, brought back."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.domain.decision import Decision, Kind, Side
from core.pipeline.sample import SAMPLE
from core.storage import Workspace
from tests.e2e.server import Server
from tests.e2e.test_screenshots import FOLDER

pytestmark = pytest.mark.e2e

TIME = "2030-01-02T00:00:00Z"


@pytest.fixture
def office(tmp_path: Path):
    (tmp_path / "office").mkdir()
    running = Server(tmp_path / "office")
    running.take_sample()
    running.start()
    yield running
    running.kill()


def shoot(page: Page, name: str) -> None:
    """Write a picture to be looked at."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FOLDER / f"bundles-{name}.png")


@pytest.fixture
def laptop(tmp_path: Path):
    (tmp_path / "laptop").mkdir()
    running = Server(tmp_path / "laptop").start()
    yield running
    running.kill()


def ask_bundle(page: Page) -> None:
    expect(page.get_by_role("heading", name="Projects")).to_be_visible(timeout=60_000)
    shoot(page, "list")
    page.get_by_role("button", name="More").press("Enter")
    page.get_by_text("Bundle", exact=True).last.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def take(page: Page, folder: Path, name: str) -> Path:
    ask_bundle(page)
    page.get_by_role("button", name="Make the bundle").click()
    with page.expect_download() as held:
        page.get_by_role("button", name="Download").click()
    assert held.value.suggested_filename.endswith(".silverlens.zip")
    held.value.save_as(folder / name)
    return folder / name


def decided(number: int, pair: str, person: str, kind: Kind = Kind.ACCEPT_PAIR) -> Decision:
    return Decision(f"tab of {person}", number, TIME, person, pair, Side.PAIR, kind)


def test_a_bundle_goes_out_and_comes_back(office, laptop, new_page, tmp_path) -> None:
    page = new_page()
    page.goto(f"{office.url}/?person=Ada")
    bundle = take(page, tmp_path, "out.silverlens.zip")
    shoot(page, "take")

    away = new_page()
    away.goto(laptop.url)
    away.get_by_role("tab", name="Open a bundle").click()
    away.locator("input[type=file]").last.set_input_files(bundle)
    expect(away.get_by_text("0 decisions")).to_be_visible()
    shoot(away, "open")
    away.get_by_role("button", name="Open the bundle").click()
    expect(away.get_by_role("button", name="Open", exact=True)).to_be_visible()

    there, here = Workspace.open(laptop.database), Workspace.open(office.database)
    first, second, third = here.search.ids(SAMPLE, [1, 2, 3])
    there.append_decisions(SAMPLE, [decided(k, p, "Ben") for k, p in enumerate([first, second], 1)])
    here.append_decisions(SAMPLE, [decided(1, second, "Ada", Kind.FLAG), decided(2, third, "Ada")])
    back = new_page()
    back.goto(laptop.url)
    returned = take(back, tmp_path, "back.silverlens.zip")

    page.goto(f"{office.url}/?person=Ada")
    ask_bundle(page)
    page.get_by_role("tab", name="Bring back").click()
    page.get_by_role("dialog").locator("input[type=file]").set_input_files(returned)
    button = page.get_by_role("button", name="Merge 2 decisions")
    expect(button).to_be_visible()
    shoot(page, "preview")
    button.click()
    expect(page.get_by_text("Merged: 2 decisions on 2 pairs.")).to_be_visible()
    found = {(d.person, d.pair, d.track) for d in here.decisions(SAMPLE, track=None)}
    assert found == {
        ("Ada", second, ""),
        ("Ada", third, ""),
        ("Ben", first, ""),
        ("Ben", second, "Ben"),
    }


@pytest.mark.soak
def test_a_release_is_made_and_its_words_can_be_copied(office, new_page) -> None:
    page = new_page()
    here = Workspace.open(office.database)
    first = here.search.ids(SAMPLE, [1])[0]
    here.append_decisions(SAMPLE, [decided(1, first, "Ada")])
    page.goto(f"{office.url}/Releases?project={SAMPLE}")
    expect(page.get_by_text("No release yet.")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("v1 & <b>")
    page.get_by_label("Licence of the data").fill("CC BY 4.0")
    page.get_by_role("button", name="Freeze the project").click()
    expect(page.get_by_text("is made.")).to_be_visible(timeout=60_000)
    page.reload()
    expect(page.get_by_text("no random part: no unbiased figure")).to_be_visible()
    shoot(page, "release")
    page.get_by_role("tab", name="LaTeX table").click()
    expect(page.get_by_text(r"v1 \& \textless{}b\textgreater{}")).to_be_visible()
