"""Candidates: the spans of a file."""

from core.candidates.shelf import CANDIDATES
from core.domain.candidate import Candidates
from core.domain.task import Task


@CANDIDATES.register("supplied", needs={"spans"}, lossy=True)
def supplied(task: Task) -> Candidates:
    """Return the spans that a file proposes for the target; their labels are left aside.

    An entity gives its own label to what it is matched with, so a span proposed for one class may
    go to an entity of another.

    Args:
        task: with the spans of its pair.

    Returns:
        Every proposed span once.

    Raises:
        MissingInputError: there are no spans for this pair; names the file that brings them.

    Source: García-Ferrero et al. 2023, arxiv.org/abs/2212.10548 (candidates that a model writes).
    """
    return Candidates.of({(s.start, s.end) for s in task.need_spans()}, origin="supplied")
