import numpy as np
import pytest
from hypothesis import given, settings

from core.domain.candidate import Candidates
from core.matching import solve
from core.matching.exact import exact
from core.matching.greedy import greedy
from core.matching.ties import GRID
from tests.matching.worlds import (
    OPTIONS,
    brute_force,
    every_choice,
    problem,
    problems,
    spans_of,
)


def chosen(*rows, **options):
    scores, candidates = problem(*rows)
    return spans_of(exact(scores, candidates, **options).chosen, candidates)


def test_published_vectors_where_greedy_misses():
    row = {(0, 2): 0.2, (1, 3): 0.3, (2, 5): 0.2}
    assert chosen(row, per_entity=2) == [[(0, 2), (2, 5)]]
    assert chosen({(0, 2): 0.9, (0, 1): 0.8}, {(1, 2): 0.8}) == [[(0, 1)], [(1, 2)]]


def test_an_entity_stays_without_rather_than_cost_more():
    assert chosen({(0, 3): 0.9}, {(0, 1): 0.4}, {(2, 3): 0.4}) == [[(0, 3)], [], []]
    assert chosen({(0, 3): 0.9}, {(0, 1): 0.5}, {(2, 3): 0.5}) == [[], [(0, 1)], [(2, 3)]]


def test_equal_sums_go_to_fewer_tokens_then_further_left():
    assert chosen({(0, 2): 1.0, (1, 2): 1.0}, {(2, 4): 1.0, (2, 3): 1.0}) == [[(1, 2)], [(2, 3)]]
    assert chosen({(0, 1): 1.0, (1, 2): 1.0}, {(0, 1): 1.0}) == [[(1, 2)], [(0, 1)]]


@pytest.mark.parametrize("count", [2, 5, 12])
def test_equal_entities_get_their_candidates_in_order(count):
    row = {(2 * k, 2 * k + 1): 1.0 for k in range(count)}
    assert chosen(*[row] * count) == [[span] for span in sorted(row)]


def test_thirty_equal_entities_for_twenty_places():
    row = {(k, k + 1): 1.0 for k in range(20)}
    assert chosen(*[row] * 30) == [[(k, k + 1)] for k in range(20)] + [[]] * 10


def test_sums_do_not_depend_on_the_order_of_summation():
    rows = [{(0, 1): 0.1, (0, 3): 0.6}, {(1, 2): 0.2}, {(2, 3): 0.3}]
    assert chosen(*rows) == [[(0, 1)], [(1, 2)], [(2, 3)]]


@pytest.mark.parametrize("seed", range(6))
def test_larger_problems_agree_with_an_integer_program(seed):
    scores, candidates = _dense(seed, rows=8, columns=60, tokens=20)
    picks = exact(scores, candidates).chosen
    _check(picks, candidates)
    total = sum(scores[k, t] for k, row in enumerate(picks) for t in row)
    assert total == pytest.approx(_integer_program(scores, candidates), abs=1e-6)
    first = greedy(scores, candidates).chosen
    assert total >= sum(scores[k, t] for k, row in enumerate(first) for t in row) - 1e-9


def test_a_dense_problem_with_prices_agrees_with_brute_force():
    rng = np.random.default_rng(5)
    candidates = Candidates.of([(a, a + d) for a in range(5) for d in (1, 2, 3)], origin="t")
    for _ in range(5):
        scores = rng.integers(1, 5, (4, len(candidates))) / 4
        assert len(candidates) * 4 == 60
        assert exact(scores, candidates).chosen == brute_force(scores, candidates)


@settings(max_examples=300)
@given(world=problems(), options=OPTIONS)
def test_prices_leave_out_no_best_solution(world, options):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "LARGE", 0)
        solution = exact(*world, **options)
    assert solution == (brute_force(*world, **options), 0.0)


@pytest.mark.parametrize("large", [0, 60])
@settings(max_examples=100)
@given(world=problems(), options=OPTIONS)
def test_programs_help_to_the_same_solution(large, world, options):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "LARGE", large)
        patch.setattr(solve, "STEPS", 1)
        patch.setattr(solve, "STEPS_AFTER", 10**6)
        solution = exact(*world, **options)
    assert solution == (brute_force(*world, **options), 0.0)


@pytest.mark.parametrize("cells", [1, 120])
@settings(max_examples=100)
@given(world=problems(), options=OPTIONS)
def test_what_is_given_up_is_within_the_gap(cells, world, options):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "STEPS", 1)
        patch.setattr(solve, "STEPS_AFTER", 1)
        patch.setattr(solve, "CELLS", cells)
        found, gap = exact(*world, **options)
    choices = {c[-1]: c for c in every_choice(*world, **options)}
    best = next(iter(choices.values()))
    assert gap is not None
    assert found in choices
    if gap == 0:
        assert found == best[-1]
    assert choices[found][1] + gap * GRID >= best[1]


def _dense(seed, *, rows, columns, tokens):
    rng = np.random.default_rng(seed)
    spans = set()
    while len(spans) < columns:
        start = int(rng.integers(0, tokens))
        end = start + int(rng.integers(1, 9))
        if end <= tokens:
            spans.add((start, end))
    candidates = Candidates.of(spans, origin="t")
    scores = rng.random((rows, columns))
    return (np.round(scores * 5) / 5 if seed % 2 else scores), candidates


def _check(picks, candidates):
    cover = [j for row in picks for t in row for j in range(*candidates.spans()[t])]
    assert len(cover) == len(set(cover))
    assert all(len(row) <= 1 for row in picks)


def _integer_program(scores, candidates):
    from scipy.optimize import Bounds, LinearConstraint, milp

    cells = np.argwhere(scores > 0)
    spans = candidates.spans()
    rows = np.zeros((len(scores) + int(candidates.end.max()), len(cells)))
    for column, (k, t) in enumerate(cells):
        rows[k, column] = 1
        rows[len(scores) + spans[t][0] : len(scores) + spans[t][1], column] = 1
    weights = -scores[cells[:, 0], cells[:, 1]]
    done = milp(
        weights,
        constraints=LinearConstraint(rows, -np.inf, 1),
        integrality=np.ones(len(cells)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    return -done.fun
