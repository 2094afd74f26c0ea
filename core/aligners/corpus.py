"""Sentence pairs as arrays: words as numbers, every cell (i, j) as the number of its word pair."""

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.aligners.base import Bitext
from core.text.key import comparison_key

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Corpus:
    """Sentence pairs, their vocabularies, and the word pairs that occur together in them.

    Args:
        source: all source words, one sentence after the other, shape (source tokens,).
        target: the same for the target.
        source_at: where each sentence starts in `source`, and where the last ends, (pairs + 1,).
        target_at: the same for the target.
        cell_at: where the n x m cells of each pair start in `cells`, row by row, (pairs + 1,).
        cells: number of the word pair of each cell.
        type_source: source word of each word pair, ascending.
        type_target: target word of each word pair.
        source_words: comparison keys by number.
        target_words: the same for the target.
    """

    source: Ints
    target: Ints
    source_at: Longs
    target_at: Longs
    cell_at: Longs
    cells: Ints
    type_source: Ints
    type_target: Ints
    source_words: tuple[str, ...]
    target_words: tuple[str, ...]

    def __len__(self) -> int:
        """Return the number of pairs."""
        return len(self.source_at) - 1

    def arrays(self) -> tuple[Any, ...]:
        """Return what the inner loops walk over: starts of source, target and cells, and cells."""
        return self.source_at, self.target_at, self.cell_at, self.cells

    def longest(self) -> int:
        """Return the number of tokens of the longest sentence on either side."""
        if not len(self):
            return 0
        return int(max(np.diff(self.source_at).max(), np.diff(self.target_at).max()))


class Vocabulary:
    """Numbers for words as they come: every spelling of one comparison key gets one number."""

    def __init__(self) -> None:
        self.words: dict[str, int] = {}
        self._tokens: dict[str, int] = {}

    def number(self, token: str) -> int:
        """Return the number of a token, a new one for a new word."""
        found = self._tokens.get(token)
        if found is None:
            found = self.words.setdefault(comparison_key(token), len(self.words))
            self._tokens[token] = found
        return found


def index(pairs: Sequence[Bitext]) -> Corpus:
    """Return the pairs as arrays; the numbers depend on the order of the pairs and nothing else."""
    source, source_at, source_words = _numbers([pair.source for pair in pairs])
    target, target_at, target_words = _numbers([pair.target for pair in pairs])
    sizes = np.diff(source_at) * np.diff(target_at)
    cell_at = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
    kernels = importlib.import_module("core.aligners.kernels")
    cells, type_source, type_target = kernels.word_pairs(
        source, target, source_at, target_at, cell_at, len(source_words), len(target_words)
    )
    return Corpus(
        source, target, source_at, target_at, cell_at, cells, type_source, type_target,
        source_words, target_words,
    )  # fmt: skip


def _numbers(sentences: Sequence[tuple[str, ...]]) -> tuple[Ints, Longs, tuple[str, ...]]:
    vocabulary = Vocabulary()
    number = vocabulary.number
    flat = np.array([number(t) for tokens in sentences for t in tokens], dtype=np.int32)
    ends = np.cumsum([len(tokens) for tokens in sentences], dtype=np.int64)
    return flat, np.concatenate(([0], ends)).astype(np.int64), tuple(vocabulary.words)
