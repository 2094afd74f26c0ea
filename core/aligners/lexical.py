"""What the aligners share that go by how words look: similarities of words, then a rule."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.aligners.base import Bitext, Progress
from core.aligners.rules import RULES, Matrix
from core.domain.alignment import Alignment, Link
from core.text.key import comparison_key

Longs = NDArray[np.int64]

Compare = Callable[[Sequence[str], Sequence[str], tuple[Longs, Longs]], NDArray[np.float64]]
"""Similarities in [0, 1] of source and target keys, at positions in the one and in the other."""

_CHUNK_CELLS = 400_000
_MOST_CELLS = 4_000_000
_RANK, _PLACE = 1e-4, 1e-6


@dataclass(frozen=True, slots=True)
class Lexical:
    """An aligner that compares words by their letters and learns nothing."""

    step: str
    compare: Compare
    rule: str
    least: float

    def align(
        self,
        pairs: Sequence[Bitext],
        *,
        training: Sequence[Bitext] = (),
        progress: Progress | None = None,
    ) -> list[Alignment]:
        """Return one alignment per pair, in order; no token of a huge pair is looked at."""
        out: list[Alignment] = []
        for chunk in _chunks(pairs):
            if progress:
                progress(self.step, len(out), len(pairs))
            out.extend(self._chunk(chunk))
        return out

    def _chunk(self, pairs: Sequence[Bitext]) -> Iterator[Alignment]:
        seen = [pair if _cells(pair) <= _MOST_CELLS else Bitext((), ()) for pair in pairs]
        source, left = _numbered([pair.source for pair in seen])
        target, right = _numbered([pair.target for pair in seen])
        width = max(1, len(right))
        sides = list(zip(source, target, strict=True))
        cells = [(s[:, None] * width + t[None, :]).ravel() for s, t in sides]
        kinds, where = np.unique(
            np.concatenate([np.zeros(0, np.int64), *cells]), return_inverse=True
        )
        values = self.compare(left, right, (kinds // width, kinds % width))
        values = np.where(values >= self.least, values, 0.0)
        start = 0
        for pair, given, (s, t) in zip(pairs, seen, sides, strict=True):
            size = len(s) * len(t)
            found = values[where[start : start + size]].reshape(len(s), len(t))
            start += size
            n, m = len(pair.source), len(pair.target)
            if given is not pair:
                yield Alignment(n, m, (), tuple(range(n)), tuple(range(m)))
            else:
                yield Alignment(n, m, self._links(found, s, t))

    def _links(self, found: Matrix, source: Longs, target: Longs) -> tuple[Link, ...]:
        if not found.any():
            return ()
        mask = RULES.get(self.rule).make(in_order(found, source, target)).mask & (found > 0)
        rows, columns = np.nonzero(mask)
        p = np.round(found[rows, columns], 6).tolist()
        return tuple(map(Link, rows.tolist(), columns.tolist(), p))


def in_order(scores: Matrix, source: Longs, target: Longs) -> Matrix:
    """Return similarities lowered by next to nothing, so that equals link in their order.

    The first of several equal words goes to the first of several, the second to the second;
    beyond that the cell nearer to the diagonal wins. Cells of 0 stay 0.

    Args:
        scores: shape (n, m).
        source: which word each source token is, shape (n,).
        target: the same for the target, shape (m,).
    """
    n, m = scores.shape
    nth, mth = _ranks(source), _ranks(target)
    rank = np.abs(nth[:, None] - mth[None, :]) / max(n, m)
    off = (np.arange(n)[:, None] + 0.5) / n - (np.arange(m)[None, :] + 0.5) / m
    return np.asarray(np.where(scores > 0, scores - _RANK * rank - _PLACE * off**2, 0.0))


def _ranks(words: Longs) -> Longs:
    seen: dict[int, int] = {}
    out = []
    for word in words.tolist():
        out.append(seen.get(word, 0))
        seen[word] = out[-1] + 1
    return np.array(out, dtype=np.int64)


def _numbered(sentences: Sequence[tuple[str, ...]]) -> tuple[list[Longs], list[str]]:
    """Return the sentences with words as numbers, and the comparison keys by number."""
    keys: dict[str, int] = {}
    number = {
        token: keys.setdefault(comparison_key(token), len(keys))
        for tokens in sentences
        for token in tokens
    }
    return [np.array([number[t] for t in tokens], dtype=np.int64) for tokens in sentences], list(
        keys
    )


def _chunks(pairs: Sequence[Bitext]) -> Iterator[Sequence[Bitext]]:
    """Yield neighbouring pairs with as many cells together as fit into memory, at least one."""
    start = size = 0
    for k, pair in enumerate(pairs):
        more = min(_cells(pair), _MOST_CELLS)
        if k > start and size + more > _CHUNK_CELLS:
            yield pairs[start:k]
            start, size = k, 0
        size += more
    if start < len(pairs):
        yield pairs[start:]


def _cells(pair: Bitext) -> int:
    return len(pair.source) * len(pair.target)
