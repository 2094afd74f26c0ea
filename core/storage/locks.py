"""Locks that a process holds on a file, and that are gone with it, however it ends."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from core.errors import ConflictError, StorageError

_TRIES = 5
_AGAIN_S = 0.01


def take(file: IO[bytes]) -> None:
    """Take a file for this process and its heirs.

    Whoever asks whether it is held has it for a moment, so that it is tried more than once.

    Raises:
        BlockingIOError: another process holds it.
    """
    for left in reversed(range(_TRIES)):
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not left:
                raise
            time.sleep(_AGAIN_S)
        else:
            return


@contextmanager
def holding(path: Path, busy: str) -> Iterator[None]:
    """Hold a file for a block.

    Args:
        path: of the file; made where it is not there, and left there.
        busy: what is said where another process holds it.

    Raises:
        ConflictError: another process holds it.
        StorageError: the file cannot be made.
    """
    try:
        file = path.open("ab")
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror or error}") from None
    with file:
        try:
            take(file)
        except BlockingIOError:
            raise ConflictError(busy) from None
        yield


def is_held(path: Path) -> bool:
    """Return whether some process holds a file."""
    if not path.exists():
        return False
    with path.open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
