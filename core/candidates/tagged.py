"""Candidates: the spans that a tagger of the target language finds."""

from typing import Annotated

import numpy as np

from core.candidates.shelf import CANDIDATES
from core.domain.candidate import Candidates
from core.domain.tagging import span_scores, spelt
from core.domain.task import Task
from core.registry import Between


@CANDIDATES.register("tagged", needs={"tag_probs"}, lossy=True)
def tagged(
    task: Task,
    *,
    sub_ranges: bool = False,
    min_score: Annotated[float, Between(0, 1)] = 0.0,
) -> Candidates:
    """Return the spans that the most probable tags spell; their labels are left aside.

    An `I-` tag that continues nothing starts a span, as `B-` does.

    Args:
        task: with tag probabilities of its target.
        sub_ranges: also return every span inside those.
        min_score: leave out spans without a class of at least this mean probability.

    Returns:
        Spans without overlap, or with `sub_ranges` all that lie within them.

    Raises:
        MissingInputError: there are no tag probabilities; names the file that brings them.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (candidates of a tagger, their label ignored,
    and dropping those with a low score).
    """
    tags = task.need_tag_probs()
    whole = [(start, end) for start, end, _ in spelt(tags)]
    spans = set(whole)
    if sub_ranges:
        for start, end in whole:
            spans.update((a, b) for a in range(start, end) for b in range(a + 1, end + 1))
    found = Candidates.of(spans, origin="tagged")
    if not min_score or not len(found):
        return found
    best = np.max(list(span_scores(tags, found.start, found.end).values()), axis=0)
    kept = (s for s, score in zip(found.spans(), best, strict=True) if score >= min_score)
    return Candidates.of(kept, origin="tagged")
