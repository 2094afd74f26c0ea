"""Kills a process in the midst of a step again and again: what is left is the old or the new."""

import os
import random
import shutil
import signal
from contextlib import closing, suppress
from pathlib import Path

import sqlalchemy as sa

from core.errors import CoreError
from core.storage import Workspace, backup, dumps
from core.storage.doctor import examine
from tests.soak import steps
from tests.soak.steps import Step
from tests.storage.dying import PROCESSES, start
from tests.storage.faults import NEVER, TORN, faults

BY_AND_BY = frozenset({"carry"})
"""Steps that are written in several transactions; done again, they do the rest."""

KEEPERS = {"back_up": "before.jsonl.gz"}
"""Files that a step writes, by its name: each has to be whole at any time."""


class Place:
    """A database of a test, which can be made anew as it was before the step.

    Args:
        url: of an empty database; `ws.sqlite` in the folder, or on a server.
        folder: for files.
        older: of the first schema, in place of one that people have worked in.
    """

    def __init__(self, url: str, folder: Path, *, older: bool = False) -> None:
        self.url = url
        self.folder = folder
        self.in_file = url.startswith("sqlite")
        self._times = 0
        if older:
            steps.old(url, folder)
        else:
            steps.prepare(url, folder)

    def again(self) -> None:
        """Make a database as it was before the step."""
        if not self.in_file:
            backup.restore(self.url, self.folder / "start.jsonl.gz", replace=True)
            for kept in self.folder.glob("postgresql*/*before-restore*"):
                kept.unlink()
            return
        self._times += 1  # a file of its own: this process may still have the last one open
        file = self.folder / f"{self._times}.sqlite"
        shutil.copy(self.folder / "ws.sqlite", file)
        self.url = f"sqlite:///{file}"


def kill_in(place: Place, step: Step, *, kills: int, seed: int) -> dict[str, int]:
    """Return how often what was left was the old and how often the new; fail where neither.

    Once it was done again, it has to be the new.
    """
    chance = random.Random(f"{seed} {step.__name__}")
    place.again()
    old = steps.seen(place.url)
    place.again()
    assert _run(place, step, NEVER, "statement") == 0
    new = steps.seen(place.url)
    writes, statements = map(int, (place.folder / "count").read_text().split())
    assert step is steps.back_up or step is steps.migrate or old != new
    found = {"old": 0, "new": 0, "between": 0, "swept": 0}
    for _ in range(kills):
        ways = (*TORN, "statement") if place.in_file and writes else ("statement",)
        how = chance.choice(ways)
        last = statements if how == "statement" else writes
        nth = chance.randint(chance.choice((1, last - last // 6)), last)
        place.again()
        code = _run(place, step, nth, how)
        doom = f"{step.__name__}: {how} {nth} of {writes} writes, {statements} statements"
        # Where SQLite checkpoints by itself, a write more or less is made.
        assert code in {-signal.SIGKILL, 0}, doom
        if step is not steps.migrate:
            found["swept"] += steps.staged(place.url) > 0
        here = steps.seen(place.url)
        left = "old" if here == old else "new" if here == new else "between"
        assert left != "between" or step.__name__ in BY_AND_BY, doom
        found[left] += 1
        assert steps.staged(place.url) == 0, doom
        assert examine(place.url) == (), doom
        if file := KEEPERS.get(step.__name__):
            dumps.check(place.folder / file)
        with suppress(CoreError):  # it is done already
            step(place.url, place.folder)
        assert steps.seen(place.url) == new, doom
    return found


def _run(place: Place, step: Step, nth: int, how: str) -> int | None:
    given = (place.url, place.folder, step, nth, how)
    process = PROCESSES.Process(target=die_in, args=given)
    start(process)
    process.join(120)
    return process.exitcode


def die_in(url: str, folder: Path, step: Step, nth: int, how: str) -> None:
    """Do a step until death at the n-th write or statement; note how many there were, if alive."""
    if step is not steps.migrate:
        with closing(Workspace.open(url)):
            pass
    ticks = 0

    def tick(*_: object) -> None:
        nonlocal ticks
        ticks += 1
        if how == "statement" and ticks == nth:
            os.kill(os.getpid(), signal.SIGKILL)

    sa.event.listen(sa.Engine, "before_cursor_execute", tick)
    sa.event.listen(sa.Engine, "commit", tick)
    if url.startswith("sqlite"):
        faults().kill_at(nth if how in TORN else NEVER, how if how in TORN else "before")
    step(url, folder)
    (folder / "count").write_text(f"{faults().count if url.startswith('sqlite') else 0} {ticks}")
    os._exit(0)
