"""Work in a child process, so that whoever asked stays small and goes on answering."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import mkstemp
from typing import ParamSpec, TypeVar

from loky import ProcessPoolExecutor

from core.errors import CoreError

P = ParamSpec("P")
R = TypeVar("R")

_IDLE_S = 60.0
"""How long a child is kept after its last work, with the packages that it has loaded."""

_FREE: list[ProcessPoolExecutor] = []
"""Children that have nothing to do; one that was asked for nothing for a while has ended."""


def apart(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what `work` returns, done in a child process; what it raises is raised here.

    For steps that load big packages and are soon over. A child stays for a minute, since what is
    asked once is mostly asked again, and is gone as soon as its parent is. It never runs the
    script or page that asked. Where a child died before the work was begun, another takes it over;
    work that was begun is never done again.

    Raises:
        CoreError: the system stopped the child.
    """
    whole = partial(work, *args, **kwargs)
    for find in (_free, _new):
        with _ticket() as ticket:
            try:
                with _lent(find()) as child:
                    done: R = child.submit(_begin, ticket, whole).result()
                    return done
            except BrokenProcessPool:
                if not _taken_back(ticket):
                    break
    raise CoreError("the step was stopped by the system; try it again")


@contextmanager
def _ticket() -> Iterator[str]:
    """Lend a file that either the child takes away to begin, or the parent, so that none can."""
    handle, path = mkstemp(prefix="silverlens-")
    os.close(handle)
    try:
        yield path
    finally:
        _taken_back(path)


def _taken_back(ticket: str) -> bool:
    """Return whether the work of a ticket was not begun; it cannot begin any more."""
    try:
        Path(ticket).unlink()
    except FileNotFoundError:
        return False
    return True


def _begin(ticket: str, work: Callable[[], R]) -> R:
    Path(ticket).unlink()
    return work()


def _free() -> ProcessPoolExecutor:
    """Return a child that has nothing to do, else a new one."""
    try:
        return _FREE.pop()
    except IndexError:
        return _new()


def _new() -> ProcessPoolExecutor:
    """Return a child of its own, so that the end of one is nothing to the others."""
    return ProcessPoolExecutor(1, timeout=_IDLE_S, initializer=_end_with, initargs=(os.getpid(),))


@contextmanager
def _lent(child: ProcessPoolExecutor) -> Iterator[ProcessPoolExecutor]:
    """Lend a child; one that broke is not lent again."""
    broken = False
    try:
        yield child
    except BrokenProcessPool:
        broken = True
        raise
    finally:
        if not broken:
            _FREE.append(child)


def _end_with(parent: int) -> None:
    """End this process soon after its parent is gone, in whatever way that went."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)
