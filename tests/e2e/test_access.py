"""Every page for people who see otherwise or use no mouse, as far as axe-core can tell."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from core.pipeline.sample import SAMPLE
from tests.e2e.desk import Desk
from tests.e2e.server import Server

pytestmark = pytest.mark.e2e

PROJECT = SAMPLE.replace(" ", "+")
SERIOUS = {"serious", "critical"}


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(scheme, sampled, new_page) -> None:
    page = new_page(viewport={"width": 1280, "height": 1000}, color_scheme=scheme)
    desk = Desk(page, sampled)
    problems = {}
    for path in ("", "Compare", "Export", "Progress"):
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
