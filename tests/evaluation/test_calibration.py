import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import InputError
from core.evaluation.calibration import Bin, calibration_error, reliability


def test_bins_hold_their_upper_edge_and_the_first_both():
    found = reliability([(0.0, False), (0.5, True), (0.51, False), (1.0, True)], bins=2)
    assert found == (Bin(0.0, 0.5, 2, 0.25, 0.5), Bin(0.5, 1.0, 2, 0.755, 0.5))


def test_the_error_is_the_mean_distance_weighted_by_outcomes():
    outcomes = [(0.9, True), (0.9, True), (0.9, False), (0.2, False)]
    expected = (3 * abs(0.9 - 2 / 3) + 0.2) / 4
    assert calibration_error(outcomes) == pytest.approx(expected)


def test_nothing_is_no_error():
    assert calibration_error([]) == 0
    assert reliability([], bins=1) == (Bin(0.0, 1.0, 0, 0.0, 0.0),)


@pytest.mark.parametrize("bad", [-0.1, 1.1, float("nan")])
def test_what_is_no_probability_is_refused(bad):
    with pytest.raises(InputError, match="outcome 1"):
        calibration_error([(0.5, True), (bad, True)])


def test_bins_are_needed():
    with pytest.raises(InputError, match="at least one"):
        reliability([(0.5, True)], bins=0)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans())), st.integers(1, 20))
def test_every_outcome_is_in_one_bin(outcomes, bins):
    found = reliability(outcomes, bins=bins)
    assert sum(b.count for b in found) == len(outcomes)
    assert all(b.low - 1e-12 <= b.said <= b.high + 1e-12 for b in found if b.count)
    assert 0 <= calibration_error(outcomes, bins=bins) <= 1
