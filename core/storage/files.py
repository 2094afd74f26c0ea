"""Files: written whole or not at all, read with a limit, gzip or not."""

import contextlib
import gzip
import os
import re
import shutil
import stat
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Literal, cast

from core.errors import FormatError, InputError, StorageError

MAX_BYTES = 2 * 2**30
MAX_LINE = 4 * 2**20
_GZIP = b"\x1f\x8b"
_AT_ONCE = 2**22
_IN_MEMORY = 2**24
_HIDDEN = re.compile(r"\..+\.[a-z0-9_]{8}")
"""What a file is called until all of it is there."""


def write_atomically(path: str | Path, content: bytes | Iterable[bytes]) -> int:
    """Return how many bytes were written; the file has all of them or is as it was before.

    The content goes to a hidden file in the same folder, which is synced and then renamed. Missing
    folders are not made. An error while the content is produced leaves nothing behind. A link is
    followed; what is no plain file (a pipe, /dev/null) stays what it is and gets the content once
    all of it is there.

    Raises:
        StorageError: the folder does not exist, or the disk refuses.
    """
    try:
        kind = _kind(path)
        if kind == "other":
            return _fill_other(path, content)
        target = Path(path).resolve()
    except OSError as error:
        raise _refused("write", path, error) from None
    if kind == "folder":
        raise StorageError(f"{path} is a folder; name a file in it")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:50]}.", dir=target.parent)
    except OSError as error:
        raise _refused("write", path, error) from None
    hidden = Path(name)
    try:
        written = _fill(handle, content, path)
        _take_mode(hidden, target)
        hidden.replace(target)
        sync_folder(target.parent)
    except OSError as error:
        raise _refused("write", path, error) from None
    finally:
        hidden.unlink(missing_ok=True)
    return written


def cut_off(folder: Path) -> list[Path]:
    """Return the hidden files in a folder that writes left behind which were killed on the way.

    Those of writes that are under way are among them.
    """
    return sorted(path for path in folder.iterdir() if _HIDDEN.fullmatch(path.name))


def holds_nothing(folder: Path, *but: str) -> bool:
    """Return whether a folder is empty, but for some names and what killed writes left behind."""
    return all(path.name in but or _HIDDEN.fullmatch(path.name) for path in folder.iterdir())


@contextlib.contextmanager
def open_seekable(path: str | Path) -> Iterator[IO[bytes]]:
    """Return a file to be read in any order; raise InputError where it cannot be."""
    try:
        with Path(path).open("rb") as data:
            data.seek(0)
            yield data
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror or error}") from None


def read_bytes(path: str | Path, *, limit: int = MAX_BYTES) -> bytes:
    """Return a file's content, unpacked if it is gzip; refuse more than `limit` bytes.

    Raises:
        InputError: the file is not there, is no file, or is too large.
        FormatError: the gzip is broken.
    """
    parts: list[bytes] = []
    left = limit + 1
    with _opened(path) as file:
        try:
            # To ask for `limit` bytes at once would take the memory for so many.
            while left and (part := file.read(min(left, _AT_ONCE))):
                parts.append(part)
                left -= len(part)
        except (OSError, EOFError, zlib.error) as error:
            raise _unreadable(path, error) from None
    if not left:
        raise InputError(f"{path} holds more than {limit} bytes; split it")
    return b"".join(parts)


def stream_lines(path: str | Path, *, max_line: int = MAX_LINE) -> Iterator[bytes]:
    """Yield the lines of a file with their line ends, unpacked if it is gzip, one in memory.

    Of a line longer than `max_line` only that much and one byte more is yielded, so that whoever
    reads it sees that it is too long. Raises as `read_bytes` does.
    """
    with _opened(path) as file:
        try:
            while line := file.readline(max_line + 1):
                yield line
                cut = line
                while len(cut) > max_line and not cut.endswith(b"\n"):
                    cut = file.readline(max_line + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise _unreadable(path, error) from None


def _kind(path: str | Path) -> Literal["file", "folder", "other", "none"]:
    """Return what is at a path, links followed."""
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        return "none"
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "other"


def _fill_other(path: str | Path, content: bytes | Iterable[bytes]) -> int:
    """Write to a pipe or a device, whole or not at all."""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as held:
        for chunk in [content] if isinstance(content, bytes) else content:
            held.write(chunk)
        written = held.tell()
        held.seek(0)
        with Path(path).open("wb") as file:
            shutil.copyfileobj(held, file)
    return written


def _fill(handle: int, content: bytes | Iterable[bytes], path: str | Path) -> int:
    written = 0
    with os.fdopen(handle, "wb") as file:
        for chunk in [content] if isinstance(content, bytes) else content:
            try:
                written += file.write(chunk)
            except OSError as error:
                raise _refused("write", path, error) from None
        file.flush()
        os.fsync(file.fileno())
    return written


def _take_mode(hidden: Path, target: Path) -> None:
    """Give the new file the old one's permissions, or those that a plain new file would get."""
    if target.exists():
        hidden.chmod(target.stat().st_mode & 0o777)
        return
    mask = os.umask(0)
    os.umask(mask)
    hidden.chmod(0o666 & ~mask)


def sync_folder(folder: Path) -> None:
    """Make the rename itself durable where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def _opened(path: str | Path) -> Iterator[IO[bytes]]:
    """Open a file, once only (it may be a pipe), unpacking it if it is gzip."""
    target = Path(path)
    try:
        if _kind(target) == "folder":
            raise InputError(f"{path} is a folder; name a file in it")
        file = target.open("rb")
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; check the name and the folder") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror})") from None
    with file:
        if file.peek(2)[:2] != _GZIP:
            yield file
            return
        with gzip.open(file) as unpacked:
            yield cast("IO[bytes]", unpacked)


def _unreadable(path: str | Path, error: Exception) -> InputError:
    if isinstance(error, (gzip.BadGzipFile, EOFError, zlib.error)):
        return FormatError(f"broken gzip ({error})", file=str(path), remedy="pack it again")
    return InputError(f"{path} cannot be read ({error})")


def _refused(act: str, path: str | Path, error: OSError) -> StorageError:
    return StorageError(f"cannot {act} {path}: {error.strerror or error}; nothing was written")
