"""Folders: written whole or not at all."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from core.errors import StorageError
from core.storage.files import holds_nothing
from core.text.paths import expanded

_OS_ERROR = re.compile(r"\(os error (\d+)\)")


def write_folder(path: str | Path, fill: Callable[[Path], None], *, mark: str) -> None:
    """Write a folder that has everything in it, or leave what was there as it is.

    It is filled under a hidden name beside it and then renamed. A folder that is there already is
    replaced only where it is empty or holds the file `mark`, so that nothing else is ever lost.

    Args:
        path: of the folder; the folder that it stands in has to be there.
        fill: writes into the hidden folder, `mark` among the files.
        mark: name of a file by which such a folder is known.

    Raises:
        StorageError: something else is there, or the disk refuses.
    """
    target = expanded(path)
    check_replaceable(target, mark=mark)
    try:
        hidden = Path(tempfile.mkdtemp(prefix=f".{target.name[:50]}.", dir=target.parent))
    except OSError as error:
        raise _refused(path, error) from None
    try:
        fresh, old = hidden / "new", hidden / "old"
        fresh.mkdir()
        fill(fresh)
        if target.exists():
            target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    except OSError as error:
        raise _refused(path, error) from None
    except Exception as error:
        # Libraries written in Rust tell what the disk said in exceptions of their own.
        if (said := _OS_ERROR.search(str(error))) is None:
            raise
        number = int(said[1])
        raise _refused(path, OSError(number, os.strerror(number))) from None
    finally:
        shutil.rmtree(hidden, ignore_errors=True)


def check_replaceable(path: str | Path, *, mark: str) -> None:
    """Raise StorageError where a folder of this name cannot be written: ask before long work."""
    target = expanded(path)
    if not target.name:
        raise StorageError(f"{str(path)!r} names no folder; name one to write")
    if not target.parent.is_dir():
        raise StorageError(f"cannot write {path}: there is no folder {str(target.parent)!r}")
    if not target.exists():
        return
    if not target.is_dir():
        raise StorageError(f"{path} is a file; name a folder")
    if not holds_nothing(target) and not (target / mark).is_file():
        raise StorageError(f"{path} holds something else (no {mark} in it); name another folder")


def _refused(path: str | Path, error: OSError) -> StorageError:
    return StorageError(f"cannot write {path}: {error.strerror or error}; nothing was written")
