"""Rule: the best target of each source unit."""

from core.aligners.rules.shelf import RULES, Linked, Matrix, checked, linked, row_best


@RULES.register("forward", symmetric=False, one_to_one=False)
def forward(scores: Matrix) -> Linked:
    """Link each source unit to its best target unit, the first of equals.

    Args:
        scores: shape (n, m), higher is better.

    Raises:
        InputError: a cell is not a number.

    Source: Jalili Sabet et al. 2020, aclanthology.org/2020.findings-emnlp.147 (one direction).
    """
    scores = checked(scores)
    return linked(scores, row_best(scores))
