"""A project of 100,000 pairs: import, opening, filters, orders, decisions, export, memory.

`python -m bench.scale [--pairs N] [--db URL]`; without a URL on both databases, a new SQLite file
and a private PostgreSQL server, where there is one. Two-thirds of the pairs have entities; links, a
layer and signals are written as a run writes them. The decisions are written in acts of 5,000, and
newer texts change every hundredth pair. The app is the real one, with the project opened in a real
browser. Each row has the median and the slowest round, in brackets the processor's time of the
slowest, which what else the machine does blurs less, and its bar.
"""

import argparse
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from core.domain.alignment import Alignment
from core.domain.decision import PairStatus
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.projection import Pick, Projection
from core.review import update
from core.review.decide import apply_ops
from core.review.export import export
from core.review.offers import draft
from core.review.orders import DEFAULT_SEED, Order, Sort
from core.review.queue import build
from core.review.view import pair_view
from core.storage import Outcome, Workspace
from core.storage.values import NOBODY, Filter, Flag, Range, Signals
from tests import postgres
from tests.browser import find
from tests.databases import empty_on_server
from tests.e2e.server import CHROMIUM_ARGS, Server

PAIRS = 100_000
PROJECT = "scale"
WORDS = 30_000
TOKENS = (6, 30)
IN_ONE_GO = 5_000
ROUNDS = 5
CHANGED_EVERY = 100
PAGE = 10
REASONS = ("few-links", "low-score", "methods-differ", "odd-label")
FORMATS = ("conll", "jsonl", "parquet", "docbin", "label-studio")
BUDGETS = {"open": 2.0, "filter": 0.2, "memory": 500.0}

FILTERS = {
    "status": Filter(status=frozenset({PairStatus.DONE})),
    "label": Filter(label=frozenset({"PER"})),
    "length": Filter(length=Range(20, 25)),
    "person": Filter(by="ann"),
    "nobody": Filter(by=NOBODY),
    "commented": Filter(commented=True),
    "suspicion": Filter(suspicion=Range(0.5, None)),
    "reason": Filter(reasons=frozenset({REASONS[0]})),
    "disagreement": Filter(disagreement=True),
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


def signals(count: int) -> Iterator[tuple[str, Signals]]:
    """Yield signals of every pair with two reasons each."""
    chance = random.Random(1)
    for k in range(count):
        flags = tuple(
            Flag(code, f"{code}: what stands on the page beside it", chance.random())
            for code in chance.sample(REASONS, 2)
        )
        likely = [chance.random() for _ in range(5)]
        yield f"pair-{k:06d}", Signals(*likely[:4], chance.randint(0, 4), flags, gain=likely[4])


class Took(NamedTuple):
    """What something took: seconds on the clock, and of this process's processor."""

    wall_s: float
    cpu_s: float


def timed(act: Callable[[], object]) -> Took:
    """Return what something took."""
    began_s, began_cpu_s = time.perf_counter(), time.process_time()
    act()
    return Took(time.perf_counter() - began_s, time.process_time() - began_cpu_s)


def row(name: str, rounds: Sequence[Took], budget: float | None = None) -> str:
    """Return one line: median and slowest of some rounds, its processor's time, and the bar."""
    worst = max(rounds)
    median = statistics.median(took.wall_s for took in rounds)
    share = f"  bar {budget * 1000:5.0f} ms: {worst.wall_s / budget:5.2f}" if budget else ""
    times = f"{median * 1000:9.0f} ms{worst.wall_s * 1000:9.0f} ms ({worst.cpu_s * 1000:6.0f})"
    return f"  {name:40}{times}{share}\n"


def fill(ws: Workspace, count: int) -> Iterator[str]:
    """Yield what import, links and a layer took."""
    yield row("import", [timed(lambda: ws.create_project(PROJECT, pairs(count)))])
    aligned = ((p.id, links(p)) for p in pairs(count))
    yield row("links written", [timed(lambda: ws.write_alignments(PROJECT, "bench", aligned))])
    outcomes = ((p.id, outcome(p)) for p in pairs(count))

    def based() -> None:
        ws.set_base(PROJECT, ws.write_layer(PROJECT, outcomes, name="bench").content_hash)

    yield row("layer written and made the base", [timed(based)])
    yield row("signals written", [timed(lambda: ws.signals.write(PROJECT, "k1", signals(count)))])


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

    def one() -> None:
        with ws.at_one_moment():
            pair_view(ws, PROJECT, middle)

    yield row("one pair", [timed(one) for _ in range(ROUNDS)])
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


def orders(url: str) -> Iterator[str]:
    """Yield what a queue in each order takes, and a page of one."""
    for sort in Sort:
        order = Order(sort, DEFAULT_SEED if sort is Sort.RANDOM else 0)
        taken = []
        for _ in range(ROUNDS):
            ws = Workspace.open(url)
            ws.project(PROJECT)
            taken.append(timed(lambda ws=ws, order=order: build(ws, PROJECT, Filter(), order)))
            ws.close()
        yield row(f"queue in order: {sort}", taken, BUDGETS["filter"])
    ws = Workspace.open(url)
    queue = build(ws, PROJECT, Filter())

    def page(start: int) -> None:
        with ws.at_one_moment():
            for pair in queue.ids(ws, start, start + PAGE):
                pair_view(ws, PROJECT, pair)
            ws.search.statuses(PROJECT, queue.positions[start : start + PAGE].tolist())

    starts = range(0, len(queue), max(1, len(queue) // ROUNDS))
    yield row(f"a page of {PAGE} pairs of the queue", [timed(lambda k=k: page(k)) for k in starts])
    ws.close()


def newer(ws: Workspace, count: int) -> Iterator[str]:
    """Yield what newer texts take in which every hundredth pair has another word."""

    def texts() -> Iterator[Pair]:
        for k, pair in enumerate(pairs(count)):
            if k % CHANGED_EVERY:
                yield pair
            else:
                words = ("new", *pair.target.tokens[1:])
                yield replace(pair, target=replace(pair.target, tokens=words))

    name = f"newer texts, every {CHANGED_EVERY}th pair changed"
    yield row(name, [timed(lambda: update.update(ws, PROJECT, texts, "eve", reason="bench"))])


def exports(ws: Workspace) -> Iterator[str]:
    """Yield what each export takes, read back, and what this process has at most after it."""
    done = (PairStatus.DONE,)
    for name in FORMATS:
        took = timed(lambda name=name: export(ws, PROJECT, statuses=done, format=name))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield f"{row(f'export as {name}, read back', [took])[:-1]}   peak {peak:5.0f} MB\n"


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

            def painted() -> None:
                page.goto(f"{server.url}/Inspect?project={PROJECT}&pair=pair-000001")
                page.locator('.bench[data-pair="pair-000001"]').wait_for(timeout=120_000)

            yield row("Inspect painted in a browser", [timed(painted)], BUDGETS["open"])
            page.goto(f"{server.url}/Inspect?project={PROJECT}&text=w1234")
            page.locator(".bench[data-pair]").wait_for(timeout=120_000)
            page.wait_for_timeout(3000)
            browser.close()
        assert server.process is not None
        status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
        used = {line.split(":")[0]: line.split()[1] for line in status.splitlines() if "kB" in line}
        peak, now = int(used["VmHWM"]) / 1024, int(used["VmRSS"]) / 1024
        bar = BUDGETS["memory"]
        table = f"  {'app process: now, peak':40}{now:9.0f} MB{peak:9.0f} MB"
        yield f"{table}           bar {bar:5.0f} MB: {peak / bar:5.2f}\n"
    finally:
        server.kill()


def lines(folder: Path, url: str, count: int) -> Iterator[str]:
    """Yield the table."""
    ws = Workspace.open(url)
    yield f"{count:,} pairs in {ws.url.partition(':')[0]}: median, slowest (its processor's time)\n"
    yield from fill(ws, count)
    yield from opening(url, count)
    yield row(f"{count:,} decisions, {IN_ONE_GO:,} in one go", [timed(lambda: decide(ws, count))])
    yield from opening(url, count)
    yield from filters(url)
    yield from orders(url)
    yield row("history: the last decision to undo", [timed(lambda: ws.undoable(PROJECT, "ann"))])
    yield row("the whole log", [timed(lambda: ws.decisions(PROJECT))])
    yield from served(folder, url)
    yield from exports(ws)
    yield from newer(ws, count)
    ws.close()


@contextmanager
def databases(named: str | None, folder: Path) -> Iterator[Iterator[str]]:
    """Return the URLs to measure: the one named, else a new file and a private server."""
    server = None if named or postgres.missing() else postgres.Server()
    try:
        yield iter([named] if named else [f"sqlite:///{folder}/scale.sqlite", *_served(server)])
    finally:
        if server is not None:
            server.remove()


def _served(server: postgres.Server | None) -> list[str]:
    return [] if server is None else [empty_on_server(server)]


def main(argv: Sequence[str] = ()) -> None:
    """Print the table; the database is left as it is where it was named."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--pairs", type=int, default=PAIRS)
    ask.add_argument("--db", help="an empty database; both kinds where none is named")
    args = ask.parse_args(argv)
    if not args.db and (why := postgres.missing()):
        sys.stdout.write(f"PostgreSQL is not measured: {why}\n")
    with (
        tempfile.TemporaryDirectory(prefix="scale-") as name,
        databases(args.db, Path(name)) as urls,
    ):
        for url in urls:
            load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
            sys.stdout.write(f"load of the machine before: {load} on {os.cpu_count()} CPUs\n")
            for line in lines(Path(name), url, args.pairs):
                sys.stdout.write(line)
                sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
