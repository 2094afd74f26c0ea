"""Score: what a tagger of the target language thinks of a candidate as an entity of one class."""

from typing import Annotated

import numpy as np

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.registry import Between
from core.scoring.class_scores import When, above, class_scores
from core.scoring.shelf import SCORES


@SCORES.register("ner", needs={"tag_probs"}, lossy=True)
def ner(
    task: Task,
    candidates: Candidates,
    *,
    boost: Annotated[float, Between(1, 2)] = 1.15,
    when: When = "consistent",
    threshold: Annotated[float, Between(0, 1)] = 0.05,
) -> Matrix:
    """Return the mean probability of `B-` and `I-` tags of the entity's label over the candidate.

    Without a boost the most probable word of an entity would beat the whole of it: with 0.9 for
    `B-` and 0.8 for `I-` one word scores 0.9 and both 0.85, but 0.9775 boosted by 1.15. A boost
    above 2 / (1 + M), M = 1 / (number of tags), is always enough. Entities of one label have the
    same scores, so that another score should tell them apart.

    Args:
        task: source entities, and tag probabilities of its target.
        candidates: spans of its target.
        boost: factor for each token of a candidate but the first.
        when: boost only candidates that the most probable tags spell as one entity, or all.
        threshold: only scores above it count.

    Returns:
        Shape (entities, candidates), >= 0; 0 for a label that the tagger does not know.

    Raises:
        MissingInputError: no tag probabilities, or nobody has annotated the source.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (NER score).
    """
    scores = class_scores(task.need_tag_probs(), candidates, boost=boost, when=when)
    none = np.zeros(len(candidates))
    rows = [above(scores.get(e.label, none), threshold) for e in task.entities()]
    return np.array(rows).reshape(len(rows), len(candidates))
