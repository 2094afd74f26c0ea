"""Examples: the candidates of decided pairs, each with its features and whether it was right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.candidates.grown import grown
from core.domain.candidate import Candidates
from core.domain.task import Task
from core.scoring.learned.features import Places, Table, features
from core.scoring.learned.memory import Decided, Memory, Span


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A decided pair, ready to be learned from.

    Args:
        decided: the pair with its answers.
        candidates: spans of its target.
        where: entity and candidate of each row.
        table: features that need no memory, shape (rows, `table.PLAIN`).
        right: whether each row is the answer, shape (rows,).
    """

    decided: Decided
    candidates: Candidates
    where: Places
    table: Table
    right: NDArray[np.bool_]

    def with_memory(self, memory: Memory) -> Table:
        """Return the features with those of a memory behind."""
        told = memory.features(self.decided.task, self.candidates, self.where)
        return np.column_stack([self.table, told]).astype(np.float32)


def example(task: Task, answers: Mapping[int, tuple[Span, ...]], spans: Sequence[Span]) -> Example:
    """Return what can be learned from a pair.

    Args:
        task: with all source entities, and an alignment.
        answers: for those that were decided on, by index, the spans that stand for each; none
            where it has no counterpart.
        spans: all entities of the target as they stand.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.
    """
    candidates = grown(task)
    places, table = features(task, candidates)
    decided = np.isin(places[0], list(answers))
    where, table = (places[0][decided], places[1][decided]), table[decided]
    found = candidates.spans()
    pairs = list(zip(where[0].tolist(), where[1].tolist(), strict=True))
    right = np.array([found[t] in answers[k] for k, t in pairs], np.bool_)
    looked = tuple(found[t] for t in sorted({t for _, t in pairs}))
    known = Decided(task, dict(answers), tuple(spans), looked)
    return Example(known, candidates, where, table, right)
