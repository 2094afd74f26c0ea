"""Score: the share of words of an entity and a candidate that are linked to each other."""

import numpy as np

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.scoring.shelf import SCORES
from core.scoring.sums import mean_covered


@SCORES.register("bounded", needs={"alignment"})
def bounded(task: Task, candidates: Candidates, *, weighted: bool = False) -> Matrix:
    """Return (covered words of s + covered words of t) / (|s| + |t|) for entity s, candidate t.

    A word is covered where a link leads from it into the other span, so that many links of one
    word count once: unlike `alignment` it never exceeds 1.

    Args:
        task: source entities and an alignment.
        candidates: spans of its target.
        weighted: a word is covered by the probability of its links, together at most 1.

    Returns:
        Shape (entities, candidates), in [0, 1].

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (suggested there as "or" in place of a sum).
    """
    entities, alignment = task.entities(), task.need_alignment()
    cells = alignment.matrix() if weighted else _cells(task)
    return mean_covered(cells, entities, candidates, lambda covered: covered)


def _cells(task: Task) -> Matrix:
    """Return 1 for every link, whatever its probability, shape (source, target)."""
    alignment = task.need_alignment()
    cells = np.zeros((alignment.n, alignment.m))
    for i, j, _ in alignment.links:
        cells[i, j] = 1.0
    return cells
