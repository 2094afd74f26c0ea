"""Score: how much speaks for a candidate to begin and end where it does."""

from typing import Annotated

import numpy as np

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.registry import Between
from core.scoring.shelf import SCORES
from core.scoring.sums import between, rows_of
from core.text.looks import look


@SCORES.register("border", needs={"alignment"})
def border(
    task: Task,
    candidates: Candidates,
    *,
    unlinked: Annotated[float, Between(0, 1)] = 0.25,
    short_words: Annotated[float, Between(0, 1)] = 0.5,
) -> Matrix:
    """Return the mean evidence of the four words at the ends: first, last, before and after.

    The first and the last word should be linked to the entity: each counts the probability of
    that, the rest of it `unlinked` where nothing else is linked to it either, and nothing where
    it is linked elsewhere. Short words (up to three small letters) and punctuation at an end count
    `short_words` of their links and nothing without one. The words before and after should not be
    linked to the entity: each counts the probability that it is not; the edge of the sentence
    counts in full.

    Args:
        task: source entities and an alignment.
        candidates: spans of its target.
        unlinked: what a longer word without any links counts as an end.
        short_words: what a link to a short word or punctuation counts as an end.

    Returns:
        Shape (entities, candidates), in [0, 1]; 0 where no link leads from entity to candidate.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.

    Source: ours.
    """
    entities, alignment = task.entities(), task.need_alignment()
    if not entities or not len(candidates):
        return np.zeros((len(entities), len(candidates)))
    rows, first = rows_of(entities)
    mass = alignment.matrix()
    own = np.minimum(1.0, np.add.reduceat(mass[rows], first, axis=0))
    free = 1.0 - np.minimum(1.0, mass.sum(axis=0))
    short = np.array([look(token).short for token in task.target])
    ends = np.where(short, short_words * own, own + unlinked * free)
    around = np.pad(1.0 - own, ((0, 0), (1, 1)), constant_values=1.0)
    start, end = candidates.start, candidates.end
    evidence = ends[:, start] + ends[:, end - 1] + around[:, start] + around[:, end + 1]
    linked = between(own, candidates) > 0
    return np.asarray(np.where(linked, np.minimum(1.0, evidence / 4), 0.0))
