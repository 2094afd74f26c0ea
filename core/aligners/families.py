"""Word families: words that share a beginning share what is learned of their translations.

Inflected forms of one word are each rare; their common beginning is not. What the counts say of
two beginnings is passed on to each pair of words that have them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.aligners.corpus import Corpus
from core.aligners.table import WordTable
from core.text.key import comparison_key

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]

STEM = 4


@dataclass(frozen=True, slots=True, eq=False)
class Families:
    """The word pairs of a corpus, grouped by the beginnings of the two words.

    Args:
        of: group of each word pair, shape (types,).
        source: source beginning of each group.
        target: target beginning of each group.
        source_share: part that the word has in its source beginning, by word pair, (types,).
        target_share: the same for the target.
        source_stems: beginnings by number.
        target_stems: the same for the target.
    """

    of: Longs
    source: Longs
    target: Longs
    source_share: Floats
    target_share: Floats
    source_stems: dict[str, int]
    target_stems: dict[str, int]

    def expected(self, forward: Floats, backward: Floats) -> tuple[Floats, Floats]:
        """Return what the rest of its family lets expect of each word pair, both ways.

        The probability of the other family without the word pair's own counts, times the share
        that the word has in its family: a word pair does not vouch for itself.
        """
        return (
            self._others(forward, self.source) * self.target_share,
            self._others(backward, self.target) * self.source_share,
        )

    def _others(self, counts: Floats, by: Longs) -> Floats:
        groups = _sums(self.of, counts)
        totals = np.maximum(_sums(by, groups)[by], 1e-9)
        return np.asarray(np.maximum(0.0, groups[self.of] - counts) / totals[self.of])

    def probabilities(self, forward: Floats, backward: Floats) -> tuple[Floats, Floats]:
        """Return the probability of a family given the other, by group, both ways."""
        return (
            _shares(_sums(self.of, forward), self.source),
            _shares(_sums(self.of, backward), self.target),
        )

    def table(self, forward: Floats, backward: Floats, *, least: float) -> WordTable:
        """Return the probabilities of families of at least `least`, for words never seen."""
        f, b = self.probabilities(forward, backward)
        kept = np.flatnonzero((f >= least) | (b >= least))
        keys = self.source[kept] * max(1, len(self.target_stems)) + self.target[kept]
        return WordTable(self.source_stems, self.target_stems, keys, f[kept], b[kept])


def families(corpus: Corpus) -> Families:
    """Return the word pairs of a corpus grouped by the first characters of both words."""
    source_of, source_stems = _stems(corpus.source_words)
    target_of, target_stems = _stems(corpus.target_words)
    width = max(1, len(target_stems))
    keys = source_of[corpus.type_source] * width + target_of[corpus.type_target]
    groups, of = np.unique(keys, return_inverse=True)
    return Families(
        of,
        groups // width,
        groups % width,
        _word_shares(corpus.source, source_of)[corpus.type_source],
        _word_shares(corpus.target, target_of)[corpus.type_target],
        source_stems,
        target_stems,
    )


def stem(word: str) -> str:
    """Return the beginning that a comparison key shares with its family, marks left aside."""
    return comparison_key(word, fold_marks=True)[:STEM]


def _stems(words: Sequence[str]) -> tuple[Longs, dict[str, int]]:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(stem(w), len(numbers)) for w in words], np.int64), numbers


def _word_shares(tokens: NDArray[np.int32], stem_of: Longs) -> Floats:
    """Return the part of the tokens of a word's family that are this very word."""
    counts = np.bincount(tokens, minlength=len(stem_of)).astype(np.float64)
    return _shares(counts, stem_of)


def _sums(of: Longs, weights: Floats) -> Floats:
    return np.asarray(np.bincount(of, weights=weights), dtype=np.float64)


def _shares(counts: Floats, by: Longs) -> Floats:
    return np.asarray(counts / np.maximum(_sums(by, counts)[by], 1e-9))
