"""Pictures of every page, at both widths, light and dark; the README's picture is one of them.

They are written to `build/screenshots` to be looked at. `make soak` also renews the README's.
"""

from pathlib import Path

import pytest

from core.pipeline.sample import SAMPLE
from tests.e2e.desk import Desk
from tests.e2e.server import ROOT, Server

pytestmark = pytest.mark.e2e

PROJECT = SAMPLE.replace(" ", "+")
FOLDER = ROOT / "build" / "screenshots"
README_PICTURE = Path(__file__).parent / "inspect.png"
PAIRS = ("sample-de-04", "sample-ar-23", "sample-hi-09", "sample-zh-02", "sample-yo-05")


@pytest.fixture(scope="module")
def sampled(tmp_path_factory):
    running = Server(tmp_path_factory.mktemp("shots"))
    running.take_sample()
    running.start()
    FOLDER.mkdir(parents=True, exist_ok=True)
    yield running
    running.kill()


def inspect(desk: Desk, pair: str, entity: str = "") -> None:
    """Open a pair with one of its source entities selected, the first where none is named."""
    desk.inspect(PROJECT, pair)
    chips = desk.bench.locator('button.chip[data-side="source"]')
    (desk.entity("source", entity) if entity else chips.first).click()
    desk.page.mouse.move(0, 0)
    desk.page.wait_for_timeout(600)


def fits(desk: Desk) -> bool:
    """Return whether nothing sticks out to the right."""
    return desk.page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def take_picture_for_the_readme(server: Server, new_page, file: Path) -> Desk:
    """Methods differ, one of them finds what gold says, and the candidates show how closely."""
    page = new_page(viewport={"width": 1200, "height": 1240}, device_scale_factor=1.5)
    desk = Desk(page, server)
    inspect(desk, "sample-sw-03", "Tsinghua University")
    box = desk.bench.bounding_box()
    edge = {"x": box["x"] - 16, "y": box["y"] - 14}
    room = {"width": box["width"] + 32, "height": box["height"] + 24}
    page.screenshot(path=file, clip=edge | room)
    return desk


def test_the_picture_of_the_readme_can_be_taken(sampled, new_page) -> None:
    desk = take_picture_for_the_readme(sampled, new_page, FOLDER / "readme.png")
    assert fits(desk)
    assert README_PICTURE.stat().st_size > 20_000
    assert desk.problems == []


@pytest.mark.soak
def test_the_picture_of_the_readme_is_renewed(sampled, new_page) -> None:
    take_picture_for_the_readme(sampled, new_page, README_PICTURE)


@pytest.mark.soak
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 1920])
def test_every_page_has_its_picture_and_fits(width, scheme, sampled, new_page) -> None:
    page = new_page(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    desk = Desk(page, sampled)
    for path in ("", "Export"):
        desk.open(f"/{path}?project={PROJECT}")
        page.get_by_role("button", name="Write the file" if path else "Open the sample").wait_for()
        page.wait_for_timeout(800)
        page.screenshot(path=FOLDER / f"{path or 'Projects'}-{width}-{scheme}.png")
        assert fits(desk)
    for pair in PAIRS:
        inspect(desk, pair)
        page.screenshot(path=FOLDER / f"{pair}-{width}-{scheme}.png")
        assert fits(desk)
