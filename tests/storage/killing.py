"""Kills writers at random moments and asks whether anything that was confirmed is missing."""

import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from core.storage import Workspace
from core.storage import states as states_of
from core.storage.engine import reading
from core.storage.schema import states
from tests.storage.build import filled
from tests.storage.writer import act

ROOT = Path(__file__).parents[2]


def kill_often(folder: Path, *, kills: int, writers: int, seed: int) -> int:
    """Return how many decisions were confirmed; fail where one of them is missing afterwards."""
    url = f"sqlite:///{folder}/killed.sqlite"
    ws = Workspace.open(url)
    filled(ws)
    chance = random.Random(seed)
    confirmed: dict[tuple[str, int], int] = {}
    for _ in range(kills):
        told = _run_and_kill(url, writers, chance.uniform(0.0, 0.25))
        assert not confirmed.keys() & told.keys()
        confirmed.update(told)
        _check(ws, confirmed)
    ws.close()
    return len(confirmed)


def _run_and_kill(url: str, writers: int, delay_s: float) -> dict[tuple[str, int], int]:
    clients = [f"c{k}" for k in range(writers)]
    with tempfile.TemporaryDirectory() as folder:
        outputs = [Path(folder) / client for client in clients]
        running = []
        for client, output in zip(clients, outputs, strict=True):
            command = [sys.executable, "-m", "tests.storage.writer", url, client, client]
            with output.open("wb") as sink:
                running.append(subprocess.Popen(command, stdout=sink, cwd=ROOT))
        try:
            deadline = time.monotonic() + 60
            while not all(output.stat().st_size for output in outputs):
                assert time.monotonic() < deadline, "a writer never confirmed anything"
                assert all(process.poll() is None for process in running)
                time.sleep(0.005)
            time.sleep(delay_s)
        finally:
            for process in running:
                process.send_signal(signal.SIGKILL)
            for process in running:
                process.wait()
        return {
            (client, int(number)): int(seq)
            for client, output in zip(clients, outputs, strict=True)
            # a line that was cut off by the kill is not a confirmation
            for number, seq in (
                line.split()
                for line in output.read_text().splitlines(keepends=True)
                if line.endswith("\n")
            )
        }


def _check(ws: Workspace, confirmed: dict[tuple[str, int], int]) -> None:
    log = ws.decisions("one")
    found = {(d.client, d.client_seq): d for d in log}
    assert len(found) == len(log)
    assert [d.seq for d in log] == list(range(1, len(log) + 1))
    for (client, number), seq in confirmed.items():
        written = found[client, number]
        sent = act(client, client, number)
        assert (written.seq, written.kind, written.reason) == (seq, sent.kind, sent.reason)
    # what one kill may cost: at most the one act of each writer that was not confirmed yet
    clients = {client for client, _ in confirmed}
    for client in clients:
        numbers = sorted(number for name, number in found if name == client)
        assert numbers == list(range(1, len(numbers) + 1))
    with reading(ws._engine) as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        rows = {row.position: row for row in connection.execute(states.select())}
    for record in ws.iter_records("one"):
        row = rows[record.stored.position]
        assert (row.status, row.version) == (record.state.status, record.version)
        assert row.labels == states_of.summary(record.state)["labels"]
