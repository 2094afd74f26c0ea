"""The sheets of the menu on the Inspect page, with what they show, as far as axe-core can tell."""

import pytest
from playwright.sync_api import expect

from core.domain.pair import Pair, Sentence
from core.pipeline.prepare import prepare
from core.pipeline.sample import sample_pairs
from core.storage import Workspace
from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.e2e.test_access import settled

pytestmark = [pytest.mark.e2e, pytest.mark.soak]

PROJECT = "sheets"
NAMES = ("names.tsv", b"law\tFIELD\nNairobi\tLOC\n")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Run the app on a part of the sample with pairs behind it that can be checked in bulk."""
    running = Server(tmp_path_factory.mktemp("sheets"))
    workspace = Workspace.open(running.database)
    plain = [
        Pair(f"plain-{k}", Sentence(words, (), "en"), Sentence(words, None, "es"))
        for k, words in enumerate([("it", "rained", "."), ("the", "cat", "sleeps", ".")])
    ]
    workspace.create_project(PROJECT, [*sample_pairs()[28:40], *plain])
    prepare(workspace, PROJECT)
    running.start()
    yield running
    running.kill()


@pytest.fixture(params=["light", "dark"])
def desk(request, prepared, new_page) -> Desk:
    """Return a desk at the Inspect page, light and dark."""
    page = new_page(viewport={"width": 1280, "height": 1000}, color_scheme=request.param)
    at = Desk(page, prepared).open(f"/Inspect?project={PROJECT}")
    expect(at.bench).to_be_visible()
    return at


def sheet(desk: Desk, name: str) -> None:
    """Open a sheet of the menu."""
    desk.page.get_by_role("button", name="More", exact=True).click()
    desk.page.get_by_role("button", name=name).click()
    expect(desk.page.get_by_role("dialog", name=name)).to_be_visible()


def test_axe_finds_nothing_serious_in_names_from_a_file(desk) -> None:
    sheet(desk, "Names from a file")
    problems = {"empty": settled(desk)}
    name, data = NAMES
    files = desk.page.locator('input[type="file"]').first
    files.set_input_files([{"name": name, "mimeType": "text/plain", "buffer": b"law\n"}])
    expect(desk.page.get_by_text("there is no label")).to_be_visible()
    problems["a name without label"] = settled(desk)
    files.set_input_files([{"name": name, "mimeType": "text/plain", "buffer": data}])
    desk.page.get_by_text("Also in sentences that have entities already").click()
    adding = desk.page.get_by_role("button", name="Add them")
    expect(adding).to_be_visible()
    problems["loaded"] = settled(desk)
    assert {state: told for state, told in problems.items() if told} == {}


def test_axe_finds_nothing_serious_in_pairs_without_entities(desk) -> None:
    sheet(desk, "Pairs without entities")
    expect(desk.page.get_by_role("button", name="Check 2 pairs")).to_be_visible()
    assert settled(desk) == []


def test_axe_finds_nothing_serious_in_layers(desk) -> None:
    sheet(desk, "Layers")
    newest = desk.page.get_by_role("switch", name="Delete ngram-exact", exact=True)
    problems = {"Layers": settled(desk)}
    newest.focus()
    desk.press("Space")
    expect(desk.page.get_by_role("button", name="Delete for good")).to_be_visible()
    problems["about to delete one"] = settled(desk)
    assert {state: told for state, told in problems.items() if told} == {}
