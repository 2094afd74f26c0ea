"""Key press to painted next pair, and to saved, in a real browser: 80 x 80 tokens, five methods.

`python -m bench.roundtrip` from the project's root. The peer is a plain page of the same framework
with the pair in `st.data_editor`, on which the same key does the same; it draws far less.
"""

import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.formats.pairs_jsonl import write
from core.pipeline.prepare import prepare
from core.projection import METHODS
from core.storage import Workspace
from tests.browser import find
from tests.e2e.server import CHROMIUM_ARGS, Server

TOKENS = 80
KEYS = 200
PAIRS = 220
CHOSEN = ("coverage-exact", "ngram-exact", "heuristic", "aligned-greedy", "span-rule")
PROJECT = "bench"
BUDGET_MS = {"p50": 150.0, "p95": 300.0}
PEER = Path(__file__).parent / "peers" / "data_editor_app.py"
PACE_MS = 250
"""Between two keys of a person who accepts without a thought."""

# Notes, for each key press, the milliseconds until another pair is painted.
WATCH = """first => {
    const shown = () => (first.isConnected ? first
        : document.querySelector('[data-pair]'))?.dataset.pair;
    window.painted = [];
    window.addEventListener('keydown', () => {
        const before = shown();
        const began = performance.now();
        const look = () => requestAnimationFrame(() => shown() === before
            ? look() : setTimeout(() => window.painted.push(performance.now() - began)));
        look();
    }, { capture: true });
}"""
# Notes, for each key press, the milliseconds until the decision is on disk and the page knows it.
WATCH_SAVED = """bench => {
    window.saved = [];
    let key = 0;
    window.addEventListener('keydown', () => {
        const own = ++key;
        const began = performance.now();
        const look = () => requestAnimationFrame(() => Number(bench.dataset.acked) >= own
            ? window.saved.push(performance.now() - began) : look());
        requestAnimationFrame(look);
    }, { capture: true });
}"""


def pairs() -> list[Pair]:
    """Return pairs of 80 by 80 words with eight entities each."""
    made = []
    for k in range(PAIRS):
        source = tuple(f"w{(i * 7 + k) % 211}" for i in range(TOKENS))
        entities = tuple(Entity(i, i + 2, "PER") for i in range(0, TOKENS, 10))
        target = tuple(f"v{word[1:]}" for word in source)
        made.append(
            Pair(f"{k:03d}", Sentence(source, entities, "en"), Sentence(target, None, "de"))
        )
    return made


def measure(page: Page, keys: int, *, pace_ms: int) -> list[float]:
    """Return the milliseconds to the painted next pair, one a key press."""
    page.locator("[data-pair]").evaluate(WATCH)
    for k in range(keys):
        page.keyboard.press("a")
        page.wait_for_function(f"window.painted.length > {k}")
        page.wait_for_timeout(pace_ms)
    painted: list[float] = page.evaluate("window.painted")
    return painted


def report(name: str, values: list[float], *, budget: bool = True) -> str:
    """Return one line: median and 95th percentile, and their share of the budget."""
    p50, p95 = statistics.median(values), statistics.quantiles(values, n=20)[-1]
    share = f"   {p50 / BUDGET_MS['p50']:.2f} and {p95 / BUDGET_MS['p95']:.2f} of the budget"
    return f"  {name:34} p50 {p50:6.0f} ms   p95 {p95:6.0f} ms{share if budget else ''}\n"


@contextmanager
def served(server: Server) -> Iterator[Server]:
    """Start a server, and end it in any case."""
    server.start()
    try:
        yield server
    finally:
        server.kill()


def ours(page: Page, folder: Path, made: list[Pair]) -> str:
    """Return the lines on our page: as fast as pairs are painted, and at a person's pace."""
    server = Server(folder)
    workspace = Workspace.open(server.database)
    workspace.create_project(PROJECT, made)
    prepare(workspace, PROJECT, methods=[METHODS[name] for name in CHOSEN])
    lines = ""
    with served(server):
        for name, pace in (("at a person's pace", PACE_MS), ("as fast as it is painted", 0)):
            page.goto(f"{server.url}/Inspect?project={PROJECT}&pair=000")
            page.locator('.bench[data-pair="000"]').wait_for()
            page.wait_for_timeout(2000)
            page.locator(".bench").evaluate(WATCH_SAVED)
            lines += report(f"painted, {name}", measure(page, KEYS, pace_ms=pace))
            page.locator('.bench .save[data-state="saved"]').wait_for()
            page.wait_for_function(f"window.saved.length >= {KEYS}")
            lines += report(f"saved, {name}", page.evaluate("window.saved"), budget=False)
    return lines


def peer(page: Page, folder: Path, made: list[Pair]) -> str:
    """Return the line on the plain page."""
    file = folder / "pairs.jsonl"
    file.write_bytes(b"".join(write(made)))
    with served(Server(folder, PEER, ("--", str(file)))) as server:
        page.goto(server.url)
        page.locator('[data-pair="000"]').wait_for()
        page.wait_for_timeout(2000)
        painted = measure(page, KEYS, pace_ms=PACE_MS)
    return report("painted, plain st.data_editor page", painted, budget=False)


def main() -> None:
    """Print the table."""
    made = pairs()
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=CHROMIUM_ARGS)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        lines = ours(page, Path(name), made) + peer(page, Path(name), made)
    sys.stdout.write(
        f"next pair, {TOKENS} x {TOKENS} tokens, {len(CHOSEN)} methods, {KEYS} key presses\n{lines}"
    )


if __name__ == "__main__":
    main()
