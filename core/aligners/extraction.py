"""Matrices of scores between source and target vectors, before a rule finds links in them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.aligners.rules import Matrix

Vectors = NDArray[Any]


def similarity(source: Vectors, target: Vectors) -> Matrix:
    """Return (cosine + 1) / 2 of each source vector with each target vector, shape (n, m)."""
    x, y = (
        vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        for vectors in (source, target)
    )
    scores = (x @ y.T + 1.0) / 2.0
    return np.asarray(np.clip(scores, 0.0, 1.0), dtype=np.float64)


def products(source: Vectors, target: Vectors) -> Matrix:
    """Return the dot product of each source vector with each target vector, shape (n, m)."""
    found: Matrix = source.astype(np.float64) @ target.astype(np.float64).T
    return found


def distorted(scores: Matrix, ratio: float) -> Matrix:
    """Return similarities lowered by how far off the diagonal they lie.

    Unchanged where a side has a single unit.
    """
    n, m = scores.shape
    if min(n, m) < 2 or ratio == 0:
        return scores
    off = np.arange(m)[None, :] / (m - 1) - np.arange(n)[:, None] / (n - 1)
    return np.asarray(scores * (1.0 - ratio * off**2))
