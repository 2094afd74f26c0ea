"""Rule: the best source of each target unit."""

from core.aligners.rules.shelf import RULES, Linked, Matrix, checked, linked, row_best


@RULES.register("reverse", symmetric=False, one_to_one=False)
def reverse(scores: Matrix) -> Linked:
    """Link each target unit to its best source unit, the first of equals.

    Args:
        scores: shape (n, m), higher is better.

    Raises:
        InputError: a cell is not a number.

    Source: Jalili Sabet et al. 2020, aclanthology.org/2020.findings-emnlp.147 (one direction).
    """
    scores = checked(scores)
    return linked(scores, row_best(scores.T).T)
