"""Links out of a matrix of similarities between source and target units."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]

_DAMPING = 0.9


def similarity(source: Matrix, target: Matrix) -> Matrix:
    """Return (cosine + 1) / 2 of each source vector with each target vector, shape (n, m)."""
    x, y = (
        vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        for vectors in (source, target)
    )
    scores: Matrix = np.clip((x @ y.T + 1.0) / 2.0, 0.0, 1.0)
    return scores


def distorted(scores: Matrix, ratio: float) -> Matrix:
    """Return similarities lowered by how far off the diagonal they lie.

    Unchanged where a side has a single unit.
    """
    n, m = scores.shape
    if min(n, m) < 2 or ratio == 0:
        return scores
    off = np.arange(m)[None, :] / (m - 1) - np.arange(n)[:, None] / (n - 1)
    return np.asarray(scores * (1.0 - ratio * off**2))


def forward(scores: Matrix) -> Mask:
    """Return the best target of each source unit; the first of equals."""
    out = np.zeros(scores.shape, dtype=bool)
    if scores.size:
        out[np.arange(scores.shape[0]), scores.argmax(axis=1)] = True
    return out


def reverse(scores: Matrix) -> Mask:
    """Return the best source of each target unit; the first of equals."""
    return forward(scores.T).T


def inter(scores: Matrix) -> Mask:
    """Return the links that are best from both sides."""
    return forward(scores) & reverse(scores)


def itermax(scores: Matrix) -> Mask:
    """Return the mutual best links, and once more those among units still without a link.

    In the second round a cell with one free unit counts 0.9 of its similarity, a cell without
    any counts nothing.

    Source: Jalili Sabet et al. 2020, aclanthology.org/2020.findings-emnlp.147.
    """
    links = inter(scores)
    if min(scores.shape, default=0) <= 2:
        return links
    rows: Mask = ~np.any(links, axis=1)
    columns: Mask = ~np.any(links, axis=0)
    if not rows.any() or not columns.any():
        return links
    weight = np.minimum(1.0, _DAMPING * rows[:, None] + _DAMPING * columns[None, :])
    return np.asarray(links | (inter(scores * weight) & (rows[:, None] | columns[None, :])))


def match(scores: Matrix) -> Mask:
    """Return the one-to-one links with the largest sum of similarities, min(n, m) of them."""
    from scipy.optimize import linear_sum_assignment

    out = np.zeros(scores.shape, dtype=bool)
    out[linear_sum_assignment(scores, maximize=True)] = True
    return out


EXTRACTIONS: Mapping[str, Callable[[Matrix], Mask]] = MappingProxyType(
    {
        "inter": inter,
        "itermax": itermax,
        "match": match,
        "forward": forward,
        "reverse": reverse,
    }
)
