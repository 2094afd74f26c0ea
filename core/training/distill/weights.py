"""How much each teacher counts: from scores of likeness between the text and their languages."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def sharpness(scores: Floats) -> float:
    """Return tau, 1 / the variance of all scores; 0, so that all weights are equal, where they are.

    Args:
        scores: shape (sentences, teachers); the variance is that of these numbers (divided by
            their count, not by one less).

    Source: Wu et al. 2020, arxiv.org/abs/2004.12440.
    """
    variance = float(np.var(scores))
    return 1.0 / variance if variance > 0 else 0.0


def sentence_weights(scores: Floats) -> Floats:
    """Return `softmax over k of tau * score(x, k)` for each sentence, shape (sentences, teachers).

    Source: Wu et al. 2020, arxiv.org/abs/2004.12440 (weights of each sentence).
    """
    sharp = sharpness(scores) * scores
    powers = np.exp(sharp - sharp.max(axis=1, keepdims=True))
    found: Floats = powers / powers.sum(axis=1, keepdims=True)
    return found


def domain_weights(scores: Floats) -> Floats:
    """Return the mean of the sentences' weights, shape (teachers,): one weight for all the text.

    Source: Wu et al. 2020, arxiv.org/abs/2004.12440 (weights of the domain, its default).
    """
    found: Floats = sentence_weights(scores).mean(axis=0)
    return found


def cosine_scores(target: Floats, means: Floats) -> Floats:
    """Return the cosine of each sentence with each language's mean, shape (sentences, teachers).

    Args:
        target: vectors of the target sentences, shape (sentences, width).
        means: mean vectors of the teachers' texts, shape (teachers, width).

    Source: Wu et al. 2020, arxiv.org/abs/2004.12440 (an alternative in its released code).
    """
    return np.asarray(_unit(target) @ _unit(means).T)


def _unit(rows: Floats) -> Floats:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1.0))
