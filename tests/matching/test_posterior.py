import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.candidate import Candidates
from core.errors import InputError
from core.matching import NotComputed
from core.matching.posterior import posteriors
from tests.matching.worlds import every_choice, problem, problems


def test_one_entity_is_a_softmax_with_nothing_at_zero():
    scores, candidates = problem({(0, 1): 1.0, (2, 3): 0.5})
    found = posteriors(scores, candidates, temperature=0.5)
    weights = np.array([math.exp(2), math.exp(1), 1.0])
    shares = weights / weights.sum()
    assert found.picks[0] == pytest.approx(shares[:2], abs=1e-12)
    assert found.none[0] == pytest.approx(shares[2], abs=1e-12)
    assert found.entropy[0] == pytest.approx(-(shares * np.log2(shares)).sum(), abs=1e-12)


def test_identical_entities_share_both_ways_of_swapping():
    row = {(0, 1): 1.0, (2, 3): 1.0}
    scores, candidates = problem(row, row)
    found = posteriors(scores, candidates, temperature=0.01)
    assert found.picks == pytest.approx(np.full((2, 2), 0.5), abs=1e-9)
    assert found.entropy == pytest.approx([1.0, 1.0], abs=1e-6)


def test_a_price_is_what_staying_without_is_worth():
    scores, candidates = problem({(0, 1): 0.75})
    assert posteriors(scores, candidates, price=0.75).none == pytest.approx([1.0])
    assert posteriors(scores, candidates, temperature=0.25, price=0.5).none == pytest.approx(
        [1 / (1 + math.e)]
    )


def test_nothing_to_weigh():
    none = Candidates.of([], origin="t")
    found = posteriors(np.zeros((2, 0)), none)
    assert found.picks.shape == (2, 0)
    assert found.none.tolist() == [1.0, 1.0]
    assert found.entropy.tolist() == [0.0, 0.0]
    assert posteriors(np.zeros((0, 0)), none).none.tolist() == []


@pytest.mark.parametrize("temperature", [1e-9, 1e-3, 1e6])
def test_no_temperature_overflows(temperature):
    row = {(k, k + 2): 1.0 + k / 10 for k in range(6)}
    scores, candidates = problem(row, row, row)
    found = posteriors(scores, candidates, temperature=temperature)
    assert np.isfinite(found.picks).all()
    assert found.picks.sum(axis=1) + found.none == pytest.approx([1, 1, 1], abs=1e-9)


@pytest.mark.parametrize("temperature", [0.0, -1.0, float("nan"), float("inf")])
def test_a_temperature_is_above_zero(temperature):
    scores, candidates = problem({(0, 1): 1.0})
    with pytest.raises(InputError, match="above zero"):
        posteriors(scores, candidates, temperature=temperature)


def test_what_is_not_computed_says_why():
    scores, candidates = problem(*[{(0, 1): 1.0}] * 15)
    assert posteriors(scores, candidates) == NotComputed(
        "not computed: 15 entities in each other's way, more than 14"
    )
    assert not isinstance(posteriors(scores[:14], candidates), NotComputed)
    apart, others = problem(*[{(k, k + 1): 1.0} for k in range(40)])
    assert not isinstance(posteriors(apart, others), NotComputed)
    many = Candidates.of([(a, a + d) for a in range(600) for d in range(1, 11)], origin="t")
    said = posteriors(np.ones((14, len(many))), many)
    assert isinstance(said, NotComputed)
    assert said.reason.endswith("too many")
    for options in ({"per_entity": 2}, {"constraint": "at-least"}):
        said = posteriors(scores, candidates, **options)
        assert said == NotComputed("not computed: an entity may get several candidates")


@settings(max_examples=200)
@given(
    world=problems(),
    temperature=st.sampled_from([0.01, 0.1, 1.0, 10.0]),
    constraint=st.sampled_from(["at-most", "exactly"]),
    price=st.sampled_from([0.0, 0.4]),
)
def test_equals_the_sum_over_every_choice(world, temperature, constraint, price):
    scores, candidates = world
    choices = every_choice(scores, candidates, constraint=constraint, price=price)
    if constraint == "exactly":
        choices = [c for c in choices if c[0] == choices[0][0]]
    logs = np.array([c[1] / 2**30 / temperature for c in choices])
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    expected = np.zeros(scores.shape)
    for weight, choice in zip(weights, choices, strict=True):
        for k, picked in enumerate(choice[3]):
            for t in picked:
                expected[k, t] += weight
    found = posteriors(
        scores, candidates, temperature=temperature, constraint=constraint, price=price
    )
    assert found.picks == pytest.approx(expected, abs=1e-12)
    assert found.none == pytest.approx(1 - expected.sum(axis=1), abs=1e-12)
    assert (found.entropy >= 0).all()
