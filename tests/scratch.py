"""Runs a command with its temporary files in memory, where there is room, and removes them.

Tests ask a database to keep thousands of transactions; a disk that really does takes most of the
time of a run. `make soak` leaves it to the disk. What Python compiles is kept beside the sources
even where the environment asks otherwise, since every process of the tests would compile it anew.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes that have to be free there."""


def above() -> Path:
    """Return the folder to make ours in."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        return MEMORY
    return Path(tempfile.gettempdir())


def main(command: Sequence[str]) -> int:
    """Return the exit code of the command."""
    with tempfile.TemporaryDirectory(
        prefix="silverlens-", dir=above(), ignore_cleanup_errors=True
    ) as folder:
        Path(folder).chmod(0o755)  # a database server runs as somebody else
        told = {"TMPDIR": folder, "PYTHONDONTWRITEBYTECODE": ""}
        return subprocess.run(command, env={**os.environ, **told}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
