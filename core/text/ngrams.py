"""How alike two words look by the pieces they share: character n-grams, across scripts too."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.text.key import comparison_key
from core.text.transliterate import latin, script, skeleton

Longs = NDArray[np.int64]
_START, _END = "\x02", "\x03"


def ngram_similarities(
    a: Sequence[str], b: Sequence[str], cells: tuple[Longs, Longs], *, least: int, most: int
) -> NDArray[np.float64]:
    """Return how alike `a[cells[0][k]]` and `b[cells[1][k]]` look, shape (k,), in [0, 1].

    The cosine of the counts of their n-grams, in rough Latin without marks, with the start and
    the end of the word as characters of their own. Where the scripts differ: the mean of that and
    the same of their consonants, for an abjad writes no vowels. Words without a letter are either
    equal (1) or not (0); so are those of a single letter, but these do not count as equal: 0.

    Args:
        a: comparison keys.
        b: comparison keys.
        cells: positions in `a` and in `b`, in the same shape.
        least: characters of the shortest n-gram, >= 1.
        most: characters of the longest, >= least.
    """
    rows, columns = cells
    x, y = ([_form(key) for key in keys] for keys in (a, b))
    out = _cosines(x, y, cells, (least, most))
    scripts: dict[str, int] = {}
    of_a, of_b = (
        np.array([scripts.setdefault(script(k), len(scripts)) for k in keys], dtype=np.int64)
        for keys in (a, b)
    )
    across = np.flatnonzero(of_a[rows] != of_b[columns])
    if len(across):
        bones = [skeleton(k) for k in a], [skeleton(k) for k in b]
        where = rows[across], columns[across]
        out[across] = (out[across] + _cosines(*bones, where, (least, most))) / 2
    return _without_letters(x, y, cells, out)


def _form(key: str) -> str:
    folded = comparison_key(key, fold_marks=True)
    return latin(folded) or folded


def _without_letters(
    x: list[str], y: list[str], cells: tuple[Longs, Longs], found: NDArray[np.float64]
) -> NDArray[np.float64]:
    numbers: dict[str, int] = {}
    rows, columns = (
        np.array([numbers.setdefault(w, len(numbers)) for w in words], dtype=np.int64)[at]
        for words, at in zip((x, y), cells, strict=True)
    )
    bare = np.array([not any(c.isalpha() for c in w) for w in numbers], dtype=bool)
    lone = np.array([len(w) <= 1 and not bare[k] for k, w in enumerate(numbers)], dtype=bool)
    empty = numbers.get("", -1)
    equal = (rows == columns) & (rows != empty)
    exact = bare[rows] | bare[columns]
    return np.where(exact, equal, np.where(lone[rows] | lone[columns], 0.0, found))


def _cosines(
    x: list[str], y: list[str], cells: tuple[Longs, Longs], sizes: tuple[int, int]
) -> NDArray[np.float64]:
    """Return the cosine of the n-gram counts of the words of each cell, shape (k,)."""
    from scipy.sparse import csr_array

    grams: dict[str, int] = {}
    parts = [_counted(words, sizes, grams) for words in (x, y)]
    left, right = (
        csr_array((data, indices, starts), shape=(len(starts) - 1, max(1, len(grams))))
        for data, indices, starts in parts
    )
    product = left[cells[0]].multiply(right[cells[1]])
    return np.clip(np.asarray(product.sum(axis=1), dtype=np.float64).ravel(), 0.0, 1.0)


def _counted(
    words: list[str], sizes: tuple[int, int], grams: dict[str, int]
) -> tuple[NDArray[np.float64], Longs, Longs]:
    """Return counts of length 1, the numbers of their n-grams, and where each word starts."""
    data: list[float] = []
    indices: list[int] = []
    starts = [0]
    for word in words:
        counts: dict[int, int] = {}
        for gram in _grams(word, sizes):
            number = grams.setdefault(gram, len(grams))
            counts[number] = counts.get(number, 0) + 1
        length = np.sqrt(sum(c * c for c in counts.values())) if counts else 1.0
        indices.extend(counts)
        data.extend(c / length for c in counts.values())
        starts.append(len(indices))
    return np.array(data), np.array(indices, dtype=np.int64), np.array(starts, dtype=np.int64)


def _grams(word: str, sizes: tuple[int, int]) -> Iterable[str]:
    if not word:
        return
    framed = f"{_START}{word}{_END}"
    for size in range(sizes[0], sizes[1] + 1):
        text = word if size == 1 else framed
        for k in range(len(text) - size + 1):
            yield text[k : k + size]
