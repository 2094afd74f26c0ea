"""Staging: names for what is being written and not seen yet, which tell when nobody writes it more.

A name has the machine, the process and what it is about. What a killed process, or a full disk,
left behind is known as left by whoever comes next on that machine, and after a day by anybody.
"""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.storage.clock import ABANDONED_S, age_s

_STAT = "/proc/{}/stat"

_UNDER_WAY: set[str] = set()
"""What this process is writing."""


@contextmanager
def under_way() -> Iterator[str]:
    """Return a new name, of something that is being written for a block; it has no white space."""
    name = f"{_machine()}:{_own_process()}:{uuid.uuid4().hex}"
    _UNDER_WAY.add(name)
    try:
        yield name
    finally:
        _UNDER_WAY.discard(name)


def is_left(name: str, begun: str) -> bool:
    """Return whether nobody writes any more what was begun at a time under a name.

    Args:
        name: as `under_way` gave it; what is in front of its last space does not matter.
        begun: as the database writes a time.
    """
    if age_s(begun) > ABANDONED_S:
        return True
    own = name.rpartition(" ")[2]
    machine, _, rest = own.partition(":")
    process, _, _ = rest.partition(":")
    if not process or not machine or machine != _machine():
        return False
    if process == _own_process():
        return own not in _UNDER_WAY
    number = int(process.partition(".")[0])
    try:
        return process != _process(number)
    except OSError:
        return not _is_there(number)


def _machine() -> str:
    """Return what tells apart where numbers of processes mean the same; "" where nothing does."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot}.{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return ""


def _own_process() -> str:
    """Return this process as others find it; "" where nothing tells it from any other."""
    try:
        return _process(os.getpid())
    except OSError:
        return ""


def _process(number: int) -> str:
    """Return a process of this machine by its number and its beginning; "" where it has ended.

    Raises:
        OSError: there is none, or it is somebody else's and kept from sight.
    """
    told = Path(_STAT.format(number)).read_text(encoding="utf-8", errors="replace")
    state, *fields = told.rpartition(")")[2].split()
    return "" if state in "ZX" else f"{number}.{fields[18]}"


def _is_there(number: int) -> bool:
    """Return whether some process has this number, be it one that cannot be looked at."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
