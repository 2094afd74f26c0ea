from itertools import product

import numpy as np
import pytest

from core.errors import InputError
from core.evaluation.counts import counts
from core.evaluation.paired import paired_test
from tests.evaluation.worlds import corpus


def two(seed: int = 0, sentences: int = 60):
    """Return two methods against one gold; the second leaves some entities out."""
    gold, predicted = corpus(seed, sentences=sentences)
    fewer = [s[:-1] if k % 3 else s for k, s in enumerate(predicted)]
    return counts(gold, predicted), counts(gold, fewer)


def score(rows):
    right, gold, predicted = rows.sum(axis=0)
    return 2 * right / (gold + predicted)


def exact_p(first, second):
    """Return the share of all ways to exchange outputs that differ at least as much."""
    seen = abs(score(first) - score(second))
    ways = list(product([False, True], repeat=len(first)))
    hits = 0
    for way in ways:
        swap = np.array(way)[:, None]
        a, b = np.where(swap, second, first), np.where(swap, first, second)
        hits += abs(score(a) - score(b)) >= seen - 1e-12
    return hits / len(ways)


@pytest.mark.parametrize("seed", range(4))
def test_the_p_value_comes_near_the_exact_one(seed):
    first, second = two(seed, sentences=11)
    found = paired_test(first, second, resamples=20_000)
    assert found.p_value == pytest.approx(exact_p(first, second), abs=0.02)
    assert found.difference.value == pytest.approx(score(first) - score(second))


def test_the_same_method_twice_does_not_differ():
    first, _ = two()
    found = paired_test(first, first)
    assert (found.p_value, found.difference.value) == (1, 0)
    assert (found.difference.low, found.difference.high) == (0, 0)


def test_a_clear_difference_is_found_and_p_is_never_zero():
    right, wrong = np.array([[1, 1, 1]] * 60), np.array([[0, 1, 1]] * 60)
    found = paired_test(right, wrong, resamples=999)
    assert found.p_value == 1 / 1000
    assert found.difference.low == found.difference.high == 1


def test_turned_round_the_sign_turns():
    first, second = two()
    there, back = paired_test(first, second), paired_test(second, first)
    assert there.difference.value == -back.difference.value
    assert there.p_value == pytest.approx(back.p_value, abs=0.02)
    assert there.difference.low == pytest.approx(-back.difference.high, abs=0.005)
    assert there == paired_test(first, second)


def test_documents_are_exchanged_as_a_whole():
    right, wrong = np.array([[1, 1, 1]] * 60), np.array([[0, 1, 1]] * 60)
    found = paired_test(right, wrong, units=[f"d{k // 30}" for k in range(60)])
    assert found.p_value == pytest.approx(0.5, abs=0.03)
    assert found.difference.units == 2
    alone = paired_test(right, wrong, units=["d"] * 60)
    assert alone.p_value == 1
    assert "1 sentence or document" in alone.difference.why


def test_the_gold_must_be_the_same():
    first, second = two()
    with pytest.raises(InputError, match="same gold"):
        paired_test(first, second[1:])
    with pytest.raises(InputError, match="same gold"):
        paired_test(first, second + np.array([0, 1, 0]))
    with pytest.raises(InputError, match="resamples"):
        paired_test(first, second, resamples=0)


def test_nothing_at_all():
    found = paired_test(np.zeros((0, 3), int), np.zeros((0, 3), int))
    assert (found.p_value, found.difference.value, found.difference.low) == (1, 0, None)
