"""Ensemble-Train-Test: a target tagger and projected source tags, averaged word by word."""

import numpy as np
from numpy.typing import NDArray

from core.domain.task import TagProbs
from core.errors import InputError, OptionError
from core.projection.carried_probs import Carried


def ensemble(train: TagProbs, test: Carried, *, weight: float = 0.5) -> TagProbs:
    """Return the weighted mean of both where something was projected, else the tagger's own.

    Columns are those of the tagger, then what only the projection knows; a label that one of the
    two does not know has probability 0 there. Rows add up to 1.

    Args:
        train: of a tagger of the target language (translate-train).
        test: what was projected on the same words (translate-test).
        weight: of the projection, in [0, 1]; the tagger has the rest.

    Raises:
        InputError: the two do not have the same number of words.
        OptionError: the weight lies outside [0, 1].

    Source: Ebing and Glavaš 2025, arxiv.org/abs/2505.10507; weights other than a half are ours.
    """
    if not 0 <= weight <= 1:
        raise OptionError(f"the weight of the projection is {weight}; it has to lie in [0, 1]")
    if len(train.probs) != len(test.probs):
        raise InputError(
            f"{len(train.probs)} rows of tag probabilities for {len(test.probs)} target words; "
            "give one row a word"
        )
    labels = tuple(dict.fromkeys([*train.labels, *test.labels]))
    own = _in_columns(train.labels, train.probs, labels)
    projected = _in_columns(test.labels, test.probs, labels)
    mixed = np.where(test.reached[:, None], (1 - weight) * own + weight * projected, own)
    return TagProbs(labels, mixed / np.maximum(mixed.sum(axis=1, keepdims=True), _LEAST))


_LEAST = 1e-12
"""Keeps a row without any probability from being divided by 0."""


def _in_columns(
    known: tuple[str, ...], probs: NDArray[np.float64], labels: tuple[str, ...]
) -> NDArray[np.float64]:
    """Return probabilities with columns as in `labels`, rows that are not empty adding up to 1."""
    found = np.zeros((len(probs), len(labels)))
    found[:, [labels.index(tag) for tag in known]] = probs
    return np.asarray(found / np.maximum(found.sum(axis=1, keepdims=True), _LEAST))
