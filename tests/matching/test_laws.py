"""What every matcher on the shelf promises."""

import numpy as np
import pytest
from hypothesis import given, settings

from core.domain.candidate import Candidates
from core.errors import InputError
from core.matching import MATCHERS
from core.matching.ties import GRID
from tests.matching.worlds import OPTIONS, brute_force, every_choice, problems

EVERY = pytest.mark.parametrize("part", MATCHERS.parts(), ids=lambda part: part.name)
EXACT = pytest.mark.parametrize(
    "part", [p for p in MATCHERS.parts() if p.promises["exact"]], ids=lambda part: part.name
)


@EVERY
@given(world=problems(), options=OPTIONS)
def test_picks_count_are_disjoint_and_not_too_many(part, world, options):
    scores, candidates = world
    chosen = part.make(scores, candidates, **options).chosen
    assert len(chosen) == len(scores)
    assert chosen in [c[-1] for c in every_choice(scores, candidates, **options)]


@EXACT
@settings(max_examples=300)
@given(world=problems(), options=OPTIONS)
def test_exact_equals_brute_force_down_to_ties(part, world, options):
    solution = part.make(*world, **options)
    assert solution.chosen == brute_force(*world, **options)
    assert solution.gap == 0


@given(world=problems(), options=OPTIONS)
def test_greedy_equals_its_definition(world, options):
    scores, candidates = world
    most, constraint, price = options["per_entity"], options["constraint"], options["price"]
    spans = candidates.spans()
    picks = sorted(
        (-round(float(scores[k, t]) * GRID), spans[t][1] - spans[t][0], spans[t][0], k, t)
        for k in range(len(scores))
        for t in range(len(spans))
        if round(float(scores[k, t]) * GRID) > (round(price * GRID) * (constraint == "at-most"))
    )
    taken: set[int] = set()
    rows: list[list[int]] = [[] for _ in scores]
    for steps, *_, k, t in picks:
        cover = set(range(*spans[t]))
        pays = -steps > round(price * GRID)
        room = len(rows[k]) < most or (constraint == "at-least" and pays)
        if room and not cover & taken:
            rows[k].append(t)
            taken |= cover
    found = MATCHERS.get("greedy").make(scores, candidates, **options).chosen
    assert found == tuple(tuple(sorted(row)) for row in rows)


@EVERY
@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_scores_that_are_no_numbers_are_refused(part, bad):
    scores = np.array([[0.5, 0.2], [0.1, bad]])
    candidates = Candidates.of([(0, 1), (1, 2)], origin="t")
    with pytest.raises(InputError, match="row 1, column 1"):
        part.make(scores, candidates)


@EVERY
def test_every_matcher_says_what_it_is(part):
    assert part.summary
    assert part.source
    assert isinstance(part.promises["exact"], bool)
    assert {o.name for o in part.options} >= {
        "per_entity",
        "constraint",
        "price",
        "min_score",
    }
