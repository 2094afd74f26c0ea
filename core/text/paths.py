"""Paths as people type them: a folder of somebody's home, or something that is no path at all."""

import os
from pathlib import Path


def expanded(path: str | Path) -> Path:
    """Return a path with `~` or `~NAME` at its beginning as that home; as it is without one."""
    return Path(os.path.expanduser(path))  # noqa: PTH111 (that of pathlib raises for no such NAME)


def is_folder(path: str | Path) -> bool:
    """Return whether a folder is there; what the system takes for no path, or hides, is none."""
    return os.path.isdir(path)  # noqa: PTH112 (that of pathlib raises for names that are too long)
