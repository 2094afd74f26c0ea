"""What aligners that compare the vectors of an encoder have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.aligners import links
from core.aligners.base import Bitext, Progress, Tell
from core.aligners.extraction import Vectors
from core.aligners.null_align import flatness, keep_sure
from core.aligners.rules import Linked, Matrix
from core.domain.alignment import Alignment, Link
from core.models.vectors import Encoded, encode

ENCODING = "Encoding sentences"
"""The step that takes the time."""

_CHUNK = 512
_MOST_CELLS = 16_000_000

Longs = NDArray[np.int64]
Join = Callable[[Matrix, Longs], Matrix]
"""Makes one probability of those of the sub-word links of each word pair, from where each starts.

Args are the probabilities, word pair by word pair, and where each word pair starts.
"""


def mean(p: Matrix, starts: Longs) -> Matrix:
    """Return the mean of each run of probabilities."""
    counts = np.diff(starts, append=len(p))
    sums: Matrix = np.add.reduceat(p, starts)
    return sums / counts


def most(p: Matrix, starts: Longs) -> Matrix:
    """Return the largest of each run of probabilities."""
    largest: Matrix = np.maximum.reduceat(p, starts)
    return largest


@dataclass(frozen=True, slots=True)
class Recipe:
    """How links come from vectors.

    Args:
        scores: of each source vector with each target vector, from two arrays of vectors.
        rule: finds links in the scores.
        join: makes the probability of a word pair from those of its sub-words.
        by_word: whether whole words are compared, by the mean of their sub-words.
    """

    scores: Callable[[Vectors, Vectors], Matrix]
    rule: Callable[[Matrix], Linked]
    join: Join
    by_word: bool = False


class _Cells(NamedTuple):
    """The links of one pair, between sub-words or words, and how flat each is."""

    empty: Alignment
    source: Longs
    target: Longs
    p: Matrix
    flat: Matrix


@dataclass(frozen=True, slots=True)
class Neural:
    """An aligner over an encoder.

    Args:
        model: folder or hub's name.
        layer: that the vectors are taken from.
        recipe: how links come from vectors.
        remedy: what model would be right, for messages.
        null_align: share of the corpus' links that stay, those of flat words going first.
    """

    model: str
    layer: int
    recipe: Recipe
    remedy: str
    null_align: float = 1.0

    @property
    def per_pair(self) -> bool:
        """Return whether the links of a pair depend on that pair alone."""
        return self.null_align == 1.0

    def align(
        self,
        pairs: Sequence[Bitext],
        *,
        training: Sequence[Bitext] = (),
        progress: Progress | None = None,
        tell: Tell | None = None,
    ) -> list[Alignment]:
        """Return one alignment per pair, in order; tokens that the encoder missed are named.

        Raises:
            ModelError: the model is missing or wrong, or has no such layer.
            InputError: the model has to be told a language and does not know it.
        """
        order = sorted(range(len(pairs)), key=lambda k: -_size(pairs[k]))
        found: dict[int, _Cells] = {}
        for start in range(0, max(1, len(order)), _CHUNK):
            places = order[start : start + _CHUNK]
            some = [pairs[k] for k in places]
            encoded = self._encode(some, start, len(pairs), progress, tell)
            for k, pair, at in zip(places, some, range(0, len(encoded), 2), strict=True):
                found[k] = self._cells(pair, encoded[at], encoded[at + 1])
        cells = [found[k] for k in range(len(pairs))]
        kept = keep_sure([one.flat for one in cells], quantile=self.null_align)
        return [self._alignment(one, keep) for one, keep in zip(cells, kept, strict=True)]

    def _encode(
        self,
        pairs: Sequence[Bitext],
        before: int,
        total: int,
        progress: Progress | None,
        tell: Tell | None,
    ) -> list[Encoded]:
        """Return source and target of each pair, one after the other."""

        def told(done: int, windows: int) -> None:
            if progress is not None:
                progress(ENCODING, before + len(pairs) * done // max(1, windows), total)

        fit = [pair if not links.too_long(pair) else Bitext((), ()) for pair in pairs]
        return encode(
            self.model,
            [side for pair in fit for side in (pair.source, pair.target)],
            layer=self.layer,
            languages=[lang for pair in pairs for lang in (pair.source_lang, pair.target_lang)],
            remedy=self.remedy,
            progress=told,
            tell=tell,
        )

    def _cells(self, pair: Bitext, source: Encoded, target: Encoded) -> _Cells:
        nothing = np.zeros(0, dtype=np.int64)
        if links.too_long(pair) or len(source.words) * len(target.words) > _MOST_CELLS:
            return _Cells(links.unseen(pair), nothing, nothing, np.zeros(0), np.zeros(0))
        sizes = len(pair.source), len(pair.target)
        empty = Alignment(*sizes, (), source.unseen, target.unseen)
        if not len(source.words) or not len(target.words):
            return _Cells(empty, nothing, nothing, np.zeros(0), np.zeros(0))
        if self.recipe.by_word:
            source, target = source.averaged(), target.averaged()
        scores = self.recipe.scores(source.vectors, target.vectors)
        mask, p = self.recipe.rule(scores)
        rows, columns = np.nonzero(mask)
        flat = np.full(len(rows), np.nan) if self.per_pair else flatness(scores)[rows, columns]
        return _Cells(empty, source.words[rows], target.words[columns], p[rows, columns], flat)

    def _alignment(self, cells: _Cells, keep: NDArray[np.bool_]) -> Alignment:
        """Return the links between words, of those between sub-words that stay."""
        if not keep.any():
            return cells.empty
        n, m = cells.empty.n, cells.empty.m
        at = cells.source[keep] * m + cells.target[keep]
        order = np.argsort(at, kind="stable")
        words, starts = np.unique(at[order], return_index=True)
        p = self.recipe.join(cells.p[keep][order], starts).clip(0.0, 1.0).round(6)
        rows, columns = np.divmod(words, m)
        found = tuple(map(Link, rows.tolist(), columns.tolist(), p.tolist()))
        return Alignment(n, m, found, cells.empty.unseen_src, cells.empty.unseen_tgt)


def _size(pair: Bitext) -> int:
    """Return about how much work a pair is: letters, which go with sub-words."""
    return sum(map(len, pair.source)) + sum(map(len, pair.target))
