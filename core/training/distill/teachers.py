"""Teachers: tag probabilities on one text, their columns made the same, and put together."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from core.domain.task import TagProbs
from core.errors import InputError
from core.training.distill.loss import NO_LABEL

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def common_labels(teachers: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return `O`, then `B-` and `I-` of every class that some teacher knows, by class."""
    classes = sorted({tag[2:] for labels in teachers for tag in labels if tag != "O"})
    if not classes:
        raise InputError("the teachers know no entity label; their tags look like O, B-PER, I-PER")
    return ("O", *(f"{prefix}-{label}" for label in classes for prefix in "BI"))


def in_columns(tagged: TagProbs, labels: Sequence[str]) -> Floats:
    """Return probabilities with columns as in `labels`, rows adding up to 1.

    A label that the teacher does not know gets 0. Shape (tokens, labels).

    Raises:
        InputError: the teacher knows a label that `labels` has not.
    """
    column = {tag: k for k, tag in enumerate(labels)}
    if unknown := [tag for tag in tagged.labels if tag not in column]:
        raise InputError(f"a teacher has the label {unknown[0]!r}; known: {', '.join(labels)}")
    found = np.zeros((len(tagged.probs), len(labels)))
    found[:, [column[tag] for tag in tagged.labels]] = tagged.probs
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def combine(probs: Sequence[Floats], weights: Floats) -> Floats:
    """Return `sum over k of weights[k] * probs[k]`, of one sentence.

    Args:
        probs: one array a teacher, all of shape (tokens, labels).
        weights: shape (teachers,), adding up to 1.

    Source: Wu et al. 2020, arxiv.org/abs/2004.12440 (multi-source teachers).
    """
    return np.asarray(np.einsum("k,ktc->tc", weights, np.stack(list(probs))))


def unanimous(probs: Sequence[Floats]) -> Ints:
    """Return each token's column where all teachers find the same most probable, else NO_LABEL.

    Of columns equally probable the first counts. Shape (tokens,).

    Source: Wu et al. 2020, arxiv.org/abs/2007.07683 (UniTrans: labels that all models give).
    """
    best = np.stack([p.argmax(axis=1) for p in probs])
    return np.where((best == best[0]).all(axis=0), best[0], NO_LABEL)
