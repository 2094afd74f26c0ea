"""Reliability from agreement: simulated voters whose accuracy is known, and small polls by hand."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.projection.agreement import PRIOR, Poll, Reliability


def simulated(
    accuracy: Sequence[float], *, copies: int = 0, loyal: float = 1.0, seed: int = 0
) -> Reliability:
    """Return what is estimated of voters of that accuracy, some repeating the last one."""
    rng = random.Random(seed)
    poll = Poll()
    for _ in range(2000):
        truth = rng.randrange(4)
        answers = []
        for k, right in enumerate(accuracy):
            said = truth if rng.random() < right else (truth + rng.randrange(1, 4)) % 4
            answers.append((f"v{k}", said))
        for c in range(copies):
            repeats = rng.random() < loyal
            answers.append((f"copy{c}", answers[-1 - c][1] if repeats else rng.randrange(4)))
        poll.add(answers)
    return poll.reliability()


@pytest.mark.parametrize("accuracy", [(0.95, 0.8, 0.6, 0.6), (0.98, 0.9, 0.9), (0.7, 0.7, 0.7)])
def test_accuracies_of_independent_voters_are_found(accuracy: tuple[float, ...]) -> None:
    found = simulated(accuracy)
    assert list(found.accuracy.values()) == pytest.approx(accuracy, abs=0.04)
    assert min(found.independence.values()) > 0.85


@pytest.mark.parametrize("copies", [1, 2, 3])
def test_copies_count_as_about_one(copies: int) -> None:
    alone = simulated((0.9, 0.8, 0.8))
    found = simulated((0.9, 0.8, 0.8), copies=copies)
    assert found.accuracy["v0"] == pytest.approx(alone.accuracy["v0"], abs=0.06)
    together = found.independence["v2"] + sum(found.independence[f"copy{c}"] for c in range(copies))
    assert together == pytest.approx(1.0, abs=0.1)
    assert found.independence["v0"] > 0.75


def test_near_copies_are_told_from_good_voters() -> None:
    found = simulated((0.95, 0.9, 0.9, 0.85), copies=1, loyal=0.95)
    assert found.independence["v3"] < 0.7
    assert found.independence["v0"] > 0.9
    assert found.weights["v0"] == max(found.weights.values())


def test_the_mean_weight_is_one() -> None:
    weights = simulated((0.95, 0.8, 0.6)).weights.values()
    assert sum(weights) / 3 == pytest.approx(1.0, abs=1e-4)


def test_where_nobody_differs_all_are_alike() -> None:
    poll = Poll()
    assert poll.reliability() == Reliability({}, {}, {}, 0)
    for answer in ("x", "y", ()):
        poll.add([("a", answer), ("b", answer)])
    found = poll.reliability()
    assert found.accuracy == {"a": PRIOR, "b": PRIOR}
    assert found.weights == {"a": 1.0, "b": 1.0}
    assert found.differed == 0


def test_two_against_one_by_hand() -> None:
    poll = Poll()
    poll.add([("a", "x"), ("b", "x"), ("c", "y")])
    poll.add([("a", "x"), ("b", "z"), ("c", "x")])
    poll.add([("a", "y"), ("b", "y"), ("c", "y")])
    found = poll.reliability()
    assert found.differed == 2
    assert found.accuracy["a"] > found.accuracy["b"] == pytest.approx(found.accuracy["c"])


def test_two_that_always_agree_outvote_one_that_never_does() -> None:
    poll = Poll()
    for _ in range(6):
        poll.add([("a", "x"), ("b", "x"), ("c", "y")])
    weights = poll.reliability().weights
    assert weights["c"] < weights["a"] == weights["b"]


def test_absent_voters_and_repeated_ones() -> None:
    poll = Poll()
    poll.add([("a", "x"), ("b", "y")])
    poll.add([("a", "x"), ("a", "y"), ("c", "x")])
    poll.add([("c", "x")])
    poll.add([])
    found = poll.reliability()
    assert sorted(found.weights) == ["a", "b", "c"]
    assert all(0 < weight < 3 for weight in found.weights.values())


polls = st.lists(
    st.lists(st.sampled_from(["x", "y", "z", ()]), min_size=3, max_size=3), min_size=1, max_size=12
)


@settings(max_examples=50)
@given(rows=polls, order=st.permutations(range(3)), data=st.data())
def test_the_order_of_questions_and_of_voters_is_irrelevant(rows, order, data) -> None:
    one, two = Poll(), Poll()
    for row in rows:
        one.add(zip("abc", row, strict=True))
    for row in data.draw(st.permutations(rows)):
        answers = list(zip("abc", row, strict=True))
        two.add([answers[k] for k in order])
    first, second = one.reliability(), two.reliability()
    assert list(first.weights) == list(second.weights) == ["a", "b", "c"]
    assert list(second.accuracy.values()) == pytest.approx(list(first.accuracy.values()), abs=1e-6)


@settings(max_examples=50)
@given(rows=polls)
def test_probabilities_lie_inside_their_bounds(rows) -> None:
    poll = Poll()
    for row in rows:
        poll.add(zip("abc", row, strict=True))
    found = poll.reliability()
    assert all(0 < a < 1 for a in found.accuracy.values())
    assert all(0 < d <= 1 for d in found.independence.values())
    assert all(w > 0 for w in found.weights.values())
