import numpy as np
import pytest

from core.errors import InputError
from core.evaluation.intervals import Interval
from core.review.progress import half_width, pairs_needed
from core.review.progress.estimate import estimate

MIXED = [(2, 2, 2), (1, 2, 2), (2, 3, 2), (0, 1, 1), (2, 2, 2), (0, 0, 0)]


def test_the_figures_themselves_are_those_of_strict_scores() -> None:
    found = estimate(MIXED)
    assert found.precision.value == pytest.approx(7 / 9)
    assert found.recall.value == pytest.approx(7 / 10)
    assert found.f1.value == pytest.approx(14 / 19)
    for figure in (found.precision, found.recall, found.f1):
        assert figure.low is not None
        assert figure.high is not None
        assert 0 <= figure.low < figure.value < figure.high <= 1
        assert figure.units == 6


def test_what_was_checked_is_right_and_the_rest_as_good_as_the_sample() -> None:
    found = estimate(MIXED, checked=10, rest=12)  # 12 pairs bring 14 right of 18 predicted
    assert found.precision.value == pytest.approx((10 + 14) / (10 + 18))
    assert found.recall.value == pytest.approx((10 + 14) / (10 + 20))
    assert found.f1.value == pytest.approx((10 + 14) / (10 + 19))
    assert found.f1.low is not None
    assert estimate(MIXED).f1.low < found.f1.low < found.f1.value


def test_a_corpus_that_was_checked_whole_is_right() -> None:
    found = estimate(MIXED, checked=10, rest=0).f1
    assert (found.value, found.low, found.high) == (1.0, 1.0, 1.0)


def test_a_sample_without_an_error_is_no_proof_of_perfection() -> None:
    few, many = (estimate([(1, 1, 1)] * n).f1 for n in (5, 100))
    assert few.value == many.value == few.high == 1.0
    assert few.low == pytest.approx(0.5655, abs=1e-3)  # Wilson's interval of 5 of 5
    assert many.low == pytest.approx(0.9630, abs=1e-3)


def test_entities_that_go_wrong_together_are_worth_fewer() -> None:
    apart = estimate([(3, 4, 4)] * 8).f1
    together = estimate([(4, 4, 4)] * 6 + [(0, 4, 4)] * 2).f1
    assert apart.value == together.value == 0.75
    assert together.low < apart.low


@pytest.mark.parametrize("n", [5, 20, 100])
def test_the_interval_holds_the_truth_as_often_as_it_says(n: int) -> None:
    rng = np.random.default_rng(n)
    wrong = rng.random(4000) < 0.08  # both entities of a pair, or none
    held = 0
    for _ in range(300):
        drawn = rng.choice(4000, n)
        found = estimate([(0 if wrong[k] else 2, 2, 2) for k in drawn]).f1
        held += found.low <= 1 - wrong.mean() <= found.high
    assert held / 300 > 0.92


def test_one_pair_with_entities_gives_no_interval() -> None:
    found = estimate([(1, 1, 1), (0, 0, 0)]).f1
    assert (found.value, found.low, found.high) == (1.0, None, None)
    assert "need at least 2" in found.why


@pytest.mark.parametrize("more", [{"checked": -1}, {"rest": -1}])
def test_negative_counts_are_refused(more) -> None:
    with pytest.raises(InputError):
        estimate(MIXED, **more)


def test_an_empty_sample_is_refused() -> None:
    with pytest.raises(InputError, match="random part"):
        estimate([])


def test_how_many_pairs_give_which_width() -> None:
    assert half_width(100) == pytest.approx(0.098)
    assert half_width(1) == 0.98
    with pytest.raises(InputError):
        half_width(0)


def test_half_the_width_takes_four_times_the_pairs() -> None:
    reached = Interval(0.9, 0.86, 0.94, 0.95, 50)
    assert pairs_needed(reached, 0.02) == 200
    assert pairs_needed(reached, 0.05) == 50
    assert pairs_needed(Interval(0.9, None, None, 0.95, 1, "too few"), 0.02) is None
