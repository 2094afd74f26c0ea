"""Which words of a sentence stand in a later version of it, and where."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain.entity import Entity

GONE = -1
"""In the place of a position: the word does not stand in the new sentence."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the words of an old sentence stand in a new one.

    Args:
        to: new position of each old word, ascending, or `GONE`.
        length: words of the new sentence.
    """

    to: tuple[int, ...]
    length: int

    def entity(self, old: Entity) -> Entity | None:
        """Return an entity on the new words; None unless all its words are there side by side."""
        first = self.to[old.start]
        if first == GONE:
            return None
        span = range(first, first + old.end - old.start)
        if self.to[old.start : old.end] != tuple(span):
            return None
        return Entity(span.start, span.stop, old.label)

    def place(self, old: Entity) -> tuple[int, int] | None:
        """Return the new words that stand where an entity stood; None where none do.

        From its first word, or from behind the last one kept before it; likewise at its end.
        """
        start, end = self.to[old.start], self.to[old.end - 1]
        before = (p for p in reversed(self.to[: old.start]) if p != GONE)
        behind = (p for p in self.to[old.end :] if p != GONE)
        first = start if start != GONE else next(before, -1) + 1
        stop = end + 1 if end != GONE else next(behind, self.length)
        return (first, stop) if first < stop else None


def kept(old: Sequence[str], new: Sequence[str]) -> Kept:
    """Return where the words of a sentence stand in a new version of it.

    As many words as can be are kept, in their order, each as the very same characters. Of several
    ways that keep as many, the one that keeps most of them beside the word they stood beside is
    taken, so that of a repeated word the one among the same neighbours is meant; then the one that
    keeps words further to the right.
    """
    if list(old) == list(new):
        return Kept(tuple(range(len(old))), len(new))
    head, tail = _same_ends(old, new)
    inner = _longest(old[head : len(old) - tail], new[head : len(new) - tail])
    shifted = (p + head if p != GONE else GONE for p in inner)
    last = range(len(new) - tail, len(new))
    return Kept((*range(head), *shifted, *last), len(new))


def _same_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many words at either end surely stay in place.

    Those are the words before one that begins the same, occurs once in both and therefore has
    nowhere else to go; that word itself is left to the search, which sees by it who is beside it.
    """
    counts, counted = Counter(old), Counter(new)
    once = {word for word, n in counts.items() if n == 1 and counted[word] == 1}
    shorter = min(len(old), len(new))
    head = next((k for k in range(shorter) if old[k] != new[k]), shorter)
    head = next((k for k in range(head - 1, -1, -1) if old[k] in once), 0)
    rest = shorter - head
    tail = next((k for k in range(rest) if old[-1 - k] != new[-1 - k]), rest)
    tail = next((k for k in range(tail - 1, -1, -1) if old[-1 - k] in once), 0)
    return head, tail


def _longest(old: Sequence[str], new: Sequence[str]) -> list[int]:
    """Return the new position of each old word in the longest common subsequence.

    `best[i, j]` is what the first i and j words come to, `met[i, j]` the same where the last of
    both are kept as one. A kept word counts more than all neighbourhoods together.
    """
    n, m = len(old), len(new)
    numbers = {word: k for k, word in enumerate(dict.fromkeys(new))}
    there = np.array([numbers[word] for word in new], dtype=np.int64)
    worth, never = n + m + 1, -(n + m + 2) * (n + m + 2)
    best = np.zeros((n + 1, m + 1), dtype=np.int64)
    met = np.full((n + 1, m + 1), never, dtype=np.int64)
    for i, word in enumerate(old, start=1):
        same = there == numbers.get(word, GONE)
        before = np.maximum(met[i - 1, :-1] + 1, best[i - 1, :-1]) + worth
        met[i, 1:] = np.where(same, before, never)
        best[i] = np.maximum.accumulate(np.maximum(best[i - 1], met[i]))
    return _walk(best, met)


def _walk(best: NDArray[np.int64], met: NDArray[np.int64]) -> list[int]:
    i, j = (size - 1 for size in best.shape)
    to = [GONE] * i
    beside = False
    while i and j:
        if beside or met[i, j] == best[i, j]:
            i, j = i - 1, j - 1
            to[i] = j
            beside = bool(met[i, j] + 1 >= best[i, j])
        elif best[i - 1, j] == best[i, j]:
            i -= 1
        else:
            j -= 1
    return to
