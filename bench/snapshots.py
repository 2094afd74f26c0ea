"""A project with 100,000 decisions: opened, read and exported, with snapshots and without.

`python -m bench.snapshots [PAIRS]` from the project's root; 25,000 pairs with four decisions each.
Without snapshots every pair is replayed from its log, which is what a project did before there
were any. The peer is the same database with its snapshots taken out.
"""

import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from core.domain.decision import Decision, Kind, Side
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.projection import Pick, Projection
from core.review.export import export
from core.review.view import pair_view
from core.storage import Outcome, Workspace
from core.storage.batches import batches

PAIRS = 25_000
EACH = 4
NAME = "bench"
_TOKENS = ("Anna", "Bell", "lives", "in", "New", "York", "and", "works", "for", "the", "UN", ".")
_SPANS = (Entity(0, 2, "PER"), Entity(4, 6, "LOC"), Entity(10, 11, "ORG"))
_TIMES = 3


def main(count: int = PAIRS) -> None:
    """Print the seconds of processor that each step takes, with and without snapshots."""
    with tempfile.TemporaryDirectory() as folder:
        kept, replayed = (Path(folder) / f"{name}.sqlite" for name in ("kept", "replayed"))
        began = time.perf_counter()
        _fill(f"sqlite:///{kept}", count)
        made = time.perf_counter() - began
        sys.stdout.write(f"{count * EACH:,} decisions on {count:,} pairs, made in {made:.1f} s\n")
        _take_out(kept, replayed)
        sys.stdout.write(f"{'step':28} {'snapshots':>10} {'replayed':>10} {'ratio':>6}\n")
        files = [_steps(f"sqlite:///{file}") for file in (kept, replayed)]
        for (name, one), (_, other) in zip(*files, strict=True):
            # In turns, so that what else the machine does falls on both.
            taken = [(_seconds(one), _seconds(other)) for _ in range(_TIMES)]
            fast, slow = (min(times) for times in zip(*taken, strict=True))
            sys.stdout.write(f"{name:28} {fast:9.3f}s {slow:9.3f}s {slow / fast:6.2f}\n")
            sys.stdout.flush()
        size, less = (file.stat().st_size / 1e6 for file in (kept, replayed))
        sys.stdout.write(f"database: {size:.0f} MB, {less:.0f} MB without snapshots\n")


def _take_out(file: Path, copy: Path) -> None:
    """Write a copy of a database without its snapshots."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("VACUUM")
        database.execute("VACUUM INTO ?", (str(copy),))
    with closing(sqlite3.connect(copy)) as database:
        with database:
            database.execute("UPDATE states SET snapshot = ''")
        database.execute("VACUUM")


def _fill(url: str, count: int) -> None:
    workspace = Workspace.open(url)
    given = [
        Pair(f"p{k}", Sentence(_TOKENS, _SPANS, "en"), Sentence(_TOKENS, None, "de"))
        for k in range(count)
    ]
    workspace.create_project(NAME, given)
    found = Outcome.projected(
        tuple(Projection(one, (Pick(one.start, one.end, 0.9),)) for one in _SPANS)
    )
    layer = workspace.write_layer(NAME, ((p.id, found) for p in given), name="method")
    workspace.set_base(NAME, layer.content_hash)
    for some in batches(_decisions(given), 5000):
        workspace.append_decisions(NAME, some)
    workspace.close()


def _decisions(given: list[Pair]) -> Iterator[Decision]:
    time_ = "2026-01-02T03:04:05.000+00:00"
    number = 0
    for pair in given:
        for kind, side, entity, new in (
            (Kind.ACCEPT, Side.TARGET, "s0.0", None),
            (Kind.CHANGE, Side.TARGET, "s1.0", Entity(3, 6, "LOC")),
            (Kind.DELETE, Side.TARGET, "s2.0", None),
            (Kind.ACCEPT_PAIR, Side.PAIR, "", None),
        ):
            number += 1
            yield Decision("c", number, time_, "ann", pair.id, side, kind, entity, new=new)


def _steps(url: str) -> Iterator[tuple[str, Callable[[], object]]]:
    def opened() -> object:
        workspace = Workspace.open(url)
        workspace.project(NAME)
        return pair_view(workspace, NAME, "p0")

    yield "open, first pair shown", opened
    yield "read every record", lambda: sum(1 for _ in Workspace.open(url).iter_records(NAME))

    def tallied() -> object:
        with Workspace.open(url).counting(NAME) as tallies:
            return sum(1 for _ in tallies.handled())

    yield "count all (with logs)", tallied
    yield "export as CoNLL", lambda: export(Workspace.open(url), NAME, format="conll")


def _seconds(step: Callable[[], object]) -> float:
    began = time.process_time()
    step()
    return time.process_time() - began


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
