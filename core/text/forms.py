"""How alike two words look: the evidence that names and loans give without any training."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel, JaroWinkler

from core.text.key import comparison_key
from core.text.transliterate import latin, script, skeleton

_CUT = 0.85
_CUT_ACROSS = 0.75
_SHORT = 4
_MARKS_DIFFER = 0.95


def form_similarity(a: str, b: str) -> float:
    """Return how alike two words look, in [0, 1]; symmetric, 0 for most pairs.

    1 for equal comparison keys (of more than one character, or of anything but a letter); a
    little less where only marks differ; above a Jaro-Winkler similarity of 0.85 rising evenly to
    1, for words of four characters or more that start alike (`c` and `k` do). Words of two scripts
    are compared by their rough consonants.
    """
    return float(similarities([comparison_key(a)], [comparison_key(b)])[0])


def similarities(a: Sequence[str], b: Sequence[str]) -> NDArray[np.float64]:
    """Return `form_similarity` of each `a[k]` with `b[k]`, comparison keys, shape (k,)."""
    found = np.zeros(len(a))
    near: list[int] = []
    across: list[int] = []
    for k, (x, y) in enumerate(zip(a, b, strict=True)):
        if x == y:
            found[k] = 1.0 if len(x) > 1 or (x and not x.isalpha()) else 0.0
        elif script(x) == script(y):
            near.append(k)
        else:
            across.append(k)
    _put(found, near, _near([a[k] for k in near], [b[k] for k in near]))
    _put(found, across, _across([a[k] for k in across], [b[k] for k in across]))
    return found


def blocks(keys: Sequence[str]) -> list[str]:
    """Return for each comparison key the block it is compared in; "" stands for none.

    Words of different blocks have similarity 0, which spares comparing every pair: a block is the
    first consonant class, or the first character where there is no consonant.
    """
    return [skeleton(key)[:1] or latin(key)[:1] or key[:1] for key in keys]


def _put(found: NDArray[np.float64], where: list[int], values: NDArray[np.float64]) -> None:
    if where:
        found[where] = values


def _near(a: list[str], b: list[str]) -> NDArray[np.float64]:
    """Return the similarity of words of one script (or of none: digits, punctuation)."""
    if not a:
        return np.zeros(0)
    x, y = [latin(k) or k for k in a], [latin(k) or k for k in b]
    raw = process.cpdist(x, y, scorer=JaroWinkler.similarity, score_cutoff=_CUT, dtype=np.float64)
    out = np.maximum(0.0, (raw - _CUT) / (1 - _CUT))
    for k, (p, q) in enumerate(zip(x, y, strict=True)):
        if p == q:
            out[k] = 1.0 if p.isdigit() else _MARKS_DIFFER if len(p) > 1 else 0.0
        elif min(len(p), len(q)) < _SHORT or not _same_start(p[0], q[0]):
            out[k] = 0.0
    return out


def _same_start(p: str, q: str) -> bool:
    return p.isalpha() and q.isalpha() and (p == q or skeleton(p) == skeleton(q) != "")


def _across(a: list[str], b: list[str]) -> NDArray[np.float64]:
    """Return the similarity of words of two scripts, by their consonant skeletons."""
    if not a:
        return np.zeros(0)
    x, y = [skeleton(k) for k in a], [skeleton(k) for k in b]
    raw = process.cpdist(x, y, scorer=Indel.normalized_similarity, dtype=np.float64)
    length = np.array([min(len(p), len(q)) for p, q in zip(x, y, strict=True)])
    sure = np.clip((length - 1) / (_SHORT - 1), 0.0, 1.0)
    first = np.array([p[:1] == q[:1] for p, q in zip(x, y, strict=True)])
    return np.where(first, np.maximum(0.0, (raw - _CUT_ACROSS) / (1 - _CUT_ACROSS)) * sure, 0.0)
