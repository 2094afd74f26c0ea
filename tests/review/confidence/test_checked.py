from dataclasses import replace

import numpy as np
import pytest

from core.evaluation.calibration import Bin
from core.review.confidence.calibrator import Cases
from core.review.confidence.checked import FEWEST, FOLDS, check, ends, fold_of, held_out


def world(n: int = 60) -> tuple[Cases, np.ndarray]:
    rng = np.random.default_rng(3)
    x = rng.normal(2, 1.5, n)
    right = rng.random(n) < 1 / (1 + np.exp(-x + 1))
    pair = np.arange(n)
    folds = np.array([fold_of(f"p{k}") for k in range(n)])
    return Cases(x[:, None], np.zeros(n, np.int64), right, pair), folds


def test_no_entity_is_judged_by_a_map_that_has_seen_its_pair() -> None:
    cases, folds = world()
    before = held_out(cases, ["a"], folds)
    for fold in range(FOLDS):
        mine = folds == fold
        turned = replace(cases, right=np.where(mine, ~cases.right, cases.right))
        after = held_out(turned, ["a"], folds)
        assert after[mine] == pytest.approx(before[mine])
        assert not np.allclose(after[~mine], before[~mine])


def test_all_outcomes_of_a_pair_are_in_one_fold_whatever_the_project() -> None:
    assert {fold_of("p1") for _ in range(3)} == {fold_of("p1")}
    assert {fold_of(f"p{k}") for k in range(100)} == set(range(FOLDS))


def test_what_is_said_and_found_in_figures() -> None:
    cases = Cases(
        np.zeros((20, 1)), np.zeros(20, np.int64), np.arange(20) < 15, np.arange(20)
    )  # said 0.5, found 0.75
    found = check(cases, np.full(20, 0.65))
    assert found is not None
    assert (found.count, found.before, found.after) == (20, pytest.approx(0.25), pytest.approx(0.1))
    assert 0.02 < found.by_chance < 0.2
    (one,) = (b for b in found.bins if b.count)
    assert (one.said, one.found) == (pytest.approx(0.65), 0.75)


def test_nothing_is_said_of_few_outcomes() -> None:
    cases, folds = world(FEWEST - 1)
    assert check(cases, held_out(cases, ["a"], folds)) is None
    nothing, none = world(0)
    assert check(nothing, held_out(nothing, ["a"], none)) is None


def test_the_interval_of_a_bin() -> None:
    low, high = ends(Bin(0.8, 0.9, 10, 0.85, 1.0))
    assert (low, high) == (pytest.approx(0.7225, abs=1e-3), 1.0)
    assert ends(Bin(0.8, 0.9, 0, 0.0, 0.0)) == (0.0, 1.0)
