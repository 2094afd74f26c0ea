"""Votes over methods: counted by hand, and what every vote promises."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.entity import Entity
from core.domain.projection import Pick, Projection, Reason
from core.errors import SpecError
from core.projection import METHODS, project
from core.projection.combiners import COMBINERS, Ballot
from core.projection.resolve import spec_from_dict, with_label_map, with_options
from tests.projection.build import task, tasks

VOTE = COMBINERS.get("vote").make
ONE_PICK = ["coverage-exact", "coverage-greedy", "heuristic", "ngram-exact", "span-rule"]


def vote_of(*members: object, **options: object):
    return spec_from_dict({"members": list(members), "combiner": {"part": "vote", **options}})


def ballot(name: str, weight: float, *spans: tuple[int, int] | None) -> Ballot:
    """Return a ballot with one span, or none, for each of several one-word entities."""
    rows = [
        Projection(Entity(k, k + 1, "PER"), *(((Pick(*s),), None) if s else ((), Reason.NO_LINKS)))
        for k, s in enumerate(spans)
    ]
    return Ballot(name, weight, tuple(rows))


def chosen(*ballots: Ballot, **options: object) -> list[list[tuple[int, int]]]:
    counted = VOTE(ballots, **options)
    spans = counted.candidates.spans()
    return [[spans[t] for t in row] for row in counted.solution.chosen]


# by hand


def test_the_span_with_the_most_weight_wins() -> None:
    votes = [ballot("a", 1, (0, 2)), ballot("b", 1, (0, 1)), ballot("c", 1, (0, 2))]
    assert chosen(*votes) == [[(0, 2)]]
    heavy = [votes[0], ballot("b", 2.5, (0, 1)), votes[2]]
    assert chosen(*heavy) == [[(0, 1)]]
    counted = VOTE(heavy)
    assert counted.shares.round(6).tolist() == [[0.555556, 0.444444]]
    assert counted.solution.gap == 0.0


def test_of_equal_shares_the_total_order_decides_whoever_comes_first() -> None:
    long, short = ballot("a", 1, (0, 2)), ballot("b", 1, (1, 2))
    assert chosen(long, short) == chosen(short, long) == [[(1, 2)]]
    thirds = [ballot(name, 0.1, (0, 1)) for name in "abc"]
    assert chosen(*thirds, ballot("d", 0.3, (0, 2))) == [[(0, 1)]]


def test_none_wins_where_more_weight_is_for_it() -> None:
    votes = [ballot("a", 1, (0, 2)), ballot("b", 1, None), ballot("c", 1, None)]
    assert chosen(*votes) == [[]]
    assert chosen(*votes, none_counts=False) == [[(0, 2)]]
    assert chosen(votes[0], votes[1]) == [[(0, 2)]]  # as many for the span as for none


def test_a_span_needs_its_least_share() -> None:
    votes = [ballot("a", 1, (0, 1)), ballot("b", 1, (0, 2)), ballot("c", 1, (0, 3))]
    assert chosen(*votes, min_share=0.3) == [[(0, 1)]]
    assert chosen(*votes, min_share=1 / 3) == [[(0, 1)]]
    assert chosen(*votes, min_share=0.34) == [[]]


def test_entities_are_chosen_together() -> None:
    votes = [
        ballot("a", 3, (0, 2), (2, 3)),
        ballot("b", 2, (0, 1), (1, 2)),
        ballot("c", 2, (0, 1), (1, 2)),
    ]
    assert chosen(*votes) == [[(0, 1)], [(1, 2)]]
    heavier = [replace(votes[0], weight=5), *votes[1:]]
    assert chosen(*heavier) == [[(0, 2)], [(2, 3)]]


def test_who_does_not_know_an_entity_does_not_vote() -> None:
    absent = Ballot("c", 1, (None,))
    assert chosen(ballot("a", 1, (0, 1)), ballot("b", 1, None), absent) == [[(0, 1)]]
    assert chosen(absent) == [[]]


def test_no_entities_and_no_weight() -> None:
    assert chosen(Ballot("a", 1, ())) == []
    with pytest.raises(SpecError, match="weight above 0"):
        chosen(ballot("a", 0, (0, 1)))
    with pytest.raises(SpecError, match="estimated from a corpus: use project_pairs"):
        chosen(ballot("a", 1, (0, 1)), weights="agreement")


# through the engine


def test_reasons_are_those_of_the_members() -> None:
    silent = task(2, 2, [(0, 1, "PER"), (1, 2, "LOC")], [(0, 0)])
    assert [p.reason for p in project(silent, METHODS["vote"])] == [None, Reason.NO_LINKS]
    split = vote_of("ngram-exact", "span-rule", "heuristic-thesis", min_share=1.0)
    apart = task(3, 4, [(0, 3, "PER")], [(0, 0), (2, 3)])
    assert [p.reason for p in project(apart, split)] == [Reason.FILTERED]


def test_the_explanation_tells_who_voted_for_what() -> None:
    world = task(3, 3, [(0, 2, "PER"), (2, 3, "LOC")], [(0, 0), (0, 1), (1, 0), (2, 1)])
    spec = vote_of("coverage-exact", "heuristic", "ngram-exact", "span-rule")
    first, _ = project(world, spec, explain=True)
    assert first.explanation.steps == (
        "Vote of coverage-exact (weight 1), ngram-exact (weight 1), span-rule (weight 1), "
        "heuristic (weight 1).",
        "For word 1, 'Tok0': coverage-exact, ngram-exact, 50% of the weight.",
        "For words 1 to 2, 'Tok0 Tok1': span-rule, 25% of the weight.",
        "For no span: heuristic, 25% of the weight.",
    )
    best = first.explanation.competitors[0]
    assert (best.start, best.end, best.score) == (0, 1, 0.5)
    assert dict(best.parts) == {
        "coverage-exact": 1.0,
        "ngram-exact": 1.0,
        "span-rule": 0.0,
        "heuristic": 0.0,
    }
    assert best.origins == ("coverage-exact", "ngram-exact")


def test_spans_without_enough_votes_are_told_in_the_steps() -> None:
    world = task(3, 4, [(0, 3, "PER")], [(0, 0), (2, 3)])
    spec = vote_of("span-rule", "ngram-exact", "heuristic", min_share=0.6)
    (found,) = project(world, spec, explain=True)
    assert found.explanation.steps[1:] == (
        "For words 1 to 4, 'Tok0 Tok1 Tok2 Tok3': ngram-exact, span-rule, 67% of the weight.",
        "For word 1, 'Tok0': heuristic, 33% of the weight; not enough.",
    )


AWKWARD = [
    task(1, 1, [(0, 1, "PER")], [(0, 0)]),
    task(1, 1, [(0, 1, "PER")], []),
    task(4, 1, [(0, 4, "PER")], [(i, 0) for i in range(4)], target="!"),
    task(2, 2, [(0, 1, "LOC"), (1, 2, "LOC")], [(0, 0), (0, 1), (1, 0), (1, 1)], target="Rom Rom"),
    task(30, 30, [(0, 30, "ORG")], [(i, i) for i in range(30)]),
    task(2, 3, [(0, 2, "LOC")], [(0, 2), (1, 0)], target="שלום de תל"),
    task(2, 3, [(0, 2, "LOC")], [(0, 0), (1, 2)], target="東 京 都"),
    task(1, 2, [(0, 1, "LOC")], [(0, 0), (0, 1)], target="Zu\u0308rich Z\u00fcrich"),
]


@pytest.mark.parametrize("world", AWKWARD)
@pytest.mark.parametrize("name", ONE_PICK)
def test_a_vote_of_one_is_that_one_on_awkward_rows(world, name) -> None:
    alone, voted = project(world, METHODS[name]), project(world, vote_of(name))
    assert [(bare(p), p.reason) for p in voted] == [(bare(p), p.reason) for p in alone]


# laws


def bare(projection: Projection) -> list[tuple[int, int]]:
    return [(p.start, p.end) for p in projection.picks]


@pytest.mark.parametrize("name", ["heuristic-paper", *ONE_PICK])
@settings(max_examples=30)
@given(world=tasks())
def test_a_vote_of_one_method_is_that_method(name, world) -> None:
    alone, voted = project(world, METHODS[name]), project(world, vote_of(name, per_entity=10))
    assert [(bare(p), p.reason) for p in voted] == [(bare(p), p.reason) for p in alone]


@settings(max_examples=30)
@given(world=tasks(), weight=st.sampled_from([0.25, 1.0, 3.0]))
def test_equal_members_change_nothing(world, weight) -> None:
    same = {k: v for k, v in METHODS["ngram-exact"].to_dict().items() if k != "aligner"}
    spec = vote_of("ngram-exact", same | {"name": "again", "weight": weight})
    assert [bare(p) for p in project(world, spec)] == [
        bare(p) for p in project(world, METHODS["ngram-exact"])
    ]


@settings(max_examples=30)
@given(world=tasks(), names=st.permutations(ONE_PICK))
def test_the_order_of_members_is_irrelevant(world, names) -> None:
    assert project(world, vote_of(*names)) == project(world, vote_of(*ONE_PICK))


@settings(max_examples=30)
@given(world=tasks(), factor=st.sampled_from([0.5, 3.0, 7.0]))
def test_only_the_ratio_of_weights_matters(world, factor) -> None:
    weights = {"coverage-exact": 2.0, "heuristic": 0.5, "span-rule": 1.0}
    some = vote_of(*({"method": n, "weight": w} for n, w in weights.items()))
    more = vote_of(*({"method": n, "weight": w * factor} for n, w in weights.items()))
    assert [bare(p) for p in project(world, more)] == [bare(p) for p in project(world, some)]


@settings(max_examples=30)
@given(world=tasks())
def test_a_member_without_weight_is_not_heard(world) -> None:
    spec = vote_of("ngram-exact", {"method": "span-rule", "weight": 0})
    assert [bare(p) for p in project(world, spec)] == [
        bare(p) for p in project(world, METHODS["ngram-exact"])
    ]


def test_labels_are_mapped_once_for_all_members() -> None:
    world = task(2, 1, [(0, 1, "MISC"), (1, 2, "PER")], [(0, 0), (1, 0)])
    spec = with_label_map(METHODS["vote"], {"MISC": "PER", "PER": "O"})
    first, second = project(world, spec)
    assert first.entities() == (Entity(0, 1, "PER"),)
    assert second.reason is Reason.DROPPED


def test_options_reach_the_parts_of_members() -> None:
    asked = {"exact.min_score": 0.9, "vote.min_share": 0.5}
    spec = with_options(vote_of("coverage-exact", "ngram-exact", "span-rule"), asked)
    by_name = {m.spec.name: m.spec for m in spec.members}
    assert dict(by_name["ngram-exact"].matcher.options)["min_score"] == 0.9
    assert dict(by_name["coverage-exact"].matcher.options)["min_score"] == 0.9
    assert dict(spec.combiner.options)["min_share"] == 0.5
