"""Rule: links that are likely from both sides, by a softmax that can be exactly 0."""

from typing import Annotated

import numpy as np

from core.aligners.rules.confidence import confidence
from core.aligners.rules.shelf import RULES, Linked, Matrix, checked
from core.registry import Between


@RULES.register("entmax15", symmetric=True, one_to_one=False, own_probability=True)
def entmax15(
    scores: Matrix,
    *,
    threshold: Annotated[float, Between(0.0, 1.0)] = 0.0,
    temperature: Annotated[float, Between(0.001, 1000.0)] = 1.0,
) -> Linked:
    """Link where the 1.5-entmax over the targets and the one over the sources are above 0.

    Args:
        scores: shape (n, m), dot products of vectors that were not normalised.
        threshold: a link needs more than this from both sides.
        temperature: what the dot products are divided by; below 1 for cosines, which lie close.

    Returns:
        Links with their probability (`confidence`).

    Raises:
        InputError: a cell is not a number.

    Source: Dou and Neubig 2021, arxiv.org/abs/2101.08231, with the mapping of Peters, Niculae and
    Martins 2019, arxiv.org/abs/1905.05702; the temperature is ours.
    """
    scores = checked(scores) / temperature
    mask = (entmax_rows(scores) > threshold) & (threshold < entmax_rows(scores.T).T)
    return Linked(mask, np.where(mask, confidence(scores), 0.0))


def entmax_rows(scores: Matrix) -> Matrix:
    """Return the 1.5-entmax of each row, shape (n, m): at least 0, each row sums to 1.

    Each row is max(0, x / 2 - tau) squared. Were the k largest x / 2 the support, tau would solve
    a quadratic equation in their mean and variance; the support is the largest k whose tau stays
    below its smallest member.
    """
    if not scores.size:
        return scores
    halves = (scores - scores.max(axis=1, keepdims=True)) / 2.0
    ordered = -np.sort(-halves, axis=1)
    size = np.arange(1, scores.shape[1] + 1)
    mean = np.cumsum(ordered, axis=1) / size
    variance = np.cumsum(ordered**2, axis=1) / size - mean**2
    tau = mean - np.sqrt(np.maximum(0.0, 1.0 / size - variance))
    support = (tau <= ordered).sum(axis=1)
    found: Matrix = np.maximum(0.0, halves - tau[np.arange(len(tau)), support - 1, None]) ** 2
    return found
