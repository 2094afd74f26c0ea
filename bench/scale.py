"""A project of 100,000 pairs: import, opening, filters, decisions, export, memory of the app.

`python -m bench.scale [--pairs N] [--db URL]`; without a URL a new SQLite file. Two-thirds of the
pairs have entities; links and a layer are written as a run writes them. The decisions are written
in acts of 5,000. The app is the real one, with the project opened in a real browser.
"""

import argparse
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

from core.domain.alignment import Alignment
from core.domain.decision import PairStatus
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.projection import Pick, Projection
from core.review.decide import apply_ops
from core.review.export import export
from core.review.offers import draft
from core.review.queue import build
from core.review.view import pair_view
from core.storage import Outcome, Workspace
from core.storage.values import Filter, Range
from tests.browser import find
from tests.e2e.server import CHROMIUM_ARGS, Server

PAIRS = 100_000
PROJECT = "scale"
WORDS = 30_000
TOKENS = (6, 30)
IN_ONE_GO = 5_000
ROUNDS = 7
BUDGETS = {"open": 2.0, "filter": 0.2, "memory": 500.0}

FILTERS = {
    "status": Filter(status=frozenset({PairStatus.DONE})),
    "label": Filter(label=frozenset({"PER"})),
    "length": Filter(length=Range(20, 25)),
    "person": Filter(by="ann"),
    "commented": Filter(commented=True),
    "text": Filter(text="w1234"),
    "text and status": Filter(text="w77", status=frozenset({PairStatus.UNREVIEWED})),
    "regex": Filter(text=r"w12\d4\b", regex=True),
}


def pairs(count: int) -> Iterator[Pair]:
    """Yield pairs of 6 to 30 words out of 30,000, most of them with one or two entities."""
    chance = random.Random(0)
    for k in range(count):
        size = chance.randint(*TOKENS)
        words = [int(WORDS * chance.random() ** 3) for _ in range(size)]
        at = sorted(chance.sample(range(size - 1), chance.choice((0, 1, 2))))
        entities = tuple(Entity(i, i + 1, chance.choice(("PER", "LOC", "ORG"))) for i in at)
        source = Sentence(tuple(f"w{n}" for n in words), entities, "en")
        target = Sentence(tuple(f"v{n}" for n in words), None, "de")
        yield Pair(f"pair-{k:06d}", source, target, doc=f"doc-{k // 40}")


def outcome(pair: Pair) -> Outcome:
    """Return a projection of every entity to the same place."""
    return Outcome.projected(
        tuple(Projection(e, (Pick(e.start, e.end, 0.9),)) for e in pair.source.entities or ())
    )


def links(pair: Pair) -> Alignment:
    """Return every word linked to the one in its place."""
    return Alignment.of(
        len(pair.source), len(pair.target), [(i, i) for i in range(len(pair.source))]
    )


def timed(act: Callable[[], object]) -> float:
    """Return the seconds that something took."""
    began_s = time.perf_counter()
    act()
    return time.perf_counter() - began_s


def row(name: str, seconds: Sequence[float], budget: float | None = None) -> str:
    """Return one line: the slowest of some rounds, and its share of the budget."""
    worst = max(seconds)
    median = statistics.median(seconds)
    share = f"   {worst / budget:5.2f} of the budget" if budget else ""
    return f"  {name:40}{median * 1000:9.0f} ms{worst * 1000:9.0f} ms{share}\n"


def fill(ws: Workspace, count: int) -> Iterator[str]:
    """Yield what import, links and a layer took."""
    yield row("import", [timed(lambda: ws.create_project(PROJECT, pairs(count)))])
    aligned = ((p.id, links(p)) for p in pairs(count))
    yield row("links written", [timed(lambda: ws.write_alignments(PROJECT, "bench", aligned))])
    outcomes = ((p.id, outcome(p)) for p in pairs(count))
    began_s = time.perf_counter()
    layer = ws.write_layer(PROJECT, outcomes, name="bench")
    ws.set_base(PROJECT, layer.content_hash)
    yield row("layer written and made the base", [time.perf_counter() - began_s])


def decide(ws: Workspace, count: int) -> None:
    """Let ann accept all pairs, in acts; every hundredth has a comment."""
    ids = [f"pair-{k:06d}" for k in range(count)]
    for seq, start in enumerate(range(0, count, IN_ONE_GO), start=1):
        some = ids[start : start + IN_ONE_GO]
        members = [draft(one, "pair", "accept-pair") for one in some[len(some) // 50 :]]
        members += [draft(one, "pair", "comment", reason="hm") for one in some[: len(some) // 50]]
        act = draft(some[0], "pair", "act", seq=seq, ops=members)
        apply_ops(ws, PROJECT, "ann", "bench", [act])


def opening(url: str, count: int) -> Iterator[str]:
    """Yield what opening takes: a new workspace, the project, the queue, the first pair."""
    first, middle = "pair-000000", f"pair-{count // 2:06d}"

    def cold() -> None:
        ws = Workspace.open(url)
        ws.project(PROJECT)
        build(ws, PROJECT, Filter())
        pair_view(ws, PROJECT, first)
        ws.close()

    yield row("open: project, queue, first pair", [timed(cold) for _ in range(3)], BUDGETS["open"])
    ws = Workspace.open(url)
    yield row("one pair", [timed(lambda: pair_view(ws, PROJECT, middle)) for _ in range(ROUNDS)])
    ws.close()


def filters(url: str) -> Iterator[str]:
    """Yield what each filter takes; each round is a new workspace, which knows nothing yet."""
    for name, wanted in FILTERS.items():
        cold, warm = [], []
        for _ in range(ROUNDS):
            ws = Workspace.open(url)
            ws.project(PROJECT)
            cold.append(timed(lambda ws=ws, wanted=wanted: ws.find(PROJECT, wanted)))
            warm.append(timed(lambda ws=ws, wanted=wanted: ws.find(PROJECT, wanted)))
            ws.close()
        budget = None if name == "regex" else BUDGETS["filter"]
        yield row(f"filter by {name}", cold, budget)
        yield row("    once more", warm, budget)


def served(folder: Path, url: str) -> Iterator[str]:
    """Yield how long the page takes, and how much memory the app has after it."""
    server = Server(folder)
    server.database = url
    try:
        server.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find(), args=CHROMIUM_ARGS)
            page = browser.new_page()
            page.goto(server.url)
            page.get_by_text(PROJECT).first.wait_for()
            began_s = time.perf_counter()
            page.goto(f"{server.url}/Inspect?project={PROJECT}&pair=pair-000000")
            page.locator('.bench[data-pair="pair-000000"]').wait_for(timeout=120_000)
            yield row("Inspect painted in a browser", [time.perf_counter() - began_s])
            page.goto(f"{server.url}/Inspect?project={PROJECT}&text=w1234")
            page.locator(".bench[data-pair]").wait_for(timeout=120_000)
            page.wait_for_timeout(3000)
            browser.close()
        assert server.process is not None
        status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
        used = {line.split(":")[0]: line.split()[1] for line in status.splitlines() if "kB" in line}
        peak, now = int(used["VmHWM"]) / 1024, int(used["VmRSS"]) / 1024
        share = peak / BUDGETS["memory"]
        table = f"  {'app process: now, peak':40}{now:9.0f} MB{peak:9.0f} MB"
        yield f"{table}   {share:5.2f} of the budget\n"
    finally:
        server.kill()


def lines(folder: Path, url: str, count: int) -> Iterator[str]:
    """Yield the table."""
    ws = Workspace.open(url)
    yield f"{count:,} pairs in {ws.url.partition(':')[0]}: median and slowest\n"
    yield from fill(ws, count)
    yield from opening(url, count)
    yield row(f"{count:,} decisions, {IN_ONE_GO:,} in one go", [timed(lambda: decide(ws, count))])
    yield from opening(url, count)
    yield from filters(url)
    yield row("history: the last decision to undo", [timed(lambda: ws.undoable(PROJECT, "ann"))])
    yield row("the whole log", [timed(lambda: ws.decisions(PROJECT))])
    done = (PairStatus.DONE,)
    yield row("export, read back", [timed(lambda: export(ws, PROJECT, statuses=done))])
    ws.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield f"  {'this process, all of the above: peak':40}{'':12}{peak:9.0f} MB\n"
    yield from served(folder, url)


def main(argv: Sequence[str] = ()) -> None:
    """Print the table; the database is left as it is where it was named."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--pairs", type=int, default=PAIRS)
    ask.add_argument("--db", help="an empty database; a new SQLite file where none is named")
    args = ask.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="scale-") as name:
        url = args.db or f"sqlite:///{name}/scale.sqlite"
        for line in lines(Path(name), url, args.pairs):
            sys.stdout.write(line)
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
