"""Sums over spans: what every score that counts word by word is made of."""

from collections.abc import Callable
from itertools import accumulate

import numpy as np

from core.domain.candidate import Candidates
from core.domain.entity import Entity
from core.domain.scores import Matrix


def rows_of(entities: tuple[Entity, ...]) -> tuple[list[int], list[int]]:
    """Return the source positions inside entities, in their order, and where each entity begins.

    `np.add.reduceat(values[rows], first, axis=0)` then sums over the words of each entity.
    """
    rows = [i for e in entities for i in range(e.start, e.end)]
    return rows, [0, *accumulate(e.end - e.start for e in entities[:-1])]


def between(values: Matrix, candidates: Candidates) -> Matrix:
    """Return sums of `values` (rows, target tokens) over each candidate: (rows, candidates)."""
    upto = np.zeros((len(values), values.shape[1] + 1))
    np.cumsum(values, axis=1, out=upto[:, 1:])
    return np.asarray(upto[:, candidates.end] - upto[:, candidates.start])


def mean_covered(
    cells: Matrix,
    entities: tuple[Entity, ...],
    candidates: Candidates,
    worth: Callable[[Matrix], Matrix],
) -> Matrix:
    """Return the mean of `worth` over the words of each entity and candidate together.

    Args:
        cells: shape (source, target), how strongly two words are linked, at least 0.
        entities: source entities, disjoint.
        candidates: target spans.
        worth: of how far words are covered, each by its links into the other span, at most 1.

    Returns:
        Shape (entities, candidates).
    """
    if not entities or not len(candidates):
        return np.zeros((len(entities), len(candidates)))
    rows, first = rows_of(entities)
    words = cells[rows]
    of_target = worth(np.minimum(1.0, np.add.reduceat(words, first, axis=0)))
    of_source = worth(np.minimum(1.0, between(words, candidates)))
    total = np.add.reduceat(of_source, first, axis=0) + between(of_target, candidates)
    lengths = np.array([[e.end - e.start] for e in entities], dtype=np.int32)
    return np.asarray(total / (lengths + (candidates.end - candidates.start)))
