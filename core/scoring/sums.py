"""Sums over spans: what every score that counts word by word is made of."""

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
