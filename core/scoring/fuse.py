"""One score matrix out of several."""

from collections.abc import Sequence

from core.domain.scores import Matrix
from core.errors import InputError


def fuse(matrices: Sequence[Matrix], weights: Sequence[float]) -> Matrix:
    """Return the weighted sum of score matrices of one shape.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (fused scores).
    """
    if len(matrices) != len(weights) or not matrices:
        raise InputError(f"need a weight for each score, got {len(matrices)} and {len(weights)}")
    total = matrices[0] * weights[0] if weights[0] != 1 else matrices[0]
    for matrix, weight in zip(matrices[1:], weights[1:], strict=True):
        total = total + matrix * weight
    return total
