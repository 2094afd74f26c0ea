"""Tag probabilities of a source sentence, carried over to the target words of its projections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain.projection import Projection
from core.domain.tagging import classes
from core.domain.task import TagProbs
from core.errors import InputError

_DROPPED = "O"


@dataclass(frozen=True, slots=True, eq=False)
class Carried:
    """What a source tagger says of target words.

    Args:
        labels: IOB2 tags, one a column.
        probs: shape (target tokens, labels); rows of words that nothing was projected on are 0.
        reached: shape (target tokens,), whether the word has a projection.
    """

    labels: tuple[str, ...]
    probs: NDArray[np.float64]
    reached: NDArray[np.bool_]


def carried(source: TagProbs, projections: Sequence[Projection], length: int) -> Carried:
    """Return the probabilities that picks take over from the words of their source entities.

    The first word of a pick gets those of the entity's first word, the others those of its last.
    Where the entity is a single word, the others get its own with `B-` and `I-` swapped, since no
    word of the source continues it.

    Args:
        source: of a tagger over the source sentence.
        projections: of the source entities; where picks overlap the first counts.
        length: of the target, in tokens.

    Raises:
        InputError: an entity or a pick ends outside its sentence.

    Source: Ebing and Glavaš 2025, arxiv.org/abs/2505.10507 (its released code).
    """
    n = len(source.probs)
    probs = np.zeros((length, len(source.labels)))
    reached = np.zeros(length, dtype=np.bool_)
    swapped = _swapped(source)
    for projection in projections:
        start, end = projection.entity.start, projection.entity.end
        if end > n or any(pick.end > length for pick in projection.picks):
            raise InputError(
                f"{projection.entity} or a pick of it lies outside {n} rows of source "
                f"probabilities and {length} target tokens; both have to be of one tokenisation"
            )
        rest = source.probs[start][swapped] if end - start == 1 else source.probs[end - 1]
        for pick in projection.picks:
            for j in range(pick.start, pick.end):
                if not reached[j]:
                    probs[j] = source.probs[start] if j == pick.start else rest
                    reached[j] = True
    return Carried(source.labels, probs, reached)


def relabelled(tagged: TagProbs, label_map: Mapping[str, str]) -> TagProbs:
    """Return probabilities of mapped labels, as a method maps them; those of one label add up.

    Args:
        tagged: of a source tagger.
        label_map: label to label; `O` drops one, and its probability goes to `O`.
    """
    names = [_mapped(tag, label_map) for tag in tagged.labels]
    labels = tuple(dict.fromkeys(names))
    probs = np.zeros((len(tagged.probs), len(labels)))
    for column, name in enumerate(names):
        probs[:, labels.index(name)] += tagged.probs[:, column]
    return TagProbs(labels, np.clip(probs, 0.0, 1.0))


def _mapped(tag: str, label_map: Mapping[str, str]) -> str:
    prefix, _, label = tag.partition("-")
    new = label_map.get(label, label)
    return f"{prefix}-{new}" if label and new != _DROPPED else _DROPPED


def _swapped(tagged: TagProbs) -> NDArray[np.int64]:
    """Return the order of columns with `B-` and `I-` of each class in each other's place."""
    order = np.arange(len(tagged.labels))
    for b, i in classes(tagged).values():
        order[b], order[i] = i, b
    return order
