"""Classes of words that differ in how the word order goes on after them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]

CLASSES = 4
MARK = 0
RARE = CLASSES - 1


def word_classes(words: Sequence[str], counts: NDArray[np.float64]) -> Longs:
    """Return the class of each word: 0 for punctuation, then the rarer the higher, (words,).

    The most frequent words that make up a third of the text are class 1, those of the next third
    class 2, and the others class 3. Ties go to the word that comes first.
    """
    order = np.argsort(-counts, kind="stable")
    share = np.cumsum(counts[order]) / max(1.0, float(counts.sum()))
    found = np.empty(len(words), dtype=np.int64)
    found[order] = 1 + np.minimum((share * (CLASSES - 1)).astype(np.int64), CLASSES - 2)
    found[np.array([is_mark(word) for word in words], dtype=bool)] = MARK
    return found


def is_mark(word: str) -> bool:
    """Return whether a word has no letter and no digit."""
    return not any(char.isalnum() for char in word)
