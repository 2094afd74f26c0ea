"""Work in a child process, so that whoever asked stays small and goes on answering."""

import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from tempfile import mkstemp
from typing import ParamSpec, TypeVar

from core.errors import CoreError

P = ParamSpec("P")
R = TypeVar("R")

_IDLE_S = 60.0
"""How long the children are kept after the last work, with the packages that they have loaded."""

_MOST = 4


def apart(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Return what `work` returns, done in a child process; what it raises is raised here.

    For steps that load big packages and are soon over. A child stays for a minute, since what is
    asked once is mostly asked again, and is gone as soon as its parent is. Where a child died
    before the work was begun, another takes it over; work that was begun is never done again.

    Raises:
        CoreError: the system stopped the child.
    """
    whole = partial(work, *args, **kwargs)
    for _ in range(2):
        with _ticket() as ticket:
            try:
                with _CHILDREN.lent() as pool:
                    return pool.submit(_begin, ticket, whole).result()
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


class _Children:
    """Child processes, there while they are needed and a little longer."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._users = 0
        self._timer: threading.Timer | None = None

    @contextmanager
    def lent(self) -> Iterator[ProcessPoolExecutor]:
        """Lend the children; those that broke are not lent again."""
        pool = self._take()
        try:
            yield pool
        except BrokenProcessPool:
            self._drop(pool)
            raise
        finally:
            self._leave()

    def _take(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if self._pool is None:
                self._pool = ProcessPoolExecutor(_MOST, get_context("spawn"), _end_with_parent)
            self._users += 1
            return self._pool

    def _leave(self) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0:
                self._timer = threading.Timer(_IDLE_S, self._end)
                self._timer.daemon = True
                self._timer.start()

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        with self._lock:
            if self._pool is pool:
                self._pool = None

    def _end(self) -> None:
        with self._lock:
            if self._users == 0 and self._pool is not None:
                self._pool.shutdown(wait=False)
                self._pool = None


_CHILDREN = _Children()


def _end_with_parent() -> None:
    """End this process as soon as its parent is gone, in whatever way that went."""
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(0)
