"""Candidates: every stretch of the target up to a length."""

from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from core.candidates.shelf import CANDIDATES
from core.domain.candidate import Candidates
from core.domain.task import Task
from core.registry import Between


@CANDIDATES.register("ngrams", lossy=True)
def ngrams(
    task: Task, *, max_len: Annotated[int, Between(0, 1000)] = 0, stop_words: str = "! ?"
) -> Candidates:
    """Return every target span of at most `max_len` tokens that holds no stop word.

    Args:
        task: target of m tokens.
        max_len: longest span in tokens; 0 means max(10, 2 * |s| + 2) for the longest entity s.
        stop_words: tokens that no candidate may hold, separated by spaces.

    Returns:
        At most m * max_len candidates.

    Raises:
        MissingInputError: `max_len` is 0 and nobody has annotated the source.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (n-gram candidates, stop words); the adaptive
    length is ours.
    """
    m = len(task.target)
    longest = max_len or adaptive_length(task)
    limit = _limits(task.target, frozenset(stop_words.split()))
    room = np.minimum(limit - np.arange(m, dtype=np.int32), longest)
    start = np.repeat(np.arange(m, dtype=np.int32), room)
    first = np.repeat(np.cumsum(room) - room, room)
    end = start + (np.arange(len(start), dtype=np.int32) - first + 1).astype(np.int32)
    return Candidates(start, end, (("ngrams",),) * len(start))


def adaptive_length(task: Task) -> int:
    """Return max(10, 2 * |s| + 2) for the longest source entity s, in tokens."""
    return max(10, *(2 * (e.end - e.start) + 2 for e in task.entities()), 10)


def _limits(target: tuple[str, ...], stop: frozenset[str]) -> NDArray[np.int32]:
    """Return for each position the end of the longest span from it that holds no stop word."""
    limits = np.full(len(target), len(target), dtype=np.int32)
    if stop.isdisjoint(target):
        return limits
    nearest = len(target)
    for j in range(len(target) - 1, -1, -1):
        if target[j] in stop:
            nearest = j
        limits[j] = nearest
    return limits
