"""Rule: links that are likely from both sides, by softmax."""

from typing import Annotated

import numpy as np

from core.aligners.rules.confidence import confidence, softmax
from core.aligners.rules.shelf import RULES, Linked, Matrix, checked
from core.registry import Between


@RULES.register("mutual-softmax", symmetric=True, one_to_one=False, own_probability=True)
def mutual_softmax(
    scores: Matrix,
    *,
    threshold: Annotated[float, Between(0.0, 1.0)] = 0.001,
    temperature: Annotated[float, Between(0.001, 1000.0)] = 1.0,
) -> Linked:
    """Link where the softmax over the targets and the one over the sources pass a threshold.

    Args:
        scores: shape (n, m), dot products of vectors that were not normalised.
        threshold: a link needs more than this from both sides.
        temperature: what the dot products are divided by; below 1 for cosines, which lie close.

    Returns:
        Links with their probability (`confidence`).

    Raises:
        InputError: a cell is not a number.

    Source: Dou and Neubig 2021, arxiv.org/abs/2101.08231; the temperature is ours.
    """
    scores = checked(scores) / temperature
    mask = (softmax(scores, axis=1) > threshold) & (softmax(scores, axis=0) > threshold)
    return Linked(mask, np.where(mask, confidence(scores), 0.0))
