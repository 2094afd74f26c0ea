"""A task and its candidates laid out in arrays, so that features are short to write."""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.scoring.sums import between, rows_of
from core.text.looks import Look, look

Floats = NDArray[np.float64]


class Side:
    """What the words of one sentence look like, each array of shape (tokens,).

    Args:
        tokens: the sentence.
    """

    def __init__(self, tokens: tuple[str, ...]) -> None:
        self.looks: tuple[Look, ...] = tuple(map(look, tokens))
        self.capital = np.array([float(seen.capital) for seen in self.looks])
        self.short = np.array([float(seen.short) for seen in self.looks])
        self.mark = np.array([float(not seen.size) for seen in self.looks])
        self.size = np.array([float(seen.size) for seen in self.looks])
        self.digit = np.array([float(bool(seen.digits)) for seen in self.looks])
        self.content = 1.0 - self.short


class Sight:
    """A task as the features see it; `s` is an entity, `t` a candidate.

    Args:
        task: at least one source entity, and an alignment.
        candidates: at least one span of its target.
    """

    def __init__(self, task: Task, candidates: Candidates) -> None:
        self.task = task
        self.candidates = candidates
        self.entities = task.entities()
        self.start = candidates.start.astype(np.int64)
        self.end = candidates.end.astype(np.int64)
        self.length = (self.end - self.start).astype(np.float64)
        self.links = task.need_alignment().matrix()
        self.rows, self.first = rows_of(self.entities)
        self.words = self.links[self.rows]
        self.own = np.minimum(1.0, np.add.reduceat(self.words, self.first, axis=0))
        self.linked = np.minimum(1.0, self.links.sum(axis=0))

    @cached_property
    def source(self) -> Side:
        """The words of the source."""
        return Side(self.task.source.tokens)

    @cached_property
    def target(self) -> Side:
        """The words of the target."""
        return Side(self.task.target)

    def inside(self, values: Floats) -> Matrix:
        """Return sums over each candidate of values a target word: (..., candidates)."""
        return between(np.atleast_2d(values), self.candidates)

    def at_ends(self, values: Floats, edge: float = 0.0) -> tuple[Matrix, Matrix, Matrix, Matrix]:
        """Return the values of the first word of each candidate, the last, before, and after.

        Args:
            values: shape (..., target tokens).
            edge: what stands where the sentence is at its end.
        """
        rows = np.atleast_2d(values)
        padded = np.full((len(rows), rows.shape[1] + 2), edge)
        padded[:, 1:-1] = rows
        a, b = self.start, self.end
        return padded[:, a + 1], padded[:, b], padded[:, a], padded[:, b + 1]

    def others(self, values: Matrix) -> Matrix:
        """Return for each entity the most that any other one has: the shape of `values`."""
        if len(values) < 2:
            return np.zeros_like(values)
        best = np.sort(values, axis=0)
        return np.asarray(np.where(values == best[-1], best[-2], best[-1]))

    def of_source(self, position: int) -> Floats:
        """Return the links of a source word, shape (target,); none for one outside."""
        inside = 0 <= position < len(self.links)
        return self.links[position] if inside else np.zeros(len(self.task.target))

    def each(self, values: list[float]) -> Matrix:
        """Return one value an entity as a column."""
        return np.array(values, np.float64)[:, None]
