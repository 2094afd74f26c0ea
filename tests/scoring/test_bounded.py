import pytest
from hypothesis import given

from core.candidates.ngrams import ngrams
from core.domain.candidate import Candidates
from core.scoring.bounded import bounded
from core.scoring.coverage import coverage
from tests.projection.build import task, tasks


def scores(world, spans, **options):
    return bounded(world, Candidates.of(spans, origin="t"), **options)[0].tolist()


def test_published_example():
    world = task(2, 6, [(0, 2, "LOC")], [(0, 3), (1, 4)])
    spans = [(2, 6), (3, 4), (3, 5), (3, 6)]
    assert scores(world, spans) == pytest.approx([2 / 3, 2 / 3, 1.0, 0.8])


@pytest.mark.parametrize(
    ("links", "plain", "weighted"),
    [
        ([(0, 0), (0, 1), (1, 0), (1, 1)], 1.0, 1.0),
        ([(0, 0, 0.5)], 0.5, 0.25),
        ([(0, 0, 0.25), (1, 0, 0.5)], 0.75, 0.375),
        ([], 0.0, 0.0),
    ],
)
def test_many_links_of_a_word_count_once(links, plain, weighted):
    world = task(2, 2, [(0, 2, "LOC")], links)
    assert scores(world, [(0, 2)]) == pytest.approx([plain])
    assert scores(world, [(0, 2)], weighted=True) == pytest.approx([weighted])


def test_nothing_to_score():
    assert bounded(task(1, 1, []), Candidates.of([(0, 1)], origin="t")).shape == (0, 1)
    none = Candidates.of([], origin="t")
    assert bounded(task(1, 1, [(0, 1, "LOC")]), none).shape == (1, 0)


@given(world=tasks())
def test_it_is_coverage_with_all_weights_one_and_never_above_one(world):
    candidates = ngrams(world)
    found = bounded(world, candidates, weighted=True)
    even = {"unlinked": 1.0, "doubt": 1.0, "missing": 1.0, "alike": 0.0}
    full = {"short_words": 1.0, "short_sources": 1.0, "small_letters": 1.0, "probabilities": 1.0}
    assert found == pytest.approx(coverage(world, candidates, **even, **full))
    assert (bounded(world, candidates) <= 1).all()
