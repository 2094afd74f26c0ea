"""Score: how far the least covered words of an entity and a candidate are covered."""

from typing import Annotated

import numpy as np

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.registry import Between
from core.scoring.shelf import SCORES
from core.scoring.sums import mean_covered


@SCORES.register("soft-min", needs={"alignment"})
def soft_min(
    task: Task, candidates: Candidates, *, sharpness: Annotated[float, Between(0.1, 20)] = 2.0
) -> Matrix:
    """Return the soft minimum, over the words of entity and candidate, of how far each is covered.

    A word is covered by the probability of its links into the other span, together at most 1. One
    word without a link costs more than the same lack spread over many words.

    Args:
        task: source entities and an alignment.
        candidates: spans of its target.
        sharpness: how much the least covered words count; near 0 all count alike, as in `bounded`
            with probabilities; the larger, the nearer to the plain minimum.

    Returns:
        Shape (entities, candidates), in [0, 1]; 1 where every word of both is fully covered.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.

    Source: the log of a mean of exponentials; as a score of spans ours.
    """
    entities, alignment = task.entities(), task.need_alignment()
    lack = mean_covered(
        alignment.matrix(), entities, candidates, lambda covered: -np.expm1(-sharpness * covered)
    )
    return np.asarray(np.clip(-np.log1p(-lack) / sharpness, 0.0, 1.0))
