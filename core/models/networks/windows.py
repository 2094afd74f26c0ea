"""Windows of words over a sentence that is longer than a model takes, and who answers for whom."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.models.windows import most_central
from core.models.windows import windows as spans_of


@dataclass(frozen=True, slots=True)
class Window:
    """A run of words that a model reads at once.

    Args:
        start: first word that is read.
        end: one past the last word that is read.
        first: first word that is answered here.
        last: one past the last word that is answered here.
        size: sub-words that are read.
    """

    start: int
    end: int
    first: int
    last: int
    size: int


def windows(counts: Sequence[int], room: int) -> tuple[Window, ...]:
    """Return windows that answer every word of a sentence once, in order.

    A sentence that fits is one window. Else windows share about half of their words with the next,
    and a word is answered where it stands farthest from the borders.

    Args:
        counts: sub-words of each word; one with none counts as one, one with more than the room as
            filling it.
        room: sub-words that the model takes at once, >= 1.
    """
    sizes = np.clip(np.asarray(counts, dtype=np.int64), 1, room)
    if sizes.sum() <= room:
        total = int(sizes.sum())
        return (Window(0, len(sizes), 0, len(sizes), total),)
    words = np.repeat(np.arange(len(sizes)), sizes)
    spans = spans_of(words, room)
    answering = most_central(words, spans)[np.cumsum(sizes) - sizes]
    found = []
    for k, (start, end) in enumerate(spans):
        own = np.flatnonzero(answering == k)
        if len(own):
            reads = int(words[start]), int(words[end - 1]) + 1
            found.append(Window(*reads, int(own[0]), int(own[-1]) + 1, end - start))
    return tuple(found)
