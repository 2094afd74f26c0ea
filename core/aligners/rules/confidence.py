"""How sure a link between two units is, from their dot products with all the others."""

import numpy as np

from core.aligners.rules.shelf import Matrix


def softmax(scores: Matrix, *, axis: int) -> Matrix:
    """Return the softmax along an axis; an empty matrix stays empty."""
    if not scores.size:
        return scores
    powers = np.exp(scores - scores.max(axis=axis, keepdims=True))
    shares: Matrix = powers / powers.sum(axis=axis, keepdims=True)
    return shares


def confidence(scores: Matrix) -> Matrix:
    """Return the probability of each cell as a link, shape (n, m), in [0, 1].

    The harmonic mean of the softmax over the targets and the one over the sources, each with the
    square root of the number of units it runs over as temperature.

    Source: Dou and Neubig 2021, arxiv.org/abs/2101.08231, as released.
    """
    n, m = scores.shape
    p = softmax(scores / np.sqrt(max(m, 1)), axis=1)
    q = softmax(scores / np.sqrt(max(n, 1)), axis=0)
    mean: Matrix = 2.0 * p * q / (p + q + 1e-9)
    return mean
