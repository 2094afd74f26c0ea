"""What the tag probabilities of a target-language tagger say of classes and of spans."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from core.domain.task import TagProbs


def classes(tags: TagProbs) -> dict[str, tuple[int, int]]:
    """Return for each class the columns of its `B-` and `I-` tag, in order of the columns.

    Where a tagger knows only one of the two, that one stands for both.
    """
    found: dict[str, dict[str, int]] = {}
    for column, tag in enumerate(tags.labels):
        prefix, _, label = tag.partition("-")
        if label:
            found.setdefault(label, {})[prefix] = column
    return {
        label: (c.get("B", c.get("I", -1)), c.get("I", c.get("B", -1)))
        for label, c in found.items()
    }


def spelt(tags: TagProbs) -> Iterator[tuple[int, int, str]]:
    """Yield the spans that the most probable tags spell, with their class, left to right.

    `B-x` starts a span, and so does an `I-x` that continues none; of tags equally probable the
    one in the first column counts.
    """
    start, open_label = 0, ""
    best = tags.probs.argmax(axis=1).tolist() if tags.labels else []
    for j, column in enumerate([*best, None]):
        prefix, _, label = ("O" if column is None else tags.labels[column]).partition("-")
        if open_label and not (prefix == "I" and label == open_label):
            yield start, j, open_label
            open_label = ""
        if label and not open_label:
            start, open_label = j, label


def span_scores(
    tags: TagProbs, start: NDArray[np.int32], end: NDArray[np.int32]
) -> dict[str, NDArray[np.float64]]:
    """Return for each class how probable spans `[start, end)` are, shape (spans,), in [0, 1].

    The mean of the probability of `B-` at the first token and of `I-` at the others.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (NER score, without its factor).
    """
    length = end - start
    found = {}
    for label, (b, i) in classes(tags).items():
        upto = np.concatenate([[0.0], np.cumsum(tags.probs[:, i])])
        inside = upto[end] - upto[start + 1]
        found[label] = np.clip((tags.probs[start, b] + inside) / length, 0.0, 1.0)
    return found


def consistent(
    tags: TagProbs, start: NDArray[np.int32], end: NDArray[np.int32]
) -> dict[str, NDArray[np.bool_]]:
    """Return for each class whether the most probable tags spell just this entity, shape (spans,).

    That is `B-` at the first token and `I-` at all others.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (its released code).
    """
    best = tags.probs.argmax(axis=1)
    found = {}
    for label, (b, i) in classes(tags).items():
        upto = np.concatenate([[0], np.cumsum(best == i)])
        found[label] = (best[start] == b) & (upto[end] - upto[start + 1] == end - start - 1)
    return found
