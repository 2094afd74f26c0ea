"""Rule: mutual best links, then again among units that are still free."""

from typing import Annotated

import numpy as np

from core.aligners.rules.shelf import RULES, Linked, Mask, Matrix, checked, linked, mutual_best
from core.registry import Between


@RULES.register("itermax", symmetric=True, one_to_one=False)
def itermax(
    scores: Matrix,
    *,
    alpha: Annotated[float, Between(0.0, 1.0)] = 0.9,
    rounds: Annotated[int, Between(0, 20)] = 1,
) -> Linked:
    """Link mutual best units, and once more where one of the two is still without a link.

    In the further rounds a cell with one free unit counts `alpha` of its similarity, one with two
    free units twice that and at most all of it, a cell without any counts nothing. They end when
    one side has no free unit or nothing new is found; where a side has two units or fewer there
    are none.

    Args:
        scores: shape (n, m), at least 0, higher is better.
        alpha: what a cell counts whose source or target has a link already.
        rounds: rounds after the first; 0 is argmax.

    Raises:
        InputError: a cell is not a number.

    Source: Jalili Sabet et al. 2020, aclanthology.org/2020.findings-emnlp.147 (Itermax).
    """
    scores = checked(scores)
    mask = mutual_best(scores)
    if min(scores.shape) <= 2:
        return linked(scores, mask)
    for _ in range(rounds):
        more = mask | _further(scores, mask, alpha)
        if np.array_equal(more, mask):
            break
        mask = more
    return linked(scores, mask)


def _further(scores: Matrix, mask: Mask, alpha: float) -> Mask:
    rows = np.logical_not(mask.any(axis=1, keepdims=True))
    columns = np.logical_not(mask.any(axis=0, keepdims=True))
    if not rows.any() or not columns.any():
        return np.zeros_like(mask)
    weight = np.minimum(1.0, alpha * rows + alpha * columns)
    found: Mask = mutual_best(scores * weight) & (rows | columns)
    return found
