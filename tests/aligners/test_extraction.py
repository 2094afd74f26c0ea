import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.aligners.extraction import distorted, similarity
from tests.aligners.rules.test_rules import SCORES


def test_distortion():
    off = distorted(SCORES, 0.5)
    assert off[0] == pytest.approx([0.9, 0.2833, 0.1556, 0.05], abs=1e-4)
    assert off[3] == pytest.approx([0.1, 0.1944, 0.3306, 0.8], abs=1e-4)
    assert np.array_equal(distorted(SCORES[:1], 0.5), SCORES[:1])


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (1, 4)])
def test_distortion_without_a_diagonal(shape):
    assert np.array_equal(distorted(np.ones(shape), 0.5), np.ones(shape))


def test_similarity_of_a_zero_vector_is_a_half():
    assert similarity(np.zeros((1, 3)), np.ones((2, 3))) == pytest.approx(np.full((1, 2), 0.5))


@pytest.mark.model
@settings(deadline=None)
@given(st.integers(1, 8), st.integers(1, 8), st.integers(0, 10_000))
def test_equals_simalign_on_random_matrices(n, m, seed):
    from simalign.simalign import SentenceAligner

    scores = np.random.default_rng(seed).random((n, m))
    assert np.allclose(distorted(scores, 0.4), SentenceAligner.apply_distortion(scores, 0.4))
