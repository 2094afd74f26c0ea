"""What is being written and not seen yet, and what nobody writes any more."""

import os
import signal
import subprocess
import sys

import pytest

from core.errors import StorageError
from core.storage import Workspace, staging
from core.storage.clock import now
from core.storage.engine import reading
from core.storage.schema import layers, projects
from tests.storage.build import corpus, filled, outcome

OLD = "2020-01-01T00:00:00.000+00:00"
WRITER = """
import sys, time
from core.storage import staging
with staging.under_way() as name:
    print(name, flush=True)
    time.sleep(60)
"""


def rows(ws: Workspace) -> tuple[int, int]:
    with reading(ws._engine) as connection:
        found = [connection.execute(table.select()).all() for table in (projects, layers)]
    return len(found[0]), len(found[1])


def test_what_this_process_writes_is_left_when_it_is_over() -> None:
    with staging.under_way() as name:
        assert not staging.is_left(f"words {name}", now())
        assert staging.is_left(name, OLD)
    assert staging.is_left(f"words {name}", now())


def test_what_another_process_writes_is_left_when_that_has_ended() -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    name = writer.stdout.readline().strip()
    assert not staging.is_left(name, now())
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    assert staging.is_left(name, now())


def test_what_a_process_writes_that_this_user_cannot_look_at_is_not_left(monkeypatch) -> None:
    monkeypatch.setattr(staging, "_STAT", "/proc/{}/hidden")  # as where `hidepid` is set
    begun = f"{staging._machine()}:{os.getppid()}.1:x"
    assert not staging.is_left(begun, now())
    assert staging.is_left(begun, OLD)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert staging.is_left(f"{staging._machine()}:{gone.pid}.1:x", now())


@pytest.mark.parametrize("name", ["", "another", "machine:1.1:x", "ab:cd", ":1.1:x"])
def test_what_another_machine_writes_is_left_after_a_day(name: str) -> None:
    assert not staging.is_left(name, now())
    assert staging.is_left(name, OLD)


def test_what_a_full_disk_left_goes_with_the_next_opening_or_import(
    database: str, monkeypatch
) -> None:
    def stuck(*_: object) -> None:
        raise StorageError("the disk is full")

    ws = Workspace.open(database)
    filled(ws)
    before = rows(ws)
    with monkeypatch.context() as full:
        full.setattr("core.storage.pairs._write", stuck)
        full.setattr("core.storage.projects.abandon", lambda *_: None)
        with pytest.raises(StorageError, match="disk is full"):
            ws.create_project("two", corpus())
        full.setattr("core.storage.layers.writing", _only_twice(full))
        with pytest.raises(StorageError, match="disk is full"):
            ws.write_layer("one", [(p.id, outcome(p)) for p in corpus()], name="third")
    assert rows(ws) == (before[0] + 1, before[1] + 1)
    Workspace.open(database).close()
    assert rows(ws) == before
    ws.close()


def _only_twice(_: object):
    from core.storage.engine import writing

    left = [1]

    def wrapped(engine):
        left[0] -= 1
        if left[0] < 0:
            raise StorageError("the disk is full")
        return writing(engine)

    return wrapped
