"""Work on sentence pairs, shared out to the processors; the result is the same for any number."""

import importlib
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")

_FEW = 4


def kernels() -> Any:
    """Return the compiled loops; they bring numba, which is not loaded before it is needed."""
    return importlib.import_module("core.aligners.kernels")


def count() -> int:
    """Return how many threads to use: all processors, or what NUMBA_NUM_THREADS says."""
    config = importlib.import_module("numba.core.config")
    return max(1, min(os.cpu_count() or 1, int(config.NUMBA_NUM_THREADS)))


def shared_out(work: Callable[[int, int], T], pairs: int) -> list[T]:
    """Return what each worker made of its share: `work(first, step)` for pairs first, + step.

    Of few pairs there is nothing to share out: a thread takes longer to start than to align some.
    """
    workers = min(count(), max(1, pairs // _FEW))
    if workers == 1:
        return [work(0, 1)]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda first: work(first, workers), range(workers)))
