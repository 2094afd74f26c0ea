"""A model that is brought here from the page Run: size and licence told first, then fetched."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.desk import Desk
from tests.e2e.server import Server
from tests.e2e.test_access import settled
from tests.e2e.test_run import LONG_MS, WAIT_MS, bring, button, choose, done, start
from tests.e2e.test_screenshots import FOLDER, take
from tests.pipeline.runs.conftest import world
from tests.tiny.hub import COMMIT, hub_of

pytestmark = [pytest.mark.e2e, pytest.mark.soak]

__all__ = ["world"]  # a fixture, found by its name

OFFER = "Fetch 15 MB, cc-by-nc-4.0"


@pytest.fixture
def server(tmp_path: Path, world: Path) -> Iterator[Server]:
    """Serve the app with a hub that has one translation model, and nothing fetched yet."""
    files = {path.name: path.read_bytes() for path in (world / "nllb").iterdir()}
    models = {
        "tiny/nllb": files,
        "tiny/pickled": {"config.json": files["config.json"], "pytorch_model.bin": b"pickled"},
    }
    with hub_of(models) as address:
        settings = {"HF_ENDPOINT": address, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_OFFLINE": "0"}
        running = Server(tmp_path, settings=settings).start()
        yield running
        running.kill()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1920), ("dark", 1280)])
def test_a_model_is_fetched_and_runs(
    scheme: str, width: int, server: Server, new_page, world: Path
) -> None:
    page = new_page(viewport={"width": width, "height": 1000}, color_scheme=scheme)
    desk = Desk(page, server).open("/Run")
    FOLDER.mkdir(parents=True, exist_ok=True)
    page.get_by_text("Sentences in the new language").click()
    choose(desk, "Target language", "swahili")
    bring(desk, "sw.txt", (world / "sw.txt").read_bytes())
    choose(desk, "Tagger of the source", str(world / "tagger"))
    choose(desk, "Translation", "tiny/pickled")
    button(desk, "Ask the hub").click()
    expect(page.get_by_role("alert")).to_contain_text("no weights as safetensors")
    choose(desk, "Translation", "tiny/nllb")
    button(desk, "Ask the hub").click()
    expect(button(desk, OFFER)).to_be_visible(timeout=WAIT_MS)
    expect(button(desk, "Start")).to_be_disabled()
    assert not list((server.folder / "hf").rglob("*.safetensors"))
    page.mouse.move(0, 0)  # it may stand where the button came up
    button(desk, OFFER).hover()
    expect(page.get_by_text("Its licence forbids commercial use.")).to_be_visible()
    assert settled(desk) == []
    take(desk, f"Run-offer-{width}-{scheme}")
    button(desk, OFFER).click()
    expect(button(desk, OFFER)).to_have_count(0, timeout=LONG_MS)
    expect(page.get_by_text("not on this machine")).to_have_count(0)
    kept = server.folder / "hf" / "hub" / "models--tiny--nllb" / "snapshots" / COMMIT
    assert (kept / "model.safetensors").is_file()
    start(desk)
    done(desk)
    button(desk, "Open on Inspect").click()
    desk.wait_for_pair("1")
    assert desk.problems == []
