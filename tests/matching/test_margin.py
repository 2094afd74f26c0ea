import numpy as np
import pytest
from hypothesis import given, settings

from core.domain.candidate import Candidates
from core.errors import InputError
from core.matching import MATCHERS, NotComputed, Solution, solve
from core.matching.exact import exact
from core.matching.margin import margins
from core.matching.ties import GRID
from tests.matching.worlds import OPTIONS, every_choice, problem, problems


def margins_of(*rows, **options):
    scores, candidates = problem(*rows)
    return margins(scores, candidates, exact(scores, candidates, **options), **options)


def test_alone_the_margin_is_the_distance_to_the_next_best_or_to_nothing():
    assert margins_of({(0, 1): 0.75, (1, 2): 0.5}) == (0.25,)
    assert margins_of({(0, 1): 0.75}) == (0.75,)
    assert margins_of({(0, 1): 0.75, (1, 2): 0.5}, price=0.5) == (0.25,)


def test_the_others_may_move_too():
    rows = {(0, 1): 0.75, (1, 2): 0.5}, {(0, 1): 0.5, (2, 3): 0.25}
    assert margins_of(*rows) == (0.0, 0.0)


def test_without_a_pick_it_is_what_having_one_costs():
    assert margins_of({(0, 3): 1.0}, {(0, 1): 0.5}, {}) == (0.5, 0.5, None)


def test_equal_entities_may_swap():
    row = {(0, 1): 1.0, (2, 3): 1.0}
    assert margins_of(row, row) == (0.0, 0.0)


def test_no_other_choice_where_the_constraint_asks_for_one():
    assert margins_of({(0, 1): 0.75}, constraint="exactly") == (None,)


def test_a_greedy_choice_can_have_a_margin_below_zero():
    scores, candidates = problem({(0, 2): 0.875, (0, 1): 0.75}, {(1, 2): 0.75})
    greedy = MATCHERS.get("greedy").make(scores, candidates)
    assert margins(scores, candidates, greedy) == (-0.625, -0.625)


def test_a_choice_made_otherwise_is_refused():
    scores, candidates = problem({(0, 1): 0.5})
    with pytest.raises(InputError, match="row 0, column 0"):
        margins(scores, candidates, Solution(((0,),)), price=0.75)
    with pytest.raises(InputError, match="need one for 1"):
        margins(scores, candidates, Solution(()))
    assert margins(np.zeros((0, 1)), candidates, Solution(())) == ()


def test_says_where_it_takes_too_long(monkeypatch):
    rng = np.random.default_rng(0)
    candidates = Candidates.of([(a, a + d) for a in range(9) for d in (1, 2)], origin="t")
    scores = rng.random((5, len(candidates)))
    solution = exact(scores, candidates)
    monkeypatch.setattr(solve, "STEPS", 1)
    monkeypatch.setattr(solve, "STEPS_AFTER", 1)
    said = margins(scores, candidates, solution)
    assert isinstance(said, NotComputed)
    assert said.reason.startswith("not computed: 5 entities")


@settings(max_examples=150)
@given(world=problems(), options=OPTIONS)
def test_equals_brute_force(world, options):
    choices = every_choice(*world, **options)
    expected = []
    for k, mine in enumerate(choices[0][3]):
        rest = [c for c in choices if (set(c[3][k]).isdisjoint(mine) if mine else c[3][k])]
        best = rest[0] if rest else None
        if best is None or (options["constraint"] != "at-most" and best[0] < choices[0][0]):
            expected.append(None)
        else:
            expected.append((choices[0][1] - best[1]) / GRID)
    assert margins(*world, Solution(choices[0][3], 0.0), **options) == tuple(expected)


@settings(max_examples=100)
@given(world=problems(), options=OPTIONS)
def test_of_a_greedy_choice_equals_brute_force(world, options):
    choices = every_choice(*world, **options)
    chosen = MATCHERS.get("greedy").make(*world, **options).chosen
    expected = []
    for k, mine in enumerate(chosen):
        kept = [c for c in choices if (set(mine) <= set(c[3][k]) if mine else not c[3][k])]
        rest = [c for c in choices if (set(c[3][k]).isdisjoint(mine) if mine else c[3][k])]
        fewer = options["constraint"] != "at-most" and rest and rest[0][0] < kept[0][0]
        margin = None if fewer or not rest else (kept[0][1] - rest[0][1]) / GRID
        expected.append(margin)
    assert margins(*world, Solution(chosen), **options) == tuple(expected)
