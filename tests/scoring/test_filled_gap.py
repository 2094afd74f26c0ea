import pytest
from hypothesis import given

from core.candidates.ngrams import ngrams
from core.domain.candidate import Candidates
from core.projection import project
from core.projection.resolve import spec_from_dict
from core.scoring.alignment import alignment
from core.scoring.filled_gap import filled_gap
from tests.projection.build import task, tasks


def filled(links, m=6, n=2, **options):
    world = task(n, m, [(0, 2, "ORG")], links)
    candidates = ngrams(world)
    row = filled_gap(world, candidates, **options)[0]
    return [span for span, value in zip(candidates.spans(), row, strict=True) if value]


@pytest.mark.parametrize(
    ("links", "options", "expected"),
    [
        ([(0, 1), (1, 3)], {}, [(1, 4)]),
        ([(0, 1), (1, 2)], {}, []),
        ([(0, 1), (1, 4)], {}, []),
        ([(0, 1), (1, 4)], {"gap": 2}, [(1, 5)]),
        ([(0, 0), (0, 1), (0, 2), (1, 4)], {}, []),  # 1 * 2 < 3 * 1
        ([(0, 0), (0, 1), (0, 2), (1, 4)], {"only_even": False}, [(0, 5)]),
        ([(0, 0), (0, 2), (1, 4)], {}, [(0, 3), (0, 5), (2, 5)]),
        ([(0, 0), (0, 3), (1, 5)], {}, [(3, 6)]),
        ([], {}, []),
    ],
)
def test_merged_runs(links, options, expected):
    assert filled(links, **options) == expected


def test_a_gap_that_is_linked_elsewhere_stays_open():
    assert filled([(0, 1), (1, 3), (2, 2)], n=3) == []


def test_with_a_small_weight_a_matcher_fills_what_it_would_leave():
    world = task(1, 3, [(0, 1, "LOC")], [(0, 0), (0, 2)])
    plain = {"name": "plain", "candidates": ["ngrams"], "scores": ["alignment"], "matcher": "exact"}
    bonus = {"part": "filled-gap", "weight": 0.01}
    both = {**plain, "name": "both", "scores": ["alignment", bonus]}
    picks = [project(world, spec_from_dict(spec))[0].picks[0] for spec in (plain, both)]
    assert [(p.start, p.end) for p in picks] == [(0, 1), (0, 3)]


def test_nothing_to_score():
    assert filled_gap(task(1, 1, []), Candidates.of([(0, 1)], origin="t")).shape == (0, 1)
    none = Candidates.of([], origin="t")
    assert filled_gap(task(1, 1, [(0, 1, "LOC")]), none).shape == (1, 0)


@given(world=tasks())
def test_where_words_have_one_link_it_is_given_only_to_spans_as_good_as_their_runs(world):
    candidates = ngrams(world)
    scores, bonus = alignment(world, candidates), filled_gap(world, candidates)
    assert ((bonus == 0) | (bonus == 1)).all()
    spans = candidates.spans()
    for k, entity in enumerate(world.entities()):
        targets = world.need_alignment().targets_of(entity.start, entity.end)
        links = world.need_alignment().between(entity.start, entity.end, 0, len(world.target))
        for t in bonus[k].nonzero()[0]:
            start, end = spans[t]
            assert start in targets
            assert end - 1 in targets
            if len(links) == len(targets):
                runs = [u for u, (a, b) in enumerate(spans) if set(range(a, b)) <= set(targets)]
                inside = [u for u in runs if start <= spans[u][0] and spans[u][1] <= end]
                assert scores[k, t] >= max(scores[k, u] for u in inside) - 1e-12
