"""Word families: words that share a form share what is learned of their translations.

Inflected forms of one word are each rare; what they have in common is not. What the counts say of
two families is passed on to each pair of words that belong to them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.aligners.corpus import Corpus
from core.aligners.stems import KINDS, Stems
from core.aligners.table import WordTable

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]

WEIGHTS = {"beginning": 1.0, "bare": 0.5, "end": 0.5}
"""How much each kind of family counts, as a part of the option `families`."""


@dataclass(frozen=True, slots=True, eq=False)
class Families:
    """The word pairs of a corpus, grouped by what the two words share with others.

    Args:
        of: group of each word pair, shape (types,).
        source: source family of each group.
        target: target family of each group.
        source_share: part that the word has in its source family, by word pair, (types,).
        target_share: the same for the target.
        source_stems: shared forms by number.
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
        source, source_stems = _used(self.source[kept], self.source_stems)
        target, target_stems = _used(self.target[kept], self.target_stems)
        keys = source * max(1, len(target_stems)) + target
        return WordTable(source_stems, target_stems, keys, f[kept], b[kept])


def families(corpus: Corpus) -> dict[str, Families]:
    """Return the word pairs of a corpus grouped by each kind of shared form of both words."""
    source, target = (
        [stems.bare(word) for word in words]
        for words, stems in (
            (corpus.source_words, Stems(corpus.source_words)),
            (corpus.target_words, Stems(corpus.target_words)),
        )
    )
    return {
        kind: _grouped(corpus, [form(w) for w in source], [form(w) for w in target])
        for kind, form in KINDS.items()
    }


def _grouped(corpus: Corpus, source_forms: Sequence[str], target_forms: Sequence[str]) -> Families:
    source_of, source_stems = _numbers(source_forms)
    target_of, target_stems = _numbers(target_forms)
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


def _numbers(forms: Sequence[str]) -> tuple[Longs, dict[str, int]]:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(f, len(numbers)) for f in forms], np.int64), numbers


def _used(numbers: Longs, forms: dict[str, int]) -> tuple[Longs, dict[str, int]]:
    """Return new numbers, in the old order, and the forms that they are of."""
    used, again = np.unique(numbers, return_inverse=True)
    listed = list(forms)
    return again, {listed[old]: new for new, old in enumerate(used.tolist())}


def _word_shares(tokens: NDArray[np.int32], stem_of: Longs) -> Floats:
    """Return the part of the tokens of a word's family that are this very word."""
    counts = np.bincount(tokens, minlength=len(stem_of)).astype(np.float64)
    return _shares(counts, stem_of)


def _sums(of: Longs, weights: Floats) -> Floats:
    return np.asarray(np.bincount(of, weights=weights), dtype=np.float64)


def _shares(counts: Floats, by: Longs) -> Floats:
    return np.asarray(counts / np.maximum(_sums(by, counts)[by], 1e-9))
