"""The one total order in which every matcher prefers one choice to another.

Of two picks the better one has, in this order: the higher score; the shorter candidate; the
candidate further left; the earlier entity. Of two solutions (sets of picks) the better one has the
higher sum of scores; then the fewer target tokens; then the first entity in which they differ gets
a candidate that stands further left, and rather one than none. So entities that look the same get
their candidates in order. Two different solutions are never equal.

Scores are compared on a grid of 2 ** -30, so that sums do not depend on the order of summation.
A score that is not above zero there never counts. A price for staying unprojected is taken off the
score of every pick, also on the grid.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.errors import InputError

GRID = float(2**30)
LENGTH_BITS = 13
_TOP = float(2**15)


class Entry(NamedTuple):
    """A pick that counts: `worth` adds up over picks and holds score and length in one number."""

    worth: int
    candidate: int
    row: int
    start: int
    end: int


def worths(
    scores: Matrix,
    candidates: Candidates,
    *,
    min_score: float,
    price: float = 0.0,
    forced: bool = False,
) -> NDArray[np.int64]:
    """Return score and shortness as one number, shape (entities, candidates); 0 where none counts.

    Sums of worths over disjoint candidates order solutions by score, then by fewer tokens, in
    sentences of up to 8191 tokens. Scores above 32768 count as 32768.

    Args:
        scores: shape (entities, candidates).
        candidates: the columns.
        min_score: only scores above it count.
        price: taken off every score that counts.
        forced: whether what is then not above zero counts too, with a worth below zero.

    Raises:
        InputError: the matrix does not have one column a candidate, or holds what is no number.
    """
    if scores.ndim != 2 or scores.shape[1] != len(candidates):
        raise InputError(
            f"scores of shape {scores.shape} for {len(candidates)} candidates; "
            "need one column a candidate"
        )
    if not np.isfinite(scores).all():
        row, column = np.argwhere(~np.isfinite(scores))[0].tolist()
        raise InputError(
            f"score of row {row}, column {column} (entity, candidate; from 0) is "
            f"{scores[row, column]}; need a finite number"
        )
    counts = scores > max(min_score, 0.0)
    steps = np.rint(np.where(counts, np.minimum(scores, _TOP), 0.0) * GRID).astype(np.int64)
    counts = steps > 0
    if price:
        steps -= round(price * GRID)
        if not forced:
            counts &= steps > 0
    length = (candidates.end - candidates.start).astype(np.int64)
    return np.where(counts, (steps << LENGTH_BITS) - length, 0)


def score_of(worth: int, tokens: int) -> float:
    """Return the score, lowered by the price, that a worth stands for.

    Args:
        worth: of one pick, or the sum over several.
        tokens: the tokens that the picks hold together.
    """
    return ((worth + tokens) >> LENGTH_BITS) / GRID


def favourites(worth: NDArray[np.int64], candidates: Candidates) -> tuple[int, ...] | None:
    """Return each entity's best candidate, -1 for none; None where two of them overlap.

    Where no two overlap, they are what every matcher should choose that may give each entity one.

    Args:
        worth: shape (entities, candidates), of `worths`.
        candidates: the columns.
    """
    if not worth.size:
        return (-1,) * len(worth)
    best = worth.argmax(axis=1).tolist()
    used = 0
    for row, column in enumerate(best):
        if worth[row, column] <= 0:
            if worth[row].any():
                return None
            best[row] = -1
            continue
        mask = (1 << int(candidates.end[column])) - (1 << int(candidates.start[column]))
        if used & mask:
            return None
        used |= mask
    return tuple(best)


def ordered(worth: NDArray[np.int64], candidates: Candidates) -> list[Entry]:
    """Return every pick that counts, best first.

    Args:
        worth: shape (entities, candidates), of `worths`.
        candidates: the columns.
    """
    return list(in_order(worth, candidates))


def in_order(worth: NDArray[np.int64], candidates: Candidates) -> Iterator[Entry]:
    """Yield every pick that counts, best first, for whoever needs only the first of many.

    Args:
        worth: shape (entities, candidates), of `worths`.
        candidates: the columns.
    """
    columns, rows = worth.T.nonzero()
    values = worth[rows, columns]
    best = (-values).argsort(kind="stable")
    columns, rows = columns[best], rows[best]
    return map(
        Entry,
        values[best].tolist(),
        columns.tolist(),
        rows.tolist(),
        candidates.start[columns].tolist(),
        candidates.end[columns].tolist(),
    )
