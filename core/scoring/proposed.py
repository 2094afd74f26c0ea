"""Score: whether a candidate was proposed for an entity of just this label."""

import numpy as np

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.scoring.shelf import SCORES


@SCORES.register("proposed", needs={"spans"}, lossy=True)
def proposed(task: Task, candidates: Candidates) -> Matrix:
    """Return 1 where a supplied span is the candidate and has the entity's label, else 0.

    A supplied span without a label is one for every entity. So a method can go by the labels of
    markers or of a model, which the candidates `supplied` leave aside.

    Args:
        task: source entities, and the supplied spans of its pair.
        candidates: spans of its target.

    Returns:
        Shape (entities, candidates), 0 or 1.

    Raises:
        MissingInputError: no supplied spans, or nobody has annotated the source.

    Source: ours.
    """
    columns = {span: t for t, span in enumerate(candidates.spans())}
    entities = task.entities()
    found = np.zeros((len(entities), len(candidates)))
    for span in task.need_spans():
        column = columns.get((span.start, span.end))
        if column is None:
            continue
        for row, entity in enumerate(entities):
            if span.label in {None, entity.label}:
                found[row, column] = 1.0
    return found
