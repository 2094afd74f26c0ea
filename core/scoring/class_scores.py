"""What a tagger thinks of each candidate as an entity of each class: the base of two scores."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.domain.tagging import consistent, span_scores
from core.domain.task import TagProbs

When = Literal["consistent", "always"]

_MOST_TIMES = 100
"""A longer span is raised no further, so that no score leaves the range of numbers."""


def class_scores(
    tags: TagProbs, candidates: Candidates, *, boost: float, when: When
) -> dict[str, NDArray[np.float64]]:
    """Return for each class the mean tag probability, raised for longer spans, shape (candidates,).

    Args:
        tags: tag probabilities of the target.
        candidates: spans of it.
        boost: factor for each token but the first.
        when: raise only spans that the most probable tags spell as one entity of the class, or all.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (NER score; its text raises always, its
    released code only where consistent).
    """
    start, end = candidates.start, candidates.end
    raised = boost ** np.minimum(end - start - 1, _MOST_TIMES).astype(np.float64)
    scores = span_scores(tags, start, end)
    if when == "always":
        return {label: score * raised for label, score in scores.items()}
    one = consistent(tags, start, end)
    return {label: np.where(one[label], score * raised, score) for label, score in scores.items()}


def above(scores: NDArray[np.float64], threshold: float) -> NDArray[np.float64]:
    """Return the scores, those not above the threshold set to 0."""
    return np.where(scores > threshold, scores, 0.0)
