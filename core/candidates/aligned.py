"""Candidates: the stretches between two target tokens linked to one entity."""

from typing import Annotated

from core.candidates.shelf import CANDIDATES
from core.domain.candidate import Candidates
from core.domain.task import Task
from core.registry import Between
from core.text.looks import alike as alike_cells
from core.text.looks import look

ALIKE = 0.5
"""Words more alike than this may be the ends of a candidate; as in the score `coverage`."""


@CANDIDATES.register("aligned", needs={"alignment"})
def aligned(
    task: Task, *, max_len: Annotated[int, Between(0, 1000)] = 0, alike: bool = False
) -> Candidates:
    """Return every target span whose two end tokens are linked to one and the same entity.

    Nothing is lost against all spans where an unlinked border token lowers the score, as it does
    for `alignment` and `coverage`: shrinking a candidate to its outermost links raises its score
    and only removes overlaps. `coverage` also counts words that look alike, so it wants `alike`.

    Args:
        task: source entities and an alignment.
        max_len: longest span in tokens; 0 means no limit.
        alike: let spans also end at words that look like a word of the entity, in any script.

    Returns:
        At most k * (k + 1) / 2 candidates for an entity with k such target tokens.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (aligned sub-ranges); the two linked ends and
    the proof for single entities are ours.
    """
    alignment = task.need_alignment()
    longest = max_len or len(task.target)
    owner = {i: k for k, e in enumerate(task.entities()) for i in range(e.start, e.end)}
    ends: list[set[int]] = [set() for _ in task.entities()]
    for i, j, _ in alignment.links:
        if (k := owner.get(i)) is not None:
            ends[k].add(j)
    if alike and owner:
        _add_alike(task, owner, ends)
    spans: set[tuple[int, int]] = set()
    for targets in ends:
        spans.update((a, b + 1) for a in targets for b in targets if 0 <= b - a < longest)
    return Candidates.of(spans, origin="aligned")


def _add_alike(task: Task, owner: dict[int, int], ends: list[set[int]]) -> None:
    """Add (in place) the target positions of words that look like a word of each entity."""
    whose = list(owner.values())
    for r, j, likeness in alike_cells(tuple(task.source.tokens[i] for i in owner), task.target):
        if likeness > ALIKE and not look(task.target[j]).short:
            ends[whose[r]].add(j)
