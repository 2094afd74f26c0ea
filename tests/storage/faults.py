"""Faults at a chosen write of SQLite: the process dies there, or the disk has no room from there.

SQLite lets its calls of the system be replaced, which is how it tests itself. Here its writes are
counted, for all connections of this process; the one that is asked for is carried out not at all,
in half or whole before the process kills itself, or finds no space left.
"""

import ctypes
import errno
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NEVER = 2**62
TORN = ("before", "half", "after")
"""How much of the write at which a process dies gets to the disk."""

_POINTER = ctypes.c_void_p
_SET = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_char_p, _POINTER)
_GET = ctypes.CFUNCTYPE(_POINTER, _POINTER, ctypes.c_char_p)
_WRITE = ctypes.CFUNCTYPE(
    ctypes.c_ssize_t, ctypes.c_int, _POINTER, ctypes.c_size_t, ctypes.c_int64, use_errno=True
)


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("max_path", ctypes.c_int),
        ("next", _POINTER),
        ("name", ctypes.c_char_p),
        ("data", _POINTER),
        *((name, _POINTER) for name in ("open", "delete", "access", "full", "dl_open")),
        *((name, _POINTER) for name in ("dl_error", "dl_sym", "dl_close", "random", "sleep")),
        *((name, _POINTER) for name in ("time", "last_error", "time64")),
        ("set_call", _SET),
        ("get_call", _GET),
    ]


class Faults:
    """What befalls the writes of SQLite in this process; one there is for each process."""

    def __init__(self) -> None:
        self.count = 0
        self._at = NEVER
        self._what: Callable[..., int] | None = None
        self._calls: list[object] = []
        self._install()

    def kill_at(self, nth: int, how: str) -> None:
        """Let the process die at its n-th write from now on, from 1."""
        share = {"before": 0.0, "half": 0.5, "after": 1.0}[how]
        self.count, self._at = 0, nth

        def die(write: Callable[..., int], *given: int) -> int:
            file, data, size, offset = given
            if share:
                write(file, data, max(1, int(size * share)), offset)
            os.kill(os.getpid(), signal.SIGKILL)
            raise AssertionError("still alive")

        self._what = die

    @contextmanager
    def full_from(self, nth: int) -> Iterator[None]:
        """Let the disk be full from the n-th write on, for a block; the first full one is cut."""
        self.count, self._at = 0, nth

        def refuse(write: Callable[..., int], *given: int) -> int:
            file, data, size, offset = given
            if self.count == self._at and size > 1:
                return write(file, data, size // 2, offset)
            ctypes.set_errno(errno.ENOSPC)
            return -1

        self._what = refuse
        try:
            yield
        finally:
            self._at = NEVER

    def _install(self) -> None:
        sqlite3.connect(":memory:").close()
        library = ctypes.CDLL(loaded_library())
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        found = library.sqlite3_vfs_find(None)
        vfs = found.contents
        for name in (b"pwrite", b"pwrite64"):
            if address := vfs.get_call(ctypes.cast(found, _POINTER), name):
                call = _WRITE(self._counted(_WRITE(address)))
                self._calls.append(call)  # it has to live as long as SQLite may call it
                vfs.set_call(ctypes.cast(found, _POINTER), name, ctypes.cast(call, _POINTER))

    def _counted(self, write: Callable[..., int]) -> Callable[..., int]:
        def counted(file: int, data: int, size: int, offset: int) -> int:
            self.count += 1
            if self.count >= self._at and self._what is not None:
                return self._what(write, file, data, size, offset)
            return write(file, data, size, offset)

        return counted


def loaded_library() -> str:
    """Return the SQLite library that this process uses; "" where it is a part of Python."""
    maps = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    return next((line.split()[-1] for line in maps if "libsqlite3.so" in line), "")


_FAULTS: list[Faults] = []


def faults() -> Faults:
    """Return the faults of this process."""
    if not _FAULTS:
        _FAULTS.append(Faults())
    return _FAULTS[0]
