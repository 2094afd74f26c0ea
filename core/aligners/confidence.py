"""How sure a link is: a probability from both directions' posteriors and what lies around it.

What a cell is made of, besides a constant: the logits of both posteriors, the higher of the two,
the better diagonal neighbour against the usual order, the better neighbours in row and column, the
best rivals in row and column, rivals that are neighbours (then a phrase), how far both words are
left without a partner, likeness of form, and whether just one of the two is punctuation.

That is looked at twice: the second look also goes by how probable the first one found the best
rivals in row and column, and all rivals together, which says how many partners a word has already.
"""

import numpy as np
from numpy.typing import NDArray

from core.aligners import workers
from core.aligners.corpus import Corpus
from core.aligners.wordclasses import MARK

Floats = NDArray[np.float64]
Small = NDArray[np.float32]

LEAST = 0.02
"""Cells with a lower mean of both posteriors are no links."""

FIRST = (-0.763, 0.223, 0.546, 1.035, 1.501, -0.899, 0.546, 1.421, 0.686, -2.582)
"""Fitted to gold links of English and French by logistic regression (`bench/confidence.py`)."""

WEIGHTS = (
    *(0.503, 0.166, 0.154, 1.044, 2.055, -0.740, 0.091, 1.019, 0.441, -2.915),
    *(-0.867, -0.515),
)
"""The same of the second look."""


def probabilities(
    corpus: Corpus,
    classes: tuple[NDArray[np.int64], NDArray[np.int64]],
    form: Floats,
    posteriors: Small,
) -> Small:
    """Return the probability of each cell that the posteriors cover, shape (cells,)."""
    return _run(corpus, classes, form, posteriors, np.array(WEIGHTS))[:, 0]


def features(
    corpus: Corpus,
    classes: tuple[NDArray[np.int64], NDArray[np.int64]],
    form: Floats,
    posteriors: Small,
) -> Small:
    """Return what the probability of each cell is made of, shape (cells, weights); 0 for none."""
    return _run(corpus, classes, form, posteriors, np.zeros(0))


def _run(
    corpus: Corpus,
    classes: tuple[NDArray[np.int64], NDArray[np.int64]],
    form: Floats,
    posteriors: Small,
    weights: Floats,
) -> Small:
    out = np.zeros((posteriors.shape[1], 1 if len(weights) else len(WEIGHTS)), dtype=np.float32)
    marks = tuple(of == MARK for of in classes)

    def part(first: int, step: int) -> None:
        workers.kernels().features(
            first, step, *corpus.arrays(), corpus.source, corpus.target, *marks, form,
            posteriors, LEAST, np.array(FIRST), weights, out,
        )  # fmt: skip

    workers.shared_out(part, len(corpus))
    return out
