import math

import numpy as np
import pytest
from hypothesis import given

from core.candidates.ngrams import ngrams
from core.domain.candidate import Candidates
from core.scoring.bounded import bounded
from core.scoring.soft_min import soft_min
from tests.projection.build import task, tasks


def score(links, span=(0, 2), **options):
    world = task(2, 3, [(0, 2, "LOC")], links)
    return soft_min(world, Candidates.of([span], origin="t"), **options).item()


@pytest.mark.parametrize(
    ("links", "covered"),
    [
        ([(0, 0), (1, 1)], [1, 1, 1, 1]),
        ([(0, 0), (0, 1)], [1, 0, 1, 1]),
        ([(0, 0, 0.5)], [0.5, 0, 0.5, 0]),
        ([(0, 0, 0.75), (0, 1, 0.75), (1, 1, 0.5)], [1, 0.5, 0.75, 1]),
        ([(0, 2)], [0, 0, 0, 0]),
        ([], [0, 0, 0, 0]),
    ],
)
@pytest.mark.parametrize("sharpness", [0.5, 2.0, 20.0])
def test_by_hand(links, covered, sharpness):
    mean = sum(math.exp(-sharpness * c) for c in covered) / 4
    assert score(links, sharpness=sharpness) == pytest.approx(-math.log(mean) / sharpness)


def test_one_word_without_a_link_costs_more_than_the_same_lack_spread_over_all():
    spread = [(0, 0, 0.75), (1, 1, 0.75)]
    one = [(0, 0), (0, 1), (1, 0, 0.0)]
    assert bounded_of(spread) == bounded_of(one) == 0.75
    assert score(one) < score(spread)


def bounded_of(links):
    world = task(2, 3, [(0, 2, "LOC")], links)
    return bounded(world, Candidates.of([(0, 2)], origin="t"), weighted=True).item()


def test_nothing_to_score():
    assert soft_min(task(1, 1, []), Candidates.of([(0, 1)], origin="t")).shape == (0, 1)
    none = Candidates.of([], origin="t")
    assert soft_min(task(1, 1, [(0, 1, "LOC")]), none).shape == (1, 0)


@given(world=tasks())
def test_between_nothing_and_the_mean(world):
    candidates = ngrams(world)
    mean = bounded(world, candidates, weighted=True)
    found = soft_min(world, candidates)
    assert (found >= 0).all()
    assert (found <= mean + 1e-12).all()
    assert ((found > 0) == (mean > 0)).all()
    assert np.allclose(found[mean == 1], 1.0)
    assert soft_min(world, candidates, sharpness=0.1) == pytest.approx(mean, abs=0.02)
