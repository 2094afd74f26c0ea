"""Rule: the best one-to-one links as a whole."""

import numpy as np

from core.aligners.rules.shelf import RULES, Linked, Matrix, checked, linked


@RULES.register("match", symmetric=False, one_to_one=True)
def match(scores: Matrix) -> Linked:
    """Link one to one, min(n, m) times, so that the sum over the links is largest.

    Args:
        scores: shape (n, m), higher is better.

    Raises:
        InputError: a cell is not a number.

    Source: Jalili Sabet et al. 2020, aclanthology.org/2020.findings-emnlp.147 (Match), as the
    assignment problem that it is.
    """
    from scipy.optimize import linear_sum_assignment

    scores = checked(scores)
    mask = np.zeros(scores.shape, dtype=bool)
    mask[linear_sum_assignment(scores, maximize=True)] = True
    return linked(scores, mask)
