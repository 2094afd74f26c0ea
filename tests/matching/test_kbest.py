import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.candidate import Candidates
from core.matching import solve
from core.matching.exact import exact
from core.matching.kbest import k_best
from core.matching.ties import GRID
from tests.matching.worlds import OPTIONS, every_choice, problem, problems, spans_of


def test_alternatives_of_one_entity_down_to_none():
    scores, candidates = problem({(0, 1): 0.75, (1, 2): 0.5})
    found = k_best(scores, candidates, 5)
    assert [spans_of(s.chosen, candidates) for s in found] == [[[(0, 1)]], [[(1, 2)]], [[]]]
    assert [s.gap for s in found] == [0.0, 0.25, 0.75]


def test_equal_entities_swap():
    row = {(0, 1): 1.0, (2, 3): 1.0}
    scores, candidates = problem(row, row)
    found = k_best(scores, candidates, 2)
    assert [s.chosen for s in found] == [((0,), (1,)), ((1,), (0,))]
    assert [s.gap for s in found] == [0.0, 0.0]


def test_awkward_sizes():
    none = Candidates.of([], origin="t")
    assert [s.chosen for s in k_best(np.zeros((2, 0)), none, 3)] == [((), ())]
    assert [s.chosen for s in k_best(np.zeros((0, 0)), none, 3)] == [()]
    assert k_best(np.zeros((0, 0)), none, 0) == ()


def test_stops_where_the_next_takes_too_long(monkeypatch):
    rng = np.random.default_rng(0)
    candidates = Candidates.of([(a, a + d) for a in range(9) for d in (1, 2)], origin="t")
    scores = rng.random((5, len(candidates)))
    first = exact(scores, candidates)
    monkeypatch.setattr(solve, "STEPS", 1)
    monkeypatch.setattr(solve, "STEPS_AFTER", 1)
    found = k_best(scores, candidates, 3)
    assert len(found) == 1
    assert found[0].gap
    assert first.gap == 0


def test_what_is_held_and_does_not_pay_allows_no_more():
    scores, candidates = problem({(0, 1): 0.5, (1, 3): 0.6875}, {(2, 3): 0.5, (3, 4): 0.3125})
    options = {"constraint": "at-least", "price": 0.5}
    found = [spans_of(s.chosen, candidates) for s in k_best(scores, candidates, 4, **options)]
    assert found == [[[(0, 1)], [(2, 3)]], [[(1, 3)], [(3, 4)]], [[(0, 1)], [(3, 4)]]]


@settings(max_examples=150)
@given(world=problems(), options=OPTIONS, k=st.integers(1, 12))
def test_equals_every_choice_in_order(world, options, k):
    choices = every_choice(*world, **options)
    if options["constraint"] != "at-most":
        choices = [c for c in choices if c[0] == choices[0][0]]
    found = k_best(*world, k, **options)
    assert [s.chosen for s in found] == [c[3] for c in choices[:k]]
    gaps = [(choices[0][1] - c[1]) / GRID for c in choices[:k]]
    assert [s.gap for s in found] == pytest.approx(gaps, abs=1e-12)
