from math import e, log

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.training.distill.likeness import Recipe, learned_scores, likeness, telling_apart
from core.training.distill.vectors import WIDTH, trigram_vectors
from core.training.distill.weights import (
    cosine_scores,
    domain_weights,
    sentence_weights,
    sharpness,
)

# mean 3/2, squared differences 9/4, 1/4, 1/4, 1/4: variance 3/4
SCORES = np.array([[0.0, 2.0], [2.0, 2.0]])
FIRST = 1 / (1 + e ** (8 / 3))


def test_weights_by_hand() -> None:
    assert sharpness(SCORES) == pytest.approx(4 / 3)
    assert sentence_weights(SCORES) == pytest.approx(np.array([[FIRST, 1 - FIRST], [0.5, 0.5]]))
    assert domain_weights(SCORES) == pytest.approx([(FIRST + 0.5) / 2, (1 - FIRST + 0.5) / 2])


def test_equal_scores_give_equal_weights() -> None:
    assert domain_weights(np.full((3, 4), 7.0)).tolist() == [0.25] * 4


@given(st.integers(1, 6), st.integers(1, 4), st.floats(-1e3, 1e3), st.integers(0, 999))
def test_weights_are_shares_that_a_shift_does_not_change(n, k, shift, seed) -> None:
    scores = np.random.default_rng(seed).normal(size=(n, k)) * 10
    found = sentence_weights(scores)
    assert np.allclose(found.sum(axis=1), 1)
    assert (found >= 0).all()
    assert np.allclose(sentence_weights(scores + shift), found, atol=1e-6)


def test_likeness_by_hand() -> None:
    g = torch.tensor([[1.0, 1.0]])
    languages = torch.tensor([[1.0, 0.0], [0.0, 5.0]])
    u, u0 = torch.tensor([[1.0, 2.0]]), torch.tensor([1.0])
    v, v0 = torch.tensor([[3.0, 0.0]]), torch.tensor([-1.0])
    # U g + u0 = 4; V mu + v0 = 2 and -1
    assert likeness(g, languages, u, u0, v, v0).tolist() == [[8.0, -4.0]]


def test_the_language_task_by_hand() -> None:
    languages = torch.tensor([[1.0, 0.0], [0.0, 2.0]], dtype=torch.float64)
    scores = torch.tensor([[log(3), 0.0], [0.0, 0.0]], dtype=torch.float64)
    # M^T M - I = diag(0, 3): 9; cross-entropies log 4 (of 1/4) and log 2
    value = telling_apart(scores, torch.tensor([1, 0]), languages, 0.01)
    assert value.item() == pytest.approx((log(4) + log(2)) / 2 + 0.09, abs=1e-12)


def test_cosine_by_hand() -> None:
    found = cosine_scores(np.array([[3.0, 4.0], [0.0, 0.0]]), np.array([[1.0, 0.0], [0.0, 2.0]]))
    assert found == pytest.approx(np.array([[0.6, 0.8], [0.0, 0.0]]))


def test_learned_likeness_finds_the_nearer_language_and_is_the_same_again() -> None:
    draw = np.random.default_rng(0)
    left, right = np.array([1.0, 0, 0, 0]), np.array([0, 1.0, 0, 0])
    sources = [centre + draw.normal(size=(40, 4)) * 0.1 for centre in (left, right)]
    target = right + draw.normal(size=(10, 4)) * 0.1
    recipe = Recipe(rank=8, rate=1e-2, batch=8)
    scores = learned_scores(sources, target, recipe)
    assert scores.shape == (10, 2)
    assert domain_weights(scores)[1] > 0.6
    assert np.array_equal(scores, learned_scores(sources, target, recipe))
    with pytest.raises(InputError, match="at least two teachers"):
        learned_scores(sources[:1], target)


def test_trigram_vectors_are_of_length_one_and_know_a_language() -> None:
    texts = [["Das", "ist", "nicht", "schlecht"], ["Questo", "non", "va"], ["Nicht", "schlecht"]]
    found = trigram_vectors(texts)
    assert found.shape == (3, WIDTH)
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(3))
    assert found[2] @ found[0] > found[2] @ found[1]
