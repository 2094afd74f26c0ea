import numpy as np
import pytest
from hypothesis import given, settings

from core.domain.candidate import Candidates
from core.errors import InputError
from core.matching.certificate import Certificate, certificate
from core.matching.exact import exact
from core.matching.greedy import greedy
from tests.matching.worlds import OPTIONS, every_choice, problem, problems


def test_the_best_choice_meets_the_bound_and_greedy_does_not():
    scores, candidates = problem({(0, 2): 0.875, (0, 1): 0.75}, {(1, 2): 0.75})
    best, first = exact(scores, candidates).chosen, greedy(scores, candidates).chosen
    assert certificate(scores, candidates, best) == Certificate(1.5, 1.5, 0.0, integral=True)
    said = certificate(scores, candidates, first)
    assert said.value == 0.875
    assert said.gap == pytest.approx(0.625)


def test_a_relaxation_that_is_not_whole_bounds_from_above():
    two = {(0, 2): 1.0, (2, 4): 1.0}
    odd = {(1, 3): 1.0, (0, 4): 1.0}
    scores, candidates = problem(two, odd, odd)
    best = exact(scores, candidates).chosen
    said = certificate(scores, candidates, best)
    assert said.bound >= said.value
    assert said.gap == pytest.approx(max(0.0, said.bound - said.value), abs=1e-6)


def test_nothing_to_choose_is_certain():
    none = Candidates.of([], origin="t")
    assert certificate(np.zeros((1, 0)), none, ((),)) == (0.0, 0.0, 0.0, True)


def test_a_choice_made_otherwise_is_refused():
    scores, candidates = problem({(0, 1): 0.5})
    with pytest.raises(InputError, match="row 0, column 0"):
        certificate(scores, candidates, ((0,),), min_score=0.75)


@settings(max_examples=150)
@given(world=problems(), options=OPTIONS)
def test_no_choice_exceeds_the_bound(world, options):
    choices = every_choice(*world, **options)
    best = choices[0]
    said = certificate(*world, best[3], **options)
    assert said.value == pytest.approx(best[1] / 2**30, abs=1e-9)
    assert said.bound >= said.value
    assert said.gap >= 0
    if said.integral:
        assert said.gap == 0
