"""Pictures of every page and script, at both widths, light and dark, and as others see colours.

They are written to `build/screenshots` to be looked at. `make soak` also renews the README's.
"""

from pathlib import Path

import pytest

from core.pipeline.prepare import prepare
from core.pipeline.sample import SAMPLE
from tests.e2e import scripts
from tests.e2e.desk import Desk
from tests.e2e.server import ROOT, Server
from tests.e2e.worlds import SAMPLE as SAMPLE_WORLD
from tests.e2e.worlds import stage

pytestmark = pytest.mark.e2e

PROJECT = SAMPLE.replace(" ", "+")
FOLDER = ROOT / "build" / "screenshots"
README_PICTURE = Path(__file__).parent / "inspect.png"
VIEWS = ("Scores", "Errors", "Breakdowns", "Agreement", "Names")
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


@pytest.mark.soak
def test_the_picture_of_the_readme_is_renewed(sampled, new_page) -> None:
    """Methods differ, one of them finds what gold says, and the candidates show how closely."""
    page = new_page(viewport={"width": 1280, "height": 1240}, device_scale_factor=1.5)
    desk = Desk(page, sampled)
    inspect(desk, "sample-sw-03", "Tsinghua University")
    box = desk.bench.bounding_box()
    edge = {"x": box["x"] - 16, "y": box["y"] - 14}
    room = {"width": box["width"] + 32, "height": box["height"] + 24}
    page.screenshot(path=README_PICTURE, clip=edge | room)
    assert fits(desk)
    assert README_PICTURE.stat().st_size > 20_000
    assert desk.problems == []


looks = pytest.mark.parametrize(
    ("width", "scheme"), [(w, s) for w in (1280, 1920) for s in ("light", "dark")]
)


def tall_page(new_page, width: int, scheme: str):
    return new_page(viewport={"width": width, "height": 1000}, color_scheme=scheme)


def take(desk: Desk, name: str) -> None:
    """Take a picture; nothing may stick out."""
    desk.page.mouse.move(0, 0)
    desk.page.wait_for_timeout(800)
    desk.page.screenshot(path=FOLDER / f"{name}.png")
    assert fits(desk), name


@pytest.mark.soak
@looks
def test_every_page_has_its_picture_and_fits(width, scheme, sampled, new_page) -> None:
    desk = Desk(tall_page(new_page, width, scheme), sampled)
    page = desk.page
    look = f"{width}-{scheme}"
    for path, button in (("", "Open the sample"), ("Run", "Start"), ("Export", "Write the file")):
        desk.open(f"/{path}?project={PROJECT}")
        page.get_by_role("button", name=button).wait_for()
        take(desk, f"{path or 'Projects'}-{look}")
    desk.open(f"/Progress?project={PROJECT}")
    page.get_by_role("heading", name="Estimated quality").wait_for()
    take(desk, f"Progress-{look}")
    for view in VIEWS:
        desk.open(f"/Compare?project={PROJECT}&view={view}&name=cairo")
        page.get_by_test_id("stDownloadButton").first.wait_for(timeout=60_000)
        take(desk, f"Compare-{view}-{look}")
    for pair in PAIRS:
        inspect(desk, pair)
        take(desk, f"{pair}-{look}")


@pytest.mark.soak
@looks
def test_what_opens_on_inspect_has_its_picture(width, scheme, acting, new_page) -> None:
    world = stage(*acting, SAMPLE_WORLD)
    desk = world.open(tall_page(new_page, width, scheme), "sample-de-11")
    look = f"{width}-{scheme}"
    desk.press("i")
    desk.bench.get_by_label("coverage: weight", exact=True).fill("0")
    desk.page.locator(".row-name.of-preview").wait_for()
    take(desk, f"What-if-{look}")
    desk.press("Escape")
    desk.press("i")
    desk.press("?")
    take(desk, f"Help-{look}")
    desk.press("Escape")
    desk.select("target", "Kano")
    desk.press("x")
    take(desk, f"Reject-{look}")
    desk.press("3")
    desk.page.locator(".offer").wait_for()
    desk.press("p")
    take(desk, f"Memory-{look}")


@pytest.mark.soak
@looks
@pytest.mark.parametrize("lang", scripts.SCRIPTS)
def test_every_script_has_its_picture_and_fits(lang, width, scheme, acting, new_page) -> None:
    if not scripts.DATA.is_dir():
        pytest.skip("../shared/data is not here")
    server, workspace = acting
    project = f"script-{lang}"
    if project not in workspace.names():
        workspace.create_project(project, scripts.pairs(lang))
        prepare(workspace, project)
    desk = Desk(tall_page(new_page, width, scheme), server)
    desk.inspect(project, workspace.find(project, limit=1)[0])
    desk.bench.locator('button.chip[data-side="source"]').first.click()
    if desk.bench.get_by_role("button", name="Latin").count():
        desk.press("o")
    take(desk, f"script-{lang}-{width}-{scheme}")


@pytest.mark.soak
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("eyes", ["deuteranopia", "protanopia", "achromatopsia"])
def test_the_page_has_its_picture_as_others_see_colours(eyes, scheme, sampled, new_page) -> None:
    desk = Desk(tall_page(new_page, 1280, scheme), sampled)
    browser = desk.page.context.new_cdp_session(desk.page)
    browser.send("Emulation.setEmulatedVisionDeficiency", {"type": eyes})
    inspect(desk, "sample-de-11")
    take(desk, f"{eyes}-Inspect-{scheme}")
    desk.open(f"/Compare?project={PROJECT}&view=Agreement")
    desk.page.get_by_test_id("stDownloadButton").first.wait_for(timeout=60_000)
    take(desk, f"{eyes}-Compare-{scheme}")
    desk.open(f"/?project={PROJECT}")
    desk.page.get_by_role("button", name="Open the sample").wait_for()
    take(desk, f"{eyes}-Projects-{scheme}")
