import math

import numpy as np
import pytest

from core.errors import InputError
from core.review.confidence.calibrator import (
    CENTRE,
    SPREAD_OF_BASE,
    SPREAD_OF_OFFSET,
    SPREAD_OF_WEIGHT,
    Cases,
    fit,
    raw,
)


def cases(*rows: tuple[float, bool], method: int = 0) -> Cases:
    """Return rows of one method, each on a pair of its own."""
    return Cases(
        np.array([[x] for x, _ in rows], np.float64).reshape(-1, 1),
        np.full(len(rows), method),
        np.array([right for _, right in rows], bool),
        np.arange(len(rows)),
    )


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def test_without_decisions_the_map_changes_nothing() -> None:
    found = fit(cases(), ["a", "b"])
    assert (found.weights, found.base, found.offsets) == ((1.0,), 0.0, {"a": 0.0, "b": 0.0})
    for x in (-3.0, 0.0, 2.0, 5.0):
        assert found.chance([x], "a") == pytest.approx(sigmoid(x))
    assert raw(np.array([[1.5]])) == pytest.approx([sigmoid(1.5)])
    spreads = [SPREAD_OF_WEIGHT, SPREAD_OF_BASE, SPREAD_OF_OFFSET, SPREAD_OF_OFFSET]
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(spreads)


def test_the_fitted_map_is_where_decisions_and_priors_pull_alike() -> None:
    rows = [(4.0, True), (3.0, False), (1.0, False), (2.5, True)]
    found = fit(cases(*rows), ["a"])
    off = [right - found.chance([x], "a") for x, right in rows]
    assert found.base == pytest.approx(SPREAD_OF_BASE**2 * sum(off), abs=1e-6)
    assert found.offsets["a"] == pytest.approx(SPREAD_OF_OFFSET**2 * sum(off), abs=1e-6)
    turned = sum(o * (x - CENTRE) for o, (x, _) in zip(off, rows, strict=True))
    assert found.weights[0] - 1 == pytest.approx(SPREAD_OF_WEIGHT**2 * turned, abs=1e-6)


def test_it_is_found_where_newtons_steps_alone_would_go_round_in_circles() -> None:
    for seed in range(40):
        rng = np.random.default_rng(seed)
        x = rng.uniform(-6, 9, 150)
        right = rng.random(150) < rng.choice([0.1, 0.5, 0.9])
        rows = list(zip(x.tolist(), right.tolist(), strict=True))
        found = fit(cases(*rows), ["a"])
        off = right - found.chances(x[:, None], "a")
        assert found.base == pytest.approx(SPREAD_OF_BASE**2 * off.sum(), abs=1e-4)
        turned = float(off @ (x - CENTRE))
        assert found.weights[0] - 1 == pytest.approx(SPREAD_OF_WEIGHT**2 * turned, abs=1e-3)


def test_few_decisions_move_it_little_and_many_bring_it_to_what_was_found() -> None:
    some = [fit(cases(*[(2.0, False)] * n), ["a"]).chance([2.0], "a") for n in (0, 1, 5, 200)]
    assert some == sorted(some, reverse=True)
    assert some[1] > 0.6
    assert 0 < some[3] < 0.1
    half = [(2.0, True), (2.0, False)] * 300
    assert fit(cases(*half), ["a"]).chance([2.0], "a") == pytest.approx(0.5, abs=0.02)


def test_more_evidence_is_never_less_sure() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(2, 2, 200)
    right = rng.random(200) < 1 / (1 + np.exp(-0.5 * x))
    found = fit(cases(*zip(x.tolist(), right.tolist(), strict=True)), ["a"])
    assert 0 < found.weights[0] < 1
    chances = found.chances(np.linspace(-6, 8, 50)[:, None], "a")
    assert (np.diff(chances) > 0).all()
    assert 0 < chances[0] < chances[-1] < 1


def test_a_method_has_an_offset_of_its_own_and_one_that_is_not_known_none() -> None:
    both = [(2.0, True)] * 20 + [(2.0, False)] * 20
    one = cases(*both)
    method = np.array([0] * 20 + [1] * 20)
    found = fit(Cases(one.logits, method, one.right, one.pair), ["good", "bad"])
    assert found.chance([2.0], "good") > found.chance([2.0], "new") > found.chance([2.0], "bad")


def test_methods_that_say_the_same_of_an_entity_count_as_one() -> None:
    alone = fit(cases((2.0, False), (2.0, False)), ["a"])
    twice = Cases(
        np.full((4, 1), 2.0), np.array([0, 1, 0, 1]), np.zeros(4, bool), np.array([0, 0, 1, 1])
    )
    both = fit(twice, ["a", "b"])
    assert both.chance([2.0], "a") == pytest.approx(alone.chance([2.0], "a"), abs=0.06)
    assert both.covariance[1][1] == pytest.approx(alone.covariance[1][1], rel=0.35)


def test_drawn_maps_are_spread_as_the_covariance_says_and_the_same_again() -> None:
    found = fit(cases((3.0, True), (1.0, False), (2.0, True)), ["a"])
    drawn = found.drawn(4000, np.random.default_rng(1))
    assert np.std([one.base for one in drawn]) == pytest.approx(
        math.sqrt(found.covariance[1][1]), rel=0.1
    )
    again = found.drawn(4000, np.random.default_rng(1))
    assert [one.base for one in drawn] == [one.base for one in again]


def test_a_prior_without_width_is_refused() -> None:
    with pytest.raises(InputError, match="above zero"):
        fit(cases(), ["a"], spreads=(0.0, 1.0, 1.0))
