"""The real data beside the project: tests skip without it, but not under CI."""

import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / ".." / "shared" / "data" / "dev"

needed = pytest.mark.skipif(
    not FOLDER.exists() and os.environ.get("CI") != "true",
    reason="the shared data is not on this machine",
)


def files(pattern: str) -> list[Path]:
    """Return the files of a pattern; one that is not there where there are none."""
    return sorted(FOLDER.glob(pattern)) or [FOLDER / pattern]
