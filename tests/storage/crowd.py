"""Many people at one project at once, each in a process of their own, beside readers and writers.

A curator gives pairs other words meanwhile, runs add layers, and somebody exports all the time.
Whatever goes wrong in one of the processes ends it, and fails the test: no error of the database
may reach a user, only refusals that say what somebody else did.
"""

import json
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core.domain.decision import PairStatus
from core.review import update
from core.review.export import export
from core.storage import Workspace
from core.storage.doctor import examine
from tests.review.build import projected
from tests.storage.agreed import check_conflicts, check_seen
from tests.storage.annotator import PROJECT, read_journal, told
from tests.storage.build import corpus, outcome
from tests.storage.dying import CARRIER, PROCESSES, check_log, check_notes, check_rows, start
from tests.storage.page import Page

PAIRS = 5


@dataclass(frozen=True, slots=True)
class Crowd:
    """What a crowd did.

    Args:
        decisions: in the log.
        refused: operations that were refused, by the first words of the reason.
        checked: decisions that were made on what was seen, as far as that is to be told.
        conflicts: how what met another's decision ended.
        reads: times that the whole project was read and exported meanwhile.
        writes: layers and projects that were written meanwhile.
        changes: times that a pair was given other words meanwhile.
        seconds: that it took.
    """

    decisions: int
    refused: Counter[str]
    checked: int
    conflicts: Counter[str]
    reads: int
    writes: int
    changes: int
    seconds: float


def gather(url: str, folder: Path, *, people: int, decisions: int, seed: int) -> Crowd:
    """Return what people did together at a project; fail where any of it was lost or doubled.

    Args:
        url: of an empty database.
        folder: for the journals.
        people: how many annotators.
        decisions: at least so many are made by all of them together.
        seed: of what each of them does.
    """
    ws = Workspace.open(url)
    projected(ws)
    stop = folder / "stop"
    names = [f"ann-{k}" for k in range(people)]
    share = -(-decisions // people)
    workers = [
        PROCESSES.Process(target=annotate, args=(url, name, seed, str(folder / name), share))
        for name in names
    ]
    others = [
        PROCESSES.Process(target=target, args=(url, str(stop), str(folder / target.__name__)))
        for target in OTHERS
    ]
    began_s = time.monotonic()
    for process in (*others, *workers):
        start(process)
    for process in workers:
        process.join(1500)
    seconds = time.monotonic() - began_s
    stop.touch()
    for process in others:
        process.join(60)
    assert [process.exitcode for process in (*workers, *others)] == [0] * (people + len(OTHERS))
    journals = {name: read_journal(folder / name) for name in names}
    found = _check(ws, journals)
    checked, conflicts = check_seen(ws, PROJECT, journals), check_conflicts(ws, PROJECT, journals)
    ws.close()
    assert examine(url) == ()
    times = [int((folder / target.__name__).read_text()) for target in OTHERS]
    return Crowd(found, _refusals(journals), checked, conflicts, *times, seconds)


def annotate(url: str, name: str, seed: int, journal: str, decisions: int) -> None:
    """Decide until so many decisions were written, noting all that was sent and told."""
    ws = Workspace.open(url)
    page = Page(ws, name, name, f"{seed}.{name}")
    written = 0
    with Path(journal).open("a", encoding="utf-8") as file:
        while written < decisions:
            ops = page.next_ops()
            applied = page.send(ops)
            written += len(applied.decisions)
            file.write(json.dumps({"sent": ops}) + "\n")
            file.write(json.dumps({"done": told(applied)}) + "\n")
    ws.close()


def read_again_and_again(url: str, stop: str, result: str) -> None:
    """Read and export the project until told to stop; all that is read has to be of one moment."""
    ws = Workspace.open(url)
    times = 0
    while not Path(stop).exists():
        records = list(ws.iter_records(PROJECT))
        assert len(records) == PAIRS
        log = ws.decisions(PROJECT)
        assert [d.seq for d in log] == list(range(1, len(log) + 1))
        assert sum(record.version for record in records) <= len(log)
        assert export(ws, PROJECT, statuses=tuple(PairStatus), format="jsonl").pairs <= PAIRS
        assert sum(ws.project(PROJECT).progress.values()) == PAIRS
        times += 1
    Path(result).write_text(str(times))
    ws.close()


def write_again_and_again(url: str, stop: str, result: str) -> None:
    """Write layers and projects, as runs and imports do, until told to stop."""
    ws = Workspace.open(url)
    times = 0
    given = corpus()
    while not Path(stop).exists():
        ws.create_project(f"import {times}", given)
        layer = ws.write_layer(PROJECT, [(p.id, outcome(p)) for p in given], name=f"run {times}")
        ws.delete_layer(PROJECT, layer.content_hash)
        ws.delete_project(f"import {times}")
        times += 1
    Path(result).write_text(str(times))
    ws.close()


def change_again_and_again(url: str, stop: str, result: str) -> None:
    """Give pairs other words, as a curator does, until told to stop."""
    ws = Workspace.open(url)
    chance = random.Random(result)
    times = 0
    while not Path(stop).exists():
        pair = ws.pair(PROJECT, chance.choice(ws.find(PROJECT))).pair
        words = list(pair.target.tokens)
        words[chance.randrange(len(words))] = f"word{times}"
        if len(words) < 9 and chance.random() < 0.3:
            words.insert(chance.randrange(len(words)), "more")
        changed = replace(pair, target=replace(pair.target, tokens=tuple(words), entities=None))
        update.edit(ws, PROJECT, changed, CARRIER)
        times += 1
        time.sleep(0.2)
    Path(result).write_text(str(times))
    ws.close()


OTHERS = (read_again_and_again, write_again_and_again, change_again_and_again)
"""What goes on beside the annotators."""


def _check(ws: Workspace, journals: dict[str, list[dict[str, object]]]) -> int:
    """Return how many decisions are in the log; each was told to one person, once."""
    log = check_log(ws, ())
    check_rows(ws)
    told_of = [row for notes in journals.values() for row in _rows(notes, "decisions")]
    assert len({(client, number) for _, client, number, _ in told_of}) == len(told_of)
    heads = {(d.client, d.client_seq) for d in log if "/" not in d.client and not d.carried}
    assert {(client, number) for _, client, number, _ in told_of} == heads
    for name, notes in journals.items():
        check_notes(ws, notes, name)
    return len(log)


def _rows(notes: list[dict[str, object]], key: str) -> list[Sequence[object]]:
    answers = [note["done"] for note in notes if isinstance(note.get("done"), dict)]
    return [row for answer in answers for row in answer[key]]


def _refusals(journals: dict[str, list[dict[str, object]]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for notes in journals.values():
        for _, message in _rows(notes, "refused"):
            found["met another" if "meanwhile" in str(message) else "other"] += 1
    return found
