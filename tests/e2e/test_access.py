"""Every page for people who see otherwise or use no mouse, as far as axe-core can tell."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from core.pipeline.sample import SAMPLE
from tests.e2e.desk import Desk
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

PROJECT = SAMPLE.replace(" ", "+")
BROKEN = ("source.conll", b"Ada\tB-PER\nmet\tO\n"), ("target.txt", b"Ada\nzwei\n")
SERIOUS = {"serious", "critical"}
FADED = "() => document.getAnimations().every((one) => one.playState !== 'running')"
DARK_LATER = ["light", pytest.param("dark", marks=pytest.mark.soak)]


@pytest.fixture(scope="module")
def sampled(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("access"))
    running.take_sample()
    running.start()
    yield running
    running.kill()


def found(desk: Desk) -> list[str]:
    """Return what axe finds serious: rule, element, and what is wrong with it."""
    broken = Axe().run(desk.page).response["violations"]
    return [
        f"{rule['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for rule in broken
        if rule["impact"] in SERIOUS
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("scheme", DARK_LATER)
def test_axe_finds_nothing_serious(scheme, sampled, new_page) -> None:
    page = new_page(viewport={"width": 1280, "height": 1000}, color_scheme=scheme)
    desk = Desk(page, sampled)
    problems = {}
    for path in ("", "Run", "Compare", "Learn", "Export", "Progress"):
        desk.open(f"/{path}?project={PROJECT}")
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_timeout(1200)
        problems[path or "Projects"] = found(desk)
    desk.inspect(PROJECT, "sample-ar-23")
    desk.bench.locator('button.chip[data-side="target"]').first.click()
    page.wait_for_timeout(400)
    problems["Inspect"] = found(desk)
    desk.press("i")
    expect(desk.bench.get_by_role("button", name="Drop")).to_be_visible()
    desk.press("x")
    problems["what if, and a reason to reject"] = found(desk)
    desk.press("Escape")
    desk.press("?")
    problems["the keys"] = found(desk)
    assert {path: told for path, told in problems.items() if told} == {}


@pytest.fixture
def light(sampled, new_page) -> Desk:
    """Return a desk at a light page."""
    page = new_page(viewport={"width": 1280, "height": 1000}, color_scheme="light")
    return Desk(page, sampled)


def settled(desk: Desk) -> list[str]:
    """Return what axe finds once nothing fades or moves any more."""
    desk.page.wait_for_timeout(400)
    desk.page.wait_for_function(FADED)
    return found(desk)


@pytest.mark.soak
@pytest.mark.parametrize("view", ["Errors", "Breakdowns", "Agreement", "Names"])
def test_axe_finds_nothing_serious_in_a_view_of_compare(view, light) -> None:
    light.open(f"/Compare?project={PROJECT}&view={view}")
    page = light.page
    expect(page.get_by_test_id("stDownloadButton").first).to_be_visible(timeout=60_000)
    page.wait_for_timeout(800)
    problems = {view: found(light)}
    page.get_by_role("combobox", name="Open the pairs of a cell").first.click()
    expect(page.get_by_role("option").first).to_be_visible()
    problems["the pairs of a cell"] = settled(light)
    assert {state: told for state, told in problems.items() if told} == {}


@pytest.mark.soak
def test_axe_finds_nothing_serious_in_what_opens_over_the_bench(light) -> None:
    desk = light.inspect(PROJECT, "sample-de-11")
    page = desk.page
    problems = {}
    desk.press("w")
    expect(desk.bench.get_by_role("textbox").first).to_be_focused()
    problems["the field of a comment"] = settled(desk)
    desk.press("Escape")
    desk.act("Table")
    expect(page.locator("table.links")).to_be_visible()
    problems["links as a table"] = settled(desk)
    desk.select("target", "Kano")
    desk.press("x")
    desk.press("3")
    desk.wait_until_saved()
    expect(page.locator(".offer")).to_contain_text(re.compile(r"\d+ more pairs"))
    problems["the offer to do the same"] = settled(desk)
    desk.press("p")
    expect(page.get_by_role("dialog", name="The same elsewhere")).to_be_visible()
    problems["the same elsewhere"] = settled(desk)
    assert {state: told for state, told in problems.items() if told} == {}


@pytest.mark.parametrize("scheme", DARK_LATER)
def test_axe_finds_nothing_serious_in_filters_and_menu(scheme, sampled, new_page) -> None:
    page = new_page(viewport={"width": 1280, "height": 1000}, color_scheme=scheme)
    desk = Desk(page, sampled).inspect(PROJECT, "sample-de-02")
    button = page.get_by_role("button", name="Filters", exact=True)
    button.click()
    expect(page.get_by_label("Target words: from")).to_be_visible()
    problems = {"Filters": settled(desk)}
    button.click()
    page.get_by_role("button", name="More", exact=True).click()
    expect(page.get_by_role("button", name="Layers")).to_be_visible()
    problems["More"] = settled(desk)
    assert {state: told for state, told in problems.items() if told} == {}


@pytest.mark.soak
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_where_a_file_has_problems(scheme, sampled, new_page) -> None:
    page = new_page(viewport={"width": 1280, "height": 1000}, color_scheme=scheme)
    desk = Desk(page, sampled)
    desk.upload(*BROKEN)
    problem = page.get_by_role("listitem").filter(has_text="no counterpart")
    expect(problem.first).to_be_visible()
    assert settled(desk) == []
