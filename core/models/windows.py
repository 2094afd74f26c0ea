"""Windows over a sentence that is longer than a model takes: nothing is left unread."""

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]
Span = tuple[int, int]


def fitting(words: Longs, room: int) -> NDArray[np.bool_]:
    """Return which sub-words stay where no word may have more than `room`: its first ones.

    Args:
        words: the word of each sub-word, ascending, shape (sub-words,).
        room: sub-words that a model takes, special ones left out.
    """
    first = np.searchsorted(words, words, side="left")
    return np.asarray(np.arange(len(words)) - first < room)


def windows(words: Longs, room: int) -> list[Span]:
    """Return half-open spans of sub-words that cover all of them and fall between words.

    A sentence that fits is one window. Else each holds as many words as fit, and shares about half
    of them with the next; the last one is filled up from the left.

    Args:
        words: the word of each sub-word, ascending; none has more than `room`.
        room: sub-words that fit into a window, at least 1.
    """
    total = len(words)
    if total <= room:
        return [(0, total)] if total else []
    at = np.append(np.flatnonzero(np.diff(words, prepend=words[0] - 1)), total)
    found: list[Span] = []
    start = 0
    while True:
        end = int(np.searchsorted(at, at[start] + room, side="right")) - 1
        if at[end] == total:
            start = int(np.searchsorted(at, total - room, side="left"))
            return [*found, (int(at[start]), total)]
        found.append((int(at[start]), int(at[end])))
        overlap = int(np.searchsorted(at, at[end] - room // 2, side="left"))
        start = max(overlap, start + 1)


def most_central(words: Longs, spans: list[Span]) -> Longs:
    """Return for each sub-word the window in which its word stands farthest from the borders.

    All sub-words of a word get the same window; of equals the first.

    Args:
        words: the word of each sub-word, ascending, shape (sub-words,).
        spans: windows, as `windows` returns them.
    """
    first = np.searchsorted(words, words, side="left")
    last = np.searchsorted(words, words, side="right")
    middle = (first + last) / 2.0
    chosen = np.zeros(len(words), dtype=np.int64)
    best = np.full(len(words), -1.0)
    for k, (start, end) in enumerate(spans):
        inside = middle[start:end]
        distance = np.minimum(inside - start, end - inside)
        better = distance > best[start:end]
        chosen[start:end][better] = k
        best[start:end][better] = distance[better]
    return chosen
