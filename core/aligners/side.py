"""What a model knows of the words of one side: how frequent they are, and their bare forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.aligners.stems import Stems
from core.aligners.wordclasses import MARK, RARE, is_mark, word_classes

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The words of one side of the text that was learned from.

    Args:
        numbers: of the words.
        counts: how often each word stands in the text, shape (words,).
        totals: what the counts of its word pairs are divided by, shape (words,).
        classes: class of each word.
        stems: bare forms of the words.
    """

    numbers: Mapping[str, int]
    counts: Floats
    totals: Floats
    classes: Longs
    stems: Stems

    @classmethod
    def of(cls, words: Mapping[str, int], counts: Floats, totals: Floats) -> "Side":
        """Return the side; raise ValueError where the arrays are not of these words."""
        if not counts.shape == totals.shape == (len(words),):
            raise ValueError("words and their counts differ in number")
        if not all(np.all(np.isfinite(a) & (a >= 0)) for a in (counts, totals)):
            raise ValueError("a count is no number")
        return cls(words, counts, totals, word_classes(list(words), counts), Stems(words))

    def frequencies(self, words: Sequence[str]) -> Floats:
        """Return the share of each word in the text; a new word counts as one more."""
        counts = self._values(words, self.counts, 1.0)
        return counts / max(1.0, float(self.counts.sum()))

    def classes_of(self, words: Sequence[str]) -> Longs:
        """Return the class of each word."""
        known = [self.numbers.get(word, -1) for word in words]
        return np.array(
            [
                self.classes[k] if k >= 0 else MARK if is_mark(word) else RARE
                for k, word in zip(known, words, strict=True)
            ],
            dtype=np.int64,
        )

    def totals_of(self, words: Sequence[str]) -> Floats:
        """Return the total of each word, 0 for words that were never seen."""
        return self._values(words, self.totals, 0.0)

    def _values(self, words: Sequence[str], values: Floats, new: float) -> Floats:
        known = np.array([self.numbers.get(word, -1) for word in words], dtype=np.int64)
        if not len(values):
            return np.full(len(known), new)
        return np.where(known >= 0, values[known], new)
