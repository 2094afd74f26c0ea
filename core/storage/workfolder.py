"""Folders that long work adds its files to, one by one, and finds them in again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.errors import StorageError
from core.storage.files import cut_off, holds_nothing, write_atomically
from core.storage.folders import check_replaceable
from core.storage.locks import holding, is_held

_LOCK = ".lock"


def open_workfolder(path: str | Path, *, mark: str, content: bytes) -> Path:
    """Return the folder, made where it was not there, with the file `mark` in it.

    A folder that holds something else is refused, so that nothing of anybody's is written over.

    Args:
        path: of the folder; the one that it stands in has to be there.
        mark: name of the file by which such a folder is known.
        content: of that file in a new folder; one that is there already is left as it is.

    Raises:
        StorageError: something else is there, or the disk refuses.
    """
    check_replaceable(path, mark=mark)
    folder = Path(path).expanduser()
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make {path}: {error.strerror or error}") from None
    if not (folder / mark).is_file():
        write_atomically(folder / mark, content)
    return folder


def is_free(folder: Path) -> bool:
    """Return whether a folder holds nothing but what work that was killed at once left there."""
    return holds_nothing(folder, _LOCK)


@contextmanager
def at_work(folder: Path, busy: str) -> Iterator[None]:
    """Hold a folder for a block, in which nobody else adds to it.

    What a process left half-written that was killed there is deleted first.

    Args:
        folder: that is worked in.
        busy: what is said where another process is at work in it.

    Raises:
        ConflictError: another process is.
        StorageError: the disk refuses.
    """
    with holding(folder / _LOCK, busy):
        for path in cut_off(folder):
            path.unlink(missing_ok=True)
        yield


def is_at_work(folder: Path) -> bool:
    """Return whether some process holds a folder."""
    return is_held(folder / _LOCK)
