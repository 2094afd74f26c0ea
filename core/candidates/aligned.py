"""Candidates: the stretches between two target tokens linked to one entity."""

from typing import Annotated

from core.candidates.shelf import CANDIDATES
from core.domain.candidate import Candidates
from core.domain.task import Task
from core.registry import Between


@CANDIDATES.register("aligned", needs={"alignment"})
def aligned(task: Task, *, max_len: Annotated[int, Between(0, 1000)] = 0) -> Candidates:
    """Return every target span whose two end tokens are linked to one and the same entity.

    Nothing is lost against all spans where an unlinked border token lowers the score, as it does
    for `alignment` and `coverage`: shrinking a candidate to its outermost links raises its score
    and only removes overlaps.

    Args:
        task: source entities and an alignment.
        max_len: longest span in tokens; 0 means no limit.

    Returns:
        At most k * (k + 1) / 2 candidates for an entity with k linked target tokens.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (aligned sub-ranges); the two linked ends and
    the proof for single entities are ours.
    """
    alignment = task.need_alignment()
    longest = max_len or len(task.target)
    owner = {i: k for k, e in enumerate(task.entities()) for i in range(e.start, e.end)}
    linked: list[set[int]] = [set() for _ in task.entities()]
    for i, j, _ in alignment.links:
        if (k := owner.get(i)) is not None:
            linked[k].add(j)
    spans: set[tuple[int, int]] = set()
    for targets in linked:
        spans.update((a, b + 1) for a in targets for b in targets if 0 <= b - a < longest)
    return Candidates.of(spans, origin="aligned")
