"""Links that two softmaxes over dot products agree on, as AWESoME and its followers find them."""

from functools import partial

from core.aligners.extraction import products
from core.aligners.neural import Neural, Recipe, most
from core.aligners.rules import RULES


def mutual(
    model: str, layer: int, threshold: float, *, remedy: str, rule: str = "mutual-softmax"
) -> Neural:
    """Return the aligner of a model whose vectors are compared as they are, not normalised.

    Args:
        model: folder or hub's name.
        layer: hidden layer, -1 for the last.
        threshold: a link of sub-words needs more than this from both sides.
        remedy: what model would be right.
        rule: `mutual-softmax` or `entmax15`.
    """
    chosen = partial(RULES.get(rule).make, threshold=threshold)
    return Neural(model, layer, Recipe(products, chosen, most), remedy)
