"""Tables of examples, and simalign itself."""

import numpy as np
import pytest

from core.aligners.rules import RULES
from core.aligners.rules.confidence import softmax
from core.aligners.rules.entmax15 import entmax_rows

SCORES = np.array(
    [
        [0.90, 0.30, 0.20, 0.10],
        [0.40, 0.60, 0.55, 0.20],
        [0.10, 0.58, 0.50, 0.30],
        [0.20, 0.25, 0.35, 0.80],
    ]
)
PRODUCTS = np.array([[9, 2, 1], [3, 6, 5.5], [0, 1, 8]])


def cells(name, scores, **options):
    return [(i, j) for i, j, _ in RULES.get(name).make(np.array(scores), **options).cells()]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("forward", [(0, 0), (1, 1), (2, 1), (3, 3)]),
        ("reverse", [(0, 0), (1, 1), (1, 2), (3, 3)]),
        ("argmax", [(0, 0), (1, 1), (3, 3)]),
        ("itermax", [(0, 0), (1, 1), (2, 1), (3, 3)]),
        ("match", [(0, 0), (1, 2), (2, 1), (3, 3)]),
    ],
)
def test_vector_of_similarities(name, expected):
    assert cells(name, SCORES) == expected


@pytest.mark.parametrize(
    ("threshold", "expected"),
    [
        (0.001, [(0, 0), (1, 0), (1, 1), (1, 2), (2, 2)]),
        (0.1, [(0, 0), (1, 1), (2, 2)]),
    ],
)
def test_vector_of_dot_products(threshold, expected):
    found = RULES.get("mutual-softmax").make(PRODUCTS, threshold=threshold)
    assert [(i, j) for i, j, _ in found.cells()] == expected
    assert found.p.diagonal() == pytest.approx([0.9689, 0.6491, 0.8768], abs=1e-4)
    rest = [0.2538, 0.0454] if threshold == 0.001 else [0, 0]
    assert [found.p[1, 2], found.p[1, 0]] == pytest.approx(rest, abs=1e-4)


@pytest.mark.parametrize(
    ("name", "scores", "expected"),
    [
        ("argmax", [[0.5, 0.5], [0.5, 0.5]], [(0, 0)]),
        ("forward", [[0.0, 0.0], [0.0, 0.0]], [(0, 0), (1, 0)]),
        ("reverse", [[0.0, 0.0], [0.0, 0.0]], [(0, 0), (0, 1)]),
        ("itermax", [[0.9, 0.8], [0.7, 0.6], [0.1, 0.2]], [(0, 0)]),
        ("itermax", [[0.5] * 3] * 3, [(0, 0), (1, 1)]),
        ("match", [[0.9, 0.8], [0.8, 0.1]], [(0, 1), (1, 0)]),
        ("match", [[-1.0, -2.0]], [(0, 0)]),
        ("mutual-softmax", [[-700.0]], [(0, 0)]),
        ("mutual-softmax", [[0.5, 0.5], [0.5, 0.5]], [(0, 0), (0, 1), (1, 0), (1, 1)]),
        ("entmax15", [[-700.0]], [(0, 0)]),
        ("entmax15", PRODUCTS, [(0, 0), (1, 1), (2, 2)]),
        ("entmax15", [[1.0, 1.0, -9.0]], [(0, 0), (0, 1)]),
    ],
)
def test_awkward_matrices(name, scores, expected):
    assert cells(name, scores) == expected


def test_further_rounds_of_itermax():
    scores = [[0.9, 0.8, 0.7, 0.6]] * 4
    counts = [len(cells("itermax", scores, rounds=k)) for k in range(6)]
    assert counts == [1, 2, 3, 4, 4, 4]
    crossed = [[1.0, 0.9, 0.1], [0.9, 0.6, 0.1], [0.1, 0.1, 0.2]]
    assert cells("itermax", crossed) == [(0, 0), (0, 1), (1, 0), (2, 2)]
    assert cells("itermax", crossed, alpha=0.5) == [(0, 0), (1, 1), (2, 2)]


def test_the_temperature_makes_cosines_tell_apart():
    cosines = np.array([[0.9, 0.5], [0.4, 0.8]])
    assert len(cells("mutual-softmax", cosines)) == 4
    assert cells("mutual-softmax", cosines, temperature=0.05) == [(0, 0), (1, 1)]


def test_entmax_solves_its_equation():
    found = entmax_rows(np.random.default_rng(0).normal(size=(50, 9)) * 4)
    assert found.sum(axis=1) == pytest.approx(np.ones(50))
    assert (found == 0).any()
    assert entmax_rows(np.array([[2.0, 2.0, 2.0, 2.0]]))[0] == pytest.approx([0.25] * 4)
    # By hand: x / 2 = (0.5, 0), both in the support, tau = (0.5 - sqrt(1.75)) / 2.
    tau = (0.5 - 1.75**0.5) / 2
    expected = [(0.5 - tau) ** 2, tau**2]
    assert entmax_rows(np.array([[1.0, 0.0]]))[0] == pytest.approx(expected)


def test_softmax_of_large_numbers():
    found = softmax(np.array([[1e308, 0.0], [-1e308, -1e308]]), axis=1)
    assert found == pytest.approx(np.array([[1.0, 0.0], [0.5, 0.5]]))


@pytest.mark.model
def test_equals_simalign_on_500_random_matrices():
    from simalign.simalign import SentenceAligner

    random = np.random.default_rng(7)
    for _ in range(500):
        scores = random.random(random.integers(1, 8, size=2))
        found = {p.name: p.make(scores).mask for p in RULES.parts()}
        forward, reverse = SentenceAligner.get_alignment_matrix(scores)
        assert np.array_equal(found["forward"], forward > 0)
        assert np.array_equal(found["reverse"], reverse > 0)
        assert np.array_equal(found["argmax"], forward * reverse > 0)
        assert np.array_equal(found["match"], SentenceAligner.get_max_weight_match(scores) > 0)
        assert np.array_equal(found["itermax"], SentenceAligner.iter_max(scores) > 0)
        for rounds in (0, 2, 5):
            mine = RULES.get("itermax").make(scores, rounds=rounds).mask
            assert np.array_equal(mine, SentenceAligner.iter_max(scores, rounds + 1) > 0)
