import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.aligners.extraction import EXTRACTIONS, distorted, similarity

SCORES = np.array(
    [
        [0.90, 0.30, 0.20, 0.10],
        [0.40, 0.60, 0.55, 0.20],
        [0.10, 0.58, 0.50, 0.30],
        [0.20, 0.25, 0.35, 0.80],
    ]
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("forward", [(0, 0), (1, 1), (2, 1), (3, 3)]),
        ("reverse", [(0, 0), (1, 1), (1, 2), (3, 3)]),
        ("inter", [(0, 0), (1, 1), (3, 3)]),
        ("itermax", [(0, 0), (1, 1), (2, 1), (3, 3)]),
        ("match", [(0, 0), (1, 2), (2, 1), (3, 3)]),
    ],
)
def test_vector(name, expected):
    found = EXTRACTIONS[name](SCORES)
    assert [tuple(cell) for cell in np.argwhere(found)] == expected


def test_distortion():
    off = distorted(SCORES, 0.5)
    assert off[0] == pytest.approx([0.9, 0.2833, 0.1556, 0.05], abs=1e-4)
    assert off[3] == pytest.approx([0.1, 0.1944, 0.3306, 0.8], abs=1e-4)
    assert np.array_equal(distorted(SCORES[:1], 0.5), SCORES[:1])


@pytest.mark.parametrize("name", EXTRACTIONS)
@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (1, 1), (2, 5), (7, 2)])
def test_shapes(name, shape):
    scores = np.linspace(0.1, 0.9, int(np.prod(shape))).reshape(shape)
    found = EXTRACTIONS[name](scores)
    assert found.shape == shape
    assert found.dtype == bool


def test_similarity_of_a_zero_vector_is_a_half():
    assert similarity(np.zeros((1, 3)), np.ones((2, 3))) == pytest.approx(np.full((1, 2), 0.5))


@pytest.mark.model
@settings(deadline=None)
@given(st.integers(1, 8), st.integers(1, 8), st.integers(0, 10_000))
def test_equals_simalign_on_random_matrices(n, m, seed):
    from simalign.simalign import SentenceAligner

    scores = np.random.default_rng(seed).random((n, m))
    theirs_f, theirs_r = SentenceAligner.get_alignment_matrix(scores)
    assert np.array_equal(EXTRACTIONS["forward"](scores), theirs_f > 0)
    assert np.array_equal(EXTRACTIONS["reverse"](scores), theirs_r > 0)
    assert np.array_equal(EXTRACTIONS["itermax"](scores), SentenceAligner.iter_max(scores) > 0)
    assert np.allclose(distorted(scores, 0.4), SentenceAligner.apply_distortion(scores, 0.4))
    theirs = scores[SentenceAligner.get_max_weight_match(scores) > 0].sum()
    assert scores[EXTRACTIONS["match"](scores)].sum() == pytest.approx(theirs)
