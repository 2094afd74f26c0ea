"""Score: how well a candidate translates an entity, as a translation model sees it."""

from typing import Annotated

import numpy as np

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.registry import Between
from core.scoring.shelf import SCORES


@SCORES.register("translation", needs={"translation_scores"}, lossy=True)
def translation(
    task: Task,
    candidates: Candidates,
    *,
    threshold: Annotated[float, Between(0, 1)] = 0.1,
) -> Matrix:
    """Return the translation score that a file gives for just this entity and this candidate.

    The file should hold the mean of both directions, each the probability of a phrase given the
    other, set against its probability given itself.

    Args:
        task: source entities, and translation scores of the pair.
        candidates: spans of its target.
        threshold: only scores above it count.

    Returns:
        Shape (entities, candidates), >= 0; 0 where the file has nothing for the two spans. Of
        several scores for the same two spans the highest counts.

    Raises:
        MissingInputError: no translation scores, or nobody has annotated the source.

    Source: Vamvas and Sennrich 2022, arxiv.org/abs/2204.13692 (direct translation probability);
    Shkalikov 2025, arxiv.org/abs/2501.18750 (as a score of candidates, with the threshold).
    """
    entities = {(e.start, e.end): k for k, e in enumerate(task.entities())}
    columns = {span: t for t, span in enumerate(candidates.spans())}
    found = np.zeros((len(entities), len(candidates)))
    for a, b, c, d, score in task.need_translation_scores():
        row, column = entities.get((a, b)), columns.get((c, d))
        if row is not None and column is not None and score > threshold:
            found[row, column] = max(found[row, column], score)
    return found
