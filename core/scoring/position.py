"""Score: how near a candidate stands to where its entity stands."""

import numpy as np

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.scoring.shelf import SCORES


@SCORES.register("position", lossy=True)
def position(task: Task, candidates: Candidates) -> Matrix:
    """Return 1 - |relative position of the entity - relative position of the candidate|.

    Meant to be fused with a small weight: it parts repeated names that links cannot tell apart.
    A score of its own for everything, it should never be the only one.

    Args:
        task: source entities.
        candidates: spans of its target.

    Returns:
        Shape (entities, candidates), in [0, 1].

    Raises:
        MissingInputError: nobody has annotated the source.

    Source: ours.
    """
    middle = np.array([(e.start + e.end) / 2 for e in task.entities()]).reshape(-1, 1)
    there = (candidates.start + candidates.end) / (2 * len(task.target))
    return np.asarray(1.0 - np.abs(middle / len(task.source) - there))
