"""From tag probabilities to tags that spell entities."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.domain.entity import Entity, from_iob2
from core.errors import TagError

_FLOOR = 1e-30


def decode(labels: Sequence[str], probs: NDArray[np.float64]) -> tuple[Entity, ...]:
    """Return the entities of the most probable tag sequence."""
    return from_iob2(best_tags(labels, probs))


def best_tags(labels: Sequence[str], probs: NDArray[np.float64]) -> tuple[str, ...]:
    """Return the most probable tags among those in which every `I-` continues an entity.

    Tokens are taken as independent but for that rule, so that of all IOB2 sequences the one with
    the largest product of probabilities comes out (Viterbi); of equal ones the one whose last tag
    stands first in `labels`, then the one before it, and so on.

    Args:
        labels: IOB2 tags, one a column.
        probs: shape (tokens, labels), in [0, 1].

    Raises:
        TagError: no IOB2 tag can start a sentence, since all labels are `I-` tags.

    Source: Wu et al. 2020, arxiv.org/abs/2007.07683 (constrained decoding).
    """
    if not len(probs):
        return ()
    may_start, may_follow = constraints(labels)
    if not may_start.any():
        raise TagError(f"no tag of {', '.join(labels)} can start a sentence in IOB2", token=0)
    scores = np.log(np.maximum(probs, _FLOOR))
    total = np.where(may_start, scores[0], -np.inf)
    came_from = np.zeros(probs.shape, dtype=np.int64)
    for t in range(1, len(probs)):
        ways = np.where(may_follow, total[:, None], -np.inf)
        came_from[t] = ways.argmax(axis=0)
        total = ways.max(axis=0) + scores[t]
    path = [int(total.argmax())]
    for t in range(len(probs) - 1, 0, -1):
        path.append(int(came_from[t, path[-1]]))
    return tuple(labels[column] for column in reversed(path))


def constraints(labels: Sequence[str]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which tags may start a sentence, and which may follow which.

    Returns:
        Shapes (labels,) and (labels, labels); row before, column after.
    """
    inside = [tag.startswith("I-") for tag in labels]
    start = np.array([not i for i in inside])
    follow = np.array(
        [
            [not i or before[1:] == after[1:] for after, i in zip(labels, inside, strict=True)]
            for before in labels
        ]
    )
    return start, follow
