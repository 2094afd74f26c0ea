"""Score: a bonus for spans that fill the gap between two runs linked to one entity."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import numpy as np

from core.domain.alignment import stretches
from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.registry import Between
from core.scoring.shelf import SCORES


@SCORES.register("filled-gap", needs={"alignment"}, lossy=True, bonus=True)
def filled_gap(
    task: Task,
    candidates: Candidates,
    *,
    gap: Annotated[int, Between(1, 10)] = 1,
    only_even: bool = True,
) -> Matrix:
    """Return 1 for candidates made of runs linked to the entity and short gaps between, else 0.

    Meant to be fused with a small weight, with which a matcher fills gaps as heuristics do where
    `alignment` would leave it to chance: of two runs of one word each, with a gap of one, the
    merged span scores there just as much as either run. It should never be the only score.

    Args:
        task: source entities and an alignment.
        candidates: spans of its target.
        gap: longest gap, in tokens; all of them without any link.
        only_even: only where, by `alignment`, the merged span is no worse than its longest run:
            b * |s| >= a * g for a longest run of a tokens, b in the others, g in the gaps.

    Returns:
        Shape (entities, candidates), 0 or 1.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.

    Source: the condition follows from the alignment score of Shkalikov 2025,
        arxiv.org/abs/2501.18750; the bonus is ours.
    """
    entities, alignment = task.entities(), task.need_alignment()
    linked = {link.j for link in alignment.links}
    column = {span: t for t, span in enumerate(candidates.spans())}
    bonus = np.zeros((len(entities), len(candidates)))
    for k, entity in enumerate(entities):
        runs = stretches(alignment.targets_of(entity.start, entity.end))
        for merged in _merged(runs, gap, linked):
            lengths = [end - start for start, end in merged]
            start, end = merged[0][0], merged[-1][1]
            longest, gaps = max(lengths), end - start - sum(lengths)
            even = (sum(lengths) - longest) * (entity.end - entity.start) >= longest * gaps
            if (even or not only_even) and (t := column.get((start, end))) is not None:
                bonus[k, t] = 1.0
    return bonus


def _merged(
    runs: Sequence[tuple[int, int]], gap: int, linked: set[int]
) -> Iterator[Sequence[tuple[int, int]]]:
    """Yield two or more runs in a row, with nothing but short gaps without links between them."""
    for first in range(len(runs)):
        for last in range(first + 1, len(runs)):
            left, right = runs[last - 1][1], runs[last][0]
            if right - left > gap or not linked.isdisjoint(range(left, right)):
                break
            yield runs[first : last + 1]
