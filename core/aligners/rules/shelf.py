"""The shelf of rules, and what a rule gives back."""

from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError
from core.registry import Shelf

Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]

Matching = Literal["argmax", "itermax", "match", "forward", "reverse"]
"""The rules that take a similarity as it is, for the options of aligners that have one."""


class Linked(NamedTuple):
    """The links that a rule found in a matrix of shape (n, m).

    Args:
        mask: which cells are links, shape (n, m).
        p: how sure each link is, 0 where there is none, shape (n, m). The cell's own value (a
            probability where the matrix holds similarities or probabilities in [0, 1]), except
            for the rules with the promise `own_probability`, which make one of any numbers.
    """

    mask: Mask
    p: Matrix

    def cells(self) -> Iterator[tuple[int, int, float]]:
        """Yield source, target and p of each link, ascending."""
        rows, columns = np.nonzero(self.mask)
        yield from zip(rows.tolist(), columns.tolist(), self.p[rows, columns].tolist(), strict=True)


RULES: Shelf[Callable[..., Linked]] = Shelf("rule")


def checked(scores: NDArray[Any]) -> Matrix:
    """Return the matrix as float64; raise InputError, naming the cell, on what a rule cannot rank.

    NaN and infinities are refused: a cell that must not be linked gets a low number.
    """
    matrix = np.asarray(scores, dtype=np.float64)
    if matrix.ndim != 2:
        raise InputError(f"a rule takes a matrix of shape (n, m), got shape {matrix.shape}")
    if not np.isfinite(matrix).all():
        i, j = (int(k) for k in np.argwhere(~np.isfinite(matrix))[0])
        raise InputError(
            f"row {i}, column {j} of the matrix is {matrix[i, j]}; every cell must be a number"
        )
    return matrix


def linked(scores: Matrix, mask: Mask) -> Linked:
    """Return the links with their own cells as `p`."""
    return Linked(mask, np.where(mask, scores, 0.0))


def row_best(scores: Matrix) -> Mask:
    """Return the first best cell of each row."""
    out = np.zeros(scores.shape, dtype=bool)
    if scores.size:
        out[np.arange(scores.shape[0]), scores.argmax(axis=1)] = True
    return out


def mutual_best(scores: Matrix) -> Mask:
    """Return the cells that are the first best of their row and of their column."""
    return row_best(scores) & row_best(scores.T).T
