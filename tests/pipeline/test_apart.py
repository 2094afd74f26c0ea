import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from core.errors import CoreError
from core.pipeline import apart as room
from core.pipeline.apart import apart

# Says the number of its child, and waits.
PARENT = """
import os
from core.pipeline.apart import apart

if __name__ == "__main__":
    print(apart(os.getpid), flush=True)
    input()
"""


@pytest.fixture(autouse=True)
def children(monkeypatch):
    """Every test with children of its own, which end with it."""
    own: list = []
    monkeypatch.setattr(room, "_FREE", own)
    yield own
    for child in own:
        child.shutdown(kill_workers=True)


def gone(pid: int, seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":  # it has ended, and nobody asked how
            return True
        time.sleep(0.05)
    return False


def test_a_child_does_the_work_and_the_next_work() -> None:
    first = apart(os.getpid)
    assert first != os.getpid()
    assert apart(os.getpid) == first


def test_what_the_work_raises_is_raised_here() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        apart(int, "x")


def test_a_child_goes_when_nothing_was_asked_for_a_while(monkeypatch) -> None:
    monkeypatch.setattr(room, "_IDLE_S", 0.5)
    first = apart(os.getpid)
    assert gone(first)
    assert apart(os.getpid) != first


def test_a_child_runs_nothing_of_the_page_that_asked(monkeypatch, tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text(f"open({str(tmp_path / 'was run')!r}, 'w')")
    main = ModuleType("__main__")
    main.__file__ = str(page)
    monkeypatch.setitem(sys.modules, "__main__", main)
    assert apart(loaded, "streamlit") is False
    assert not (tmp_path / "was run").exists()


def loaded(name: str) -> bool:
    """Return whether a package is loaded in this process."""
    return name in sys.modules


def test_a_child_that_died_is_said_and_replaced() -> None:
    with pytest.raises(CoreError, match="stopped by the system; try it again"):
        apart(os._exit, 3)
    assert apart(str, 5) == "5"


def die(place: Path) -> None:
    """Leave a line, and die."""
    with place.open("a") as file:
        file.write("begun\n")
    os._exit(3)


def test_work_that_was_begun_is_never_done_again(tmp_path: Path) -> None:
    with pytest.raises(CoreError, match="stopped by the system"):
        apart(die, tmp_path / "told")
    assert (tmp_path / "told").read_text() == "begun\n"


def test_a_child_killed_while_idle_spoils_no_work() -> None:
    first = apart(os.getpid)
    os.kill(first, signal.SIGKILL)
    assert apart(os.getpid) != first
    os.kill(apart(os.getpid), signal.SIGKILL)
    time.sleep(0.5)  # the pool has noticed
    assert apart(str, 5) == "5"


def test_children_are_gone_when_their_parent_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    root = Path(__file__).parents[2]
    parent = subprocess.Popen(
        [sys.executable, str(script)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with parent:
        child = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)
    assert gone(child)
