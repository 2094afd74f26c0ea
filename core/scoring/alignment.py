"""Score: the share of tokens that the links between an entity and a candidate account for."""

import numpy as np

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.scoring.shelf import SCORES


@SCORES.register("alignment", needs={"alignment"})
def alignment(task: Task, candidates: Candidates, *, weighted: bool = False) -> Matrix:
    """Return 2 H / (|s| + |t|), H the number of links between entity s and candidate t.

    Not bounded by 1 where links are many-to-many: 2 x 2 tokens, all linked, score 2.

    Args:
        task: source entities and an alignment.
        candidates: spans of its target.
        weighted: count a link as its probability instead of as one.

    Returns:
        Shape (entities, candidates), >= 0.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (alignment-based score).
    """
    entities = task.entities()
    owner = {i: k for k, e in enumerate(entities) for i in range(e.start, e.end)}
    hits = np.zeros((len(entities), len(task.target) + 1))
    for i, j, p in task.need_alignment().links:
        if (k := owner.get(i)) is not None:
            hits[k, j + 1] += p if weighted and p is not None else 1.0
    upto = hits.cumsum(axis=1)
    lengths = np.array([[e.end - e.start] for e in entities], dtype=np.int32).reshape(-1, 1)
    inside = upto[:, candidates.end] - upto[:, candidates.start]
    return np.asarray(2.0 * inside / (lengths + (candidates.end - candidates.start)))
