import numpy as np
import pytest

from core.domain.entity import Entity
from core.review.confidence.calibrator import Calibrator, Cases, fit
from core.review.confidence.evidence import Said, Told
from core.review.confidence.expected import Rates, Sums, drawer
from core.review.confidence.standing import against

EVEN = Calibrator((1.0,), 0.0, {"a": 0.0}, ((0.0,) * 3,) * 3)
"""Log-odds taken as they are, without any doubt."""


def said(x: float, *spans: tuple[int, int], entity: int = 0) -> Said:
    return Said(entity, "PER", tuple(Entity(a, b, "PER") for a, b in spans), (x,))


def sums(middle: Calibrator = EVEN, rates: Rates | None = None, **more: int) -> Sums:
    return Sums(drawer(middle, **more)("a", rates or Rates()))


def test_what_is_open_counts_by_its_chances() -> None:
    found = sums()
    found.pairs = 2
    found.expect(said(0.0, (0, 1)))  # right with 1/2; a wrong pick stands for something in 9 of 10
    found.expect(said(0.0))  # no pick: something is missed with 1/2
    found.expect_rest(0.1)
    figures = found.figures()
    right, gold = 0.5, 0.5 + 0.5 * 0.9 + 0.5 + 0.1
    assert figures.precision.value == pytest.approx(right)
    assert figures.recall.value == pytest.approx(right / gold)
    assert figures.f1.value == pytest.approx(2 * right / (1 + gold))
    for one in (figures.precision, figures.recall, figures.f1):
        assert one.low is not None
        assert one.high is not None
        assert 0 <= one.low <= one.value <= one.high <= 1
        assert one.units == 2


def test_where_everything_was_decided_the_figures_are_exact() -> None:
    found = sums(fit(Cases(np.zeros((0, 1)), *(np.zeros(0, int),) * 3), ["a"]))
    found.exactly(7, 9, 8)
    figures = found.figures()
    for one, value in (
        (figures.precision, 7 / 8),
        (figures.recall, 7 / 9),
        (figures.f1, 14 / 17),
    ):
        assert (one.low, one.value, one.high) == (value, value, value)


def test_nothing_at_all_is_no_division_by_zero() -> None:
    figures = sums().figures()
    assert (figures.precision.value, figures.recall.value, figures.f1.value) == (0.0, 0.0, 0.0)


def test_the_same_seed_gives_the_same_interval_and_more_decisions_a_narrower_one() -> None:
    def f1(decided: int, seed: int = 0):
        rows = decided
        cases = Cases(
            np.full((rows, 1), 2.0),
            np.zeros(rows, np.int64),
            np.arange(rows) % 8 != 0,
            np.arange(rows),
        )
        found = sums(fit(cases, ["a"]), seed=seed)
        for _ in range(500):
            found.expect(said(2.0, (0, 1)))
        return found.figures().f1

    assert f1(50) == f1(50)
    assert f1(50) != f1(50, seed=1)
    few, many = f1(8), f1(200)
    assert many.high - many.low < few.high - few.low


def test_decisions_teach_what_a_layer_misses() -> None:
    told = Told((said(2.0, (0, 1)), said(2.0, (2, 3), entity=1)), 0.2)
    gold = {Entity(0, 2, "PER"): None, Entity(8, 9, "ORG"): None}
    rates = Rates()
    first = rates.middle
    assert first == (0.9, 1.0)
    rates.add(told, against(gold, told.entities))
    assert (rates.stood, rates.wrong, rates.rest, rates.expected) == (1, 2, 1, 0.2)
    assert rates.middle == (pytest.approx(10 / 12), pytest.approx(1.5 / 0.7))
