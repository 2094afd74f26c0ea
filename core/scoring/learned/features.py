"""All features of a task in one array."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.scoring.learned.links import of_links
from core.scoring.learned.memory import Memory
from core.scoring.learned.shape import of_shape
from core.scoring.learned.sight import Sight
from core.scoring.learned.table import PLAIN
from core.scoring.learned.written import of_form

HOPELESS = 0.35
"""Share of the best coverage of an entity below which a candidate is not looked at."""

Table = NDArray[np.float32]
Places = tuple[NDArray[np.intp], NDArray[np.intp]]


def features(
    task: Task, candidates: Candidates, memory: Memory | None = None
) -> tuple[Places, Table]:
    """Return which entities and candidates are looked at together, and the features of each.

    A candidate that covers an entity far worse than another one does is not looked at.

    Args:
        task: source entities and an alignment.
        candidates: spans of its target.
        memory: what was decided so far; its features come behind, where it is given.

    Returns:
        `(entities, candidates)` as indices, and a table of shape (rows, features): the columns
        are those of `table.PLAIN`, with a memory those of `table.DECIDED` behind.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.
    """
    width = len(PLAIN) + (memory.width if memory else 0)
    none = np.zeros(0, np.intp)
    if not task.entities() or not len(candidates):
        task.need_alignment()
        return (none, none), np.zeros((0, width), np.float32)
    sight = Sight(task, candidates)
    found = {**of_links(sight), **of_form(sight), **of_shape(sight)}
    covered = found["coverage"]
    least = HOPELESS * covered.max(axis=1, keepdims=True)
    rows, columns = np.nonzero((covered > 0) & (covered >= least))
    where = rows, columns
    table = np.empty((len(rows), width), np.float32)
    for (height, length), alike in _by_shape(found).items():
        stacked = np.stack([found[PLAIN[column]] for column in alike])
        picked = stacked[:, rows if height > 1 else 0, columns if length > 1 else 0]
        table[:, alike] = picked.T
    if memory is not None:
        table[:, len(PLAIN) :] = memory.features(task, candidates, where)
    return where, table


def _by_shape(found: Mapping[str, Matrix]) -> dict[tuple[int, ...], list[int]]:
    """Return the columns of `table.PLAIN` by the shape that their values come in."""
    columns: dict[tuple[int, ...], list[int]] = {}
    for column, code in enumerate(PLAIN):
        columns.setdefault(found[code].shape, []).append(column)
    return columns
