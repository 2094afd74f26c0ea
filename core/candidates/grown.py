"""Candidates: aligned spans, and those with their ends moved a little."""

from typing import Annotated

from core.candidates.aligned import aligned
from core.candidates.shelf import CANDIDATES
from core.domain.candidate import Candidates
from core.domain.task import Task
from core.registry import Between


@CANDIDATES.register("grown", needs={"alignment"}, lossy=True)
def grown(task: Task, *, by: Annotated[int, Between(0, 5)] = 1) -> Candidates:
    """Return the spans of `aligned`, words that look alike included, with each end moved by words.

    For a score that can tell more than which words are linked: an article that belongs to the name
    without being linked, a linked preposition that does not.

    Args:
        task: source entities and an alignment.
        by: how many words an end is moved at most, outwards or inwards.

    Returns:
        At most (2 `by` + 1) squared candidates for each aligned one.

    Raises:
        MissingInputError: the task has no alignment, or nobody has annotated the source.

    Source: ours.
    """
    steps = range(-by, by + 1)
    spans = {
        (start + left, end + right)
        for start, end in aligned(task, alike=True).spans()
        for left in steps
        for right in steps
        if 0 <= start + left < end + right <= len(task.target)
    }
    return Candidates.of(spans, origin="grown")
