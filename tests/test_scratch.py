"""The folder that tests put their files in."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import scratch

HERE = Path(scratch.__file__)
ASK = "import sys, tempfile; print(tempfile.mkdtemp()); sys.exit(7)"


def test_a_command_has_a_folder_of_its_own_that_is_gone_afterwards() -> None:
    done = subprocess.run(
        [sys.executable, HERE, sys.executable, "-c", ASK],
        capture_output=True,
        text=True,
        check=False,
    )
    used = Path(done.stdout.strip())
    assert done.returncode == 7
    assert used.parent.name.startswith("silverlens-")
    assert not used.parent.exists()


def test_without_room_in_memory_it_is_the_usual_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(scratch, "MEMORY", tmp_path)
    assert scratch.above() == tmp_path
    monkeypatch.setattr(scratch, "ROOM", 2**80)
    assert scratch.above() != tmp_path
    monkeypatch.setattr(scratch, "MEMORY", tmp_path / "none")
    assert scratch.above() != tmp_path
