"""Rule: links that are best from both sides."""

from core.aligners.rules.shelf import RULES, Linked, Matrix, checked, linked, mutual_best


@RULES.register("argmax", symmetric=True, one_to_one=True)
def argmax(scores: Matrix) -> Linked:
    """Link a source and a target unit that are each other's best; the first of equals is best.

    Args:
        scores: shape (n, m), higher is better.

    Raises:
        InputError: a cell is not a number.

    Source: Jalili Sabet et al. 2020, aclanthology.org/2020.findings-emnlp.147 (Argmax).
    """
    scores = checked(scores)
    return linked(scores, mutual_best(scores))
