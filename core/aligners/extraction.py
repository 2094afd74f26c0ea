"""Matrices of similarities between source and target units, before a rule finds links in them."""

import numpy as np

from core.aligners.rules import Matrix


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
