import math

import numpy as np
import pytest

from core.domain.candidate import Candidates
from core.errors import InputError
from core.matching.temperature import fit_temperature, log_loss
from tests.matching.worlds import problem


def test_the_share_of_right_choices_fixes_the_temperature():
    scores, candidates = problem({(0, 1): 0.75, (2, 3): 0.5})
    first, second = frozenset({0}), frozenset({1})
    truth = [[first]] * 3 + [[second]]
    found = fit_temperature([(scores, candidates)] * 4, truth)
    tried = [found * share for share in (0.9, 1.0, 1.1)]
    losses = [log_loss([(scores, candidates)] * 4, truth, t) for t in tried]
    assert losses[1] == min(losses)


def test_what_is_right_may_be_several_or_none_or_unknown():
    scores, candidates = problem({(0, 1): 0.5, (2, 3): 0.5})
    some = [(scores, candidates)]
    assert log_loss(some, [[frozenset({0, 1})]], 0.5) == pytest.approx(
        -math.log(2 * math.e / (2 * math.e + 1))
    )
    assert log_loss(some, [[frozenset()]], 0.5) == pytest.approx(math.log(2 * math.e + 1))
    assert log_loss(some, [[None]], 0.5) == 0


def test_problems_that_are_not_computed_are_left_out():
    scores, candidates = problem(*[{(0, 1): 1.0}] * 15)
    assert log_loss([(scores, candidates)], [[frozenset({0})] * 15], 0.5) == 0


@pytest.mark.parametrize("truth", [[], [[None]], [[frozenset()], [frozenset()]]])
def test_nothing_to_fit_is_refused(truth):
    problems = [(np.zeros((1, 1)), Candidates.of([(0, 1)], origin="t"))]
    with pytest.raises(InputError, match="one entity at least"):
        fit_temperature(problems, truth)
