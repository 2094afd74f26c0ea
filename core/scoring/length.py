"""Score: how well the length of a candidate fits that of an entity."""

from itertools import accumulate
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.task import Task
from core.scoring.shelf import SCORES


@SCORES.register("length", lossy=True)
def length(
    task: Task,
    candidates: Candidates,
    *,
    unit: Literal["characters", "tokens"] = "characters",
    relative: bool = True,
) -> Matrix:
    """Return the shorter length divided by the longer one.

    Meant to be fused with a small weight: it speaks of every candidate of a fitting length, links
    or not, so a price for staying unprojected has to go with it.

    Args:
        task: source entities.
        candidates: spans of its target.
        unit: characters of the tokens (spaces between them do not count, so that it does not
            matter whether a script has any), or tokens.
        relative: measure both against their sentences, for a language or script that says the
            same in fewer characters or tokens.

    Returns:
        Shape (entities, candidates), in (0, 1].

    Raises:
        MissingInputError: nobody has annotated the source.

    Source: ours, after Gale and Church 1993, aclanthology.org/J93-1004 (lengths of translations).
    """
    source, target = (_upto(tokens, unit) for tokens in (task.source.tokens, task.target))
    own = np.array([source[e.end] - source[e.start] for e in task.entities()]).reshape(-1, 1)
    there = target[candidates.end] - target[candidates.start]
    factor = source[-1] / target[-1] if relative else 1.0
    ratio = there * factor / own
    return np.asarray(np.minimum(ratio, 1.0 / ratio))


def _upto(tokens: tuple[str, ...], unit: str) -> NDArray[np.float64]:
    """Return the length of everything before each token, and of all."""
    sizes = map(len, tokens) if unit == "characters" else (1 for _ in tokens)
    return np.array([0, *accumulate(sizes)], dtype=np.float64)
