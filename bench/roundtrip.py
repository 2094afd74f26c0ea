"""Key press to painted next pair, and to saved, in a real browser: 60 x 60 tokens, two methods.

`python -m bench.roundtrip` from the project's root.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.pipeline.prepare import prepare
from core.projection import METHODS
from core.storage import Workspace
from tests.browser import find
from tests.e2e.server import CHROMIUM_ARGS, Server

TOKENS = 60
PAIRS = 60
PROJECT = "bench"
BUDGET_MS = 300.0

# Notes, for each key press, the milliseconds until another pair is painted.
WATCH = """bench => {
    window.painted = [];
    window.addEventListener('keydown', () => {
        const before = bench.dataset.pair;
        const began = performance.now();
        const look = () => requestAnimationFrame(() => bench.dataset.pair === before
            ? look() : window.painted.push(performance.now() - began));
        look();
    }, { capture: true });
}"""


def pairs() -> list[Pair]:
    """Return pairs of 60 by 60 words with six entities each."""
    made = []
    for k in range(PAIRS):
        source = tuple(f"w{(i * 7 + k) % 211}" for i in range(TOKENS))
        entities = tuple(Entity(i, i + 2, "PER") for i in range(0, TOKENS, 10))
        target = tuple(f"v{word[1:]}" for word in source)
        made.append(
            Pair(f"{k:03d}", Sentence(source, entities, "en"), Sentence(target, None, "de"))
        )
    return made


def measure(page: Page, url: str) -> tuple[list[float], list[float]]:
    """Return the milliseconds to the painted next pair and to `saved`, one each a key press."""
    page.goto(f"{url}/Inspect?project={PROJECT}&pair=000")
    page.locator('.bench[data-pair="000"]').wait_for()
    page.wait_for_timeout(1500)
    page.locator(".bench").evaluate(WATCH)
    saved = []
    for _ in range(40):
        began_s = time.perf_counter()
        page.keyboard.press("a")
        page.wait_for_function(f"window.painted.length > {len(saved)}")
        page.locator('.bench .save[data-state="saved"]').wait_for()
        saved.append(1000 * (time.perf_counter() - began_s))
        page.wait_for_timeout(50)
    return page.evaluate("window.painted"), saved


def p95(values: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        workspace = Workspace.open(server.database)
        workspace.create_project(PROJECT, pairs())
        prepare(workspace, PROJECT, methods=[METHODS["coverage-exact"], METHODS["heuristic"]])
        server.start()
        try:
            browser = playwright.chromium.launch(executable_path=find(), args=CHROMIUM_ARGS)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            painted, saved = measure(page, server.url)
        finally:
            server.kill()
    sys.stdout.write(
        f"next pair, {TOKENS} x {TOKENS} tokens, 2 methods, {len(painted)} key presses\n"
        f"  painted   median {statistics.median(painted):6.0f} ms   p95 {p95(painted):6.0f} ms"
        f"   {p95(painted) / BUDGET_MS:.2f} of the budget of {BUDGET_MS:.0f} ms\n"
        f"  saved     median {statistics.median(saved):6.0f} ms   p95 {p95(saved):6.0f} ms\n"
    )


if __name__ == "__main__":
    main()
