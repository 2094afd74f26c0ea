"""Likeness learned from telling the source languages apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError
from core.training.fit import seeded

if TYPE_CHECKING:
    import torch

Floats = NDArray[np.float64]
RANK = 64
GAMMA = 0.01


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the likeness is learned.

    Args:
        rank: width r in which sentences and languages are compared.
        gamma: weight of the penalty.
        epochs: times that every sentence is seen.
        batch: sentences a step.
        rate: learning rate.
        decay: of weights.
        seed: of everything drawn.

    Source: Wu et al. 2020, arxiv.org/abs/2004.12440 (all numbers).
    """

    rank: int = RANK
    gamma: float = GAMMA
    epochs: int = 10
    batch: int = 32
    rate: float = 1e-4
    decay: float = 1e-5
    seed: int = 0


def likeness(
    g: "torch.Tensor",
    languages: "torch.Tensor",
    u: "torch.Tensor",
    u0: "torch.Tensor",
    v: "torch.Tensor",
    v0: "torch.Tensor",
) -> "torch.Tensor":
    """Return `score(x, k) = (U g(x) + u0) . (V mu_k + v0)`, shape (n, K).

    Args:
        g: vectors of sentences, shape (n, h).
        languages: M, one row mu_k a language, shape (K, h).
        u: shape (r, h).
        u0: shape (r,).
        v: shape (r, h).
        v0: shape (r,).

    Source: Wu et al. 2020, arxiv.org/abs/2004.12440.
    """
    return (g @ u.T + u0) @ (languages @ v.T + v0).T


def telling_apart(
    scores: "torch.Tensor", k: "torch.Tensor", languages: "torch.Tensor", gamma: float
) -> "torch.Tensor":
    """Return the mean cross-entropy over languages `+ gamma * ||M^T M - I||_F^2`.

    Args:
        scores: shape (n, K).
        k: the language of each sentence, shape (n,).
        languages: M, shape (K, h); the identity is of size h.
        gamma: weight of the penalty, >= 0.

    Source: Wu et al. 2020, arxiv.org/abs/2004.12440.
    """
    import torch

    gram = languages.T @ languages
    off = gram - torch.eye(len(gram), dtype=gram.dtype)
    return torch.nn.functional.cross_entropy(scores, k) + gamma * (off * off).sum()


def learned_scores(
    sources: Sequence[Floats], target: Floats, recipe: Recipe | None = None
) -> Floats:
    """Return how like each language every target sentence is, shape (sentences, languages).

    Language embeddings begin at the mean vector of their text and are learned with the rest; the
    vectors of sentences stay as they are.

    Args:
        sources: vectors of the sentences of each language, shape (n_k, h), n_k >= 1.
        target: vectors of the target sentences, shape (n, h).
        recipe: how it is learned; None takes the paper's.

    Raises:
        InputError: fewer than two languages; one has nothing to be told from.

    Source: Wu et al. 2020, arxiv.org/abs/2004.12440 (language-identification task).
    """
    import torch

    if len(sources) < 2 or not all(len(rows) for rows in sources):
        raise InputError("likeness is learned from the texts of at least two teachers, none empty")
    how = recipe or Recipe()
    width = target.shape[1]
    g = torch.tensor(np.concatenate(list(sources)), dtype=torch.float32)
    k = torch.tensor(np.repeat(np.arange(len(sources)), [len(rows) for rows in sources]))
    means = np.stack([rows.mean(axis=0) for rows in sources])
    languages = torch.tensor(means, dtype=torch.float32, requires_grad=True)
    with seeded(how.seed):
        left, right = (torch.nn.Linear(width, how.rank) for _ in range(2))
        parts = (left.weight, left.bias, right.weight, right.bias)
        optimiser = torch.optim.AdamW([languages, *parts], lr=how.rate, weight_decay=how.decay)
        for _ in range(how.epochs):
            order = torch.randperm(len(g))
            for start in range(0, len(g), how.batch):
                places = order[start : start + how.batch]
                scores = likeness(g[places], languages, *parts)
                value = telling_apart(scores, k[places], languages, how.gamma)
                optimiser.zero_grad()
                value.backward()  # type: ignore[no-untyped-call]  # (torch leaves it untyped)
                optimiser.step()
        with torch.inference_mode():
            at = torch.tensor(target, dtype=torch.float32)
            found: Floats = likeness(at, languages, *parts).double().numpy()
    return found
