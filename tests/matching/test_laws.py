"""What every matcher on the shelf promises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.matching import MATCHERS
from core.matching.ties import worths
from tests.matching.worlds import brute_force, problems

EVERY = pytest.mark.parametrize("part", MATCHERS.parts(), ids=lambda part: part.name)
EXACT = pytest.mark.parametrize(
    "part", [p for p in MATCHERS.parts() if p.promises["exact"]], ids=lambda part: part.name
)


@EVERY
@given(world=problems(), per_entity=st.integers(1, 3))
def test_picks_count_are_disjoint_and_not_too_many(part, world, per_entity):
    scores, candidates = world
    worth = worths(scores, candidates, min_score=0.0)
    chosen = part.make(scores, candidates, per_entity=per_entity).chosen
    assert len(chosen) == len(scores)
    assert all(row == tuple(sorted(row)) and len(row) <= per_entity for row in chosen)
    assert all(worth[k, t] > 0 for k, row in enumerate(chosen) for t in row)
    covered = [j for row in chosen for t in row for j in range(*candidates.spans()[t])]
    assert len(covered) == len(set(covered))


@EXACT
@settings(max_examples=200)
@given(world=problems(), per_entity=st.integers(1, 2))
def test_exact_equals_brute_force_down_to_ties(part, world, per_entity):
    chosen = part.make(*world, per_entity=per_entity).chosen
    assert chosen == brute_force(*world, per_entity)


@given(world=problems(), per_entity=st.integers(1, 2))
def test_greedy_equals_its_definition(world, per_entity):
    scores, candidates = world
    worth = worths(scores, candidates, min_score=0.0)
    spans = candidates.spans()
    picks = sorted(
        (-worth[k, t], spans[t][1] - spans[t][0], spans[t][0], k, t)
        for k in range(len(scores))
        for t in range(len(spans))
        if worth[k, t] > 0
    )
    taken: set[int] = set()
    rows: list[list[int]] = [[] for _ in scores]
    for *_, k, t in picks:
        cover = set(range(*spans[t]))
        if len(rows[k]) < per_entity and not cover & taken:
            rows[k].append(t)
            taken |= cover
    found = MATCHERS.get("greedy").make(scores, candidates, per_entity=per_entity).chosen
    assert found == tuple(tuple(sorted(row)) for row in rows)


@EVERY
def test_every_matcher_says_what_it_is(part):
    assert part.summary
    assert part.source
    assert isinstance(part.promises["exact"], bool)
    assert {o.name for o in part.options} >= {"per_entity", "min_score"}
