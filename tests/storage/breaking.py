"""Breaks a server again and again while somebody decides, and asks what is left of it."""

import random
import threading
import time

from core.domain.decision import PairStatus
from core.errors import StorageError
from core.storage import Workspace
from core.storage import states as states_of
from core.storage.engine import reading
from core.storage.schema import states
from tests.postgres import Server
from tests.storage.build import filled
from tests.storage.writer import act

_WITHIN_S = 60.0


def break_often(server: Server, url: str, *, times: int, seed: int) -> tuple[int, int]:
    """Return how many decisions were confirmed and how many errors were told on the way.

    The writer sends each decision until it is confirmed, as a browser does.
    """
    ws = Workspace.open(url)
    filled(ws)
    chance = random.Random(seed)
    confirmed: dict[int, int] = {}
    told: list[str] = []
    stop = threading.Event()

    def decide() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            while number not in confirmed:
                try:
                    (written,) = ws.append_decisions("one", [act("c", "ann", number)])
                    confirmed[number] = written.seq
                except StorageError as error:
                    told.append(str(error))
                    time.sleep(0.02)

    writer = threading.Thread(target=decide)
    writer.start()
    try:
        for _ in range(times):
            before = len(confirmed)
            _wait(lambda before=before: len(confirmed) > before, writer)
            time.sleep(chance.uniform(0.0, 0.1))
            server.stop("immediate")
            time.sleep(0.05)
            server.start()
    finally:
        stop.set()
        writer.join(_WITHIN_S)
    assert not writer.is_alive()
    _check(ws, confirmed)
    ws.close()
    for words in told:
        assert words.startswith("database ")
        assert "; " in words
        assert "nothing was written" not in words, words  # each has a remedy of its own
    return len(confirmed), len(told)


def _wait(ready, writer: threading.Thread) -> None:
    deadline_s = time.monotonic() + _WITHIN_S
    while not ready():
        assert writer.is_alive(), "the writer met an error that has no words"
        assert time.monotonic() < deadline_s, "nothing is confirmed any more"
        time.sleep(0.005)


def _check(ws: Workspace, confirmed: dict[int, int]) -> None:
    log = ws.decisions("one")
    assert [d.seq for d in log] == list(range(1, len(log) + 1))
    assert sorted(d.client_seq for d in log) == list(range(1, len(log) + 1))
    found = {d.client_seq: d for d in log}
    for number, seq in confirmed.items():
        assert (found[number].seq, found[number].reason) == (seq, f"r{number}")
    with reading(ws._engine) as connection:
        rows = {row.position: row for row in connection.execute(states.select())}
    for record in ws.iter_records("one"):
        row = rows[record.stored.position]
        assert (PairStatus(row.status), row.version) == (record.state.status, record.version)
        assert row.labels == states_of.summary(record.state)["labels"]
