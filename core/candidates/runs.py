"""Candidates: runs of target tokens linked to one entity, and what lies between two of them."""

from typing import Annotated

from core.candidates.shelf import CANDIDATES
from core.domain.alignment import stretches
from core.domain.candidate import Candidates
from core.domain.task import Task
from core.registry import Between


@CANDIDATES.register("runs", needs={"alignment"})
def runs(
    task: Task, *, gap: Annotated[int, Between(0, 100)] = 0, sub_ranges: bool = False
) -> Candidates:
    """Return the longest stretches of tokens linked to one entity, and all from one to another.

    Far fewer than `aligned`: k runs make k * (k + 1) / 2 candidates, however long they are.

    Args:
        task: source entities and an alignment.
        gap: tokens not linked to the entity that a run may bridge.
        sub_ranges: also return every span inside a run.

    Returns:
        For each entity its runs, and for each two of them the span from the start of the first to
        the end of the second.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (continuous aligned runs and their merges).
    """
    alignment = task.need_alignment()
    spans: set[tuple[int, int]] = set()
    for entity in task.entities():
        found = stretches(alignment.targets_of(entity.start, entity.end), gap)
        spans.update((start, end) for k, (start, _) in enumerate(found) for _, end in found[k:])
        if sub_ranges:
            for start, end in found:
                spans.update((a, b) for a in range(start, end) for b in range(a + 1, end + 1))
    return Candidates.of(spans, origin="runs")
