"""Score: a bonus for the candidate that covers an entity best."""

import numpy as np

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.scoring.coverage import coverage
from core.scoring.shelf import SCORES

_TIED = 1e-9


@SCORES.register("foremost", needs={"alignment"}, bonus=True)
def foremost(task: Task, candidates: Candidates) -> Matrix:
    """Return 1 for the candidate of each entity with the best `coverage`, else 0.

    Beside the score `learned` it keeps the default's choice where another is hardly more probable.

    Args:
        task: source entities and an alignment.
        candidates: spans of its target.

    Returns:
        Shape (entities, candidates), 0 or 1; several 1 in a row where candidates are tied, none
        where nothing is covered.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.

    Source: ours.
    """
    covered = coverage(task, candidates)
    if not covered.size:
        return covered
    best = covered.max(axis=1, keepdims=True)
    return np.asarray((covered >= best - _TIED) & (covered > 0), np.float64)
