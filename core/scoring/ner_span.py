"""Score: what a tagger of the target language thinks of a candidate as an entity of any class."""

from typing import Annotated

import numpy as np

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.registry import Between
from core.scoring.class_scores import When, above, class_scores
from core.scoring.shelf import SCORES


@SCORES.register("ner-span", needs={"tag_probs"}, lossy=True)
def ner_span(
    task: Task,
    candidates: Candidates,
    *,
    boost: Annotated[float, Between(1, 2)] = 1.15,
    when: When = "consistent",
    threshold: Annotated[float, Between(0, 1)] = 0.05,
) -> Matrix:
    """Return the best `ner` score of a candidate over all classes, the same for every entity.

    Another score chooses the entity: this one says only that the candidate is one, so the labels
    of source and tagger need not be the same.

    Args:
        task: source entities, and tag probabilities of its target.
        candidates: spans of its target.
        boost: factor for each token of a candidate but the first.
        when: boost only candidates that the most probable tags spell as one entity, or all.
        threshold: only scores above it count.

    Returns:
        Shape (entities, candidates), >= 0; 0 where the tagger knows no class.

    Raises:
        MissingInputError: no tag probabilities, or nobody has annotated the source.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (NER span score).
    """
    scores = class_scores(task.need_tag_probs(), candidates, boost=boost, when=when)
    best = np.max([np.zeros(len(candidates)), *scores.values()], axis=0)
    return np.tile(above(best, threshold), (len(task.entities()), 1))
