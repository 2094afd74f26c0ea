"""Margins, probabilities and competitors of explanations, on worlds small enough to count."""

import math

import pytest

from core.domain.projection import Reason
from core.matching.posterior import TEMPERATURE
from core.projection import METHODS, project
from core.projection.alternatives import alternatives
from core.projection.explain import NO_SCORES
from core.projection.resolve import spec_from_dict, with_label_map
from tests.projection.build import task

EXACT = METHODS["aligned-exact"]
FIGHT = task(2, 1, [(0, 1, "PER"), (1, 2, "LOC")], [(0, 0), (1, 0)])
"""Two entities that want the same word, each at a score of 1."""


def why(world, spec, k=0):
    return project(world, spec, explain=True)[k].explanation


def test_a_pick_without_rivals_is_worth_its_score() -> None:
    told = why(task(1, 1, [(0, 1, "PER")], [(0, 0)]), EXACT)
    share = math.exp(1 / TEMPERATURE) / (math.exp(1 / TEMPERATURE) + 1)
    assert told.margin == pytest.approx(1.0)
    assert told.posterior == pytest.approx(share)
    assert told.competitors[0].posterior == pytest.approx(share)
    assert told.not_computed == ""


def test_two_that_want_one_word_are_level() -> None:
    weight = math.exp(1 / TEMPERATURE)
    held, blocked = (p.explanation for p in project(FIGHT, EXACT, explain=True))
    assert held.margin == pytest.approx(0.0)
    assert held.posterior == pytest.approx(weight / (1 + 2 * weight))
    assert blocked.margin == pytest.approx(0.0)
    assert blocked.posterior == pytest.approx((1 + weight) / (1 + 2 * weight))
    assert blocked.blocked_by == 0
    assert blocked.competitors[0].taken_by == 0


def test_a_greedy_choice_may_have_a_better_one_beside_it() -> None:
    world = task(3, 3, [(0, 2, "PER"), (2, 3, "LOC")], [(0, 0), (0, 1), (1, 0), (2, 1)])
    assert why(world, METHODS["ngram-exact"]).margin > 0
    assert why(world, METHODS["ngram-greedy"]).margin < 0


def test_no_candidate_has_no_margin_and_is_sure() -> None:
    told = why(task(1, 1, [(0, 1, "PER")], []), EXACT)
    assert (told.margin, told.posterior, told.entropy) == (None, pytest.approx(1.0), 0.0)


def test_a_heuristic_says_why_it_has_no_numbers() -> None:
    told = why(FIGHT, METHODS["heuristic"])
    assert (told.margin, told.posterior, told.entropy) == (None, None, None)
    assert told.not_computed == NO_SCORES


def test_scores_of_one_name_are_told_apart() -> None:
    spec = spec_from_dict(
        {"candidates": ["aligned"], "scores": ["coverage", "coverage"], "matcher": "exact"}
    )
    told = why(task(1, 1, [(0, 1, "PER")], [(0, 0)]), spec)
    assert [name for name, _ in told.competitors[0].parts] == ["coverage", "coverage 2"]


def test_more_entities_than_can_be_counted_say_so() -> None:
    n = 15
    world = task(
        n, n, [(i, i + 1, "PER") for i in range(n)], [(i, j) for i in range(n) for j in range(n)]
    )
    told = why(world, EXACT)
    assert told.posterior is None
    assert told.not_computed.startswith("not computed: ")


def test_in_a_hurry_dense_sentences_go_without_numbers() -> None:
    dense = task(6, 40, [(i, i + 1, "PER") for i in range(6)], [(i, 6 * i) for i in range(6)])
    spec = METHODS["ngram-exact"]
    hurried = project(dense, spec, explain=True, quick=True)
    assert [p.picks for p in hurried] == [p.picks for p in project(dense, spec)]
    for p in hurried:
        assert (p.explanation.margin, p.explanation.posterior) == (None, None)
        assert p.explanation.not_computed.startswith("not computed: ")
        assert p.explanation.competitors
    assert alternatives(dense, spec, hurried, quick=True) == ()
    assert len(alternatives(dense, spec, hurried)) == 3
    assert why(dense, spec).posterior is not None


def test_in_a_hurry_small_sentences_have_their_numbers() -> None:
    found = project(FIGHT, EXACT, explain=True, quick=True)
    assert found == project(FIGHT, EXACT, explain=True)
    assert alternatives(FIGHT, EXACT, found, quick=True) == alternatives(FIGHT, EXACT, found)


def test_alternatives_come_best_first() -> None:
    found = alternatives(FIGHT, EXACT, project(FIGHT, EXACT))
    assert [(a.total, a.spans) for a in found] == [
        (1.0, (((0, 1),), ())),
        (1.0, ((), ((0, 1),))),
        (0.0, ((), ())),
    ]
    assert alternatives(FIGHT, EXACT, project(FIGHT, EXACT), most=1) == found[:1]


def test_alternatives_of_what_has_none() -> None:
    heuristic = METHODS["heuristic"]
    assert alternatives(FIGHT, heuristic, project(FIGHT, heuristic)) == ()
    bare = task(1, 1, [])
    assert alternatives(bare, EXACT, project(bare, EXACT)) == ()


def test_an_entity_that_takes_no_part_gets_nothing_in_any_alternative() -> None:
    spec = with_label_map(EXACT, {"PER": "O"})
    found = project(FIGHT, spec)
    assert found[0].reason is Reason.DROPPED
    assert [a.spans for a in alternatives(FIGHT, spec, found)] == [
        ((), ((0, 1),)),
        ((), ()),
    ]
