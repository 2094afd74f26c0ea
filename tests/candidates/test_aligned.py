import pytest
from hypothesis import given

from core.candidates.aligned import aligned
from core.candidates.ngrams import ngrams
from core.domain.task import Task
from core.errors import MissingInputError
from core.matching.exact import exact
from core.matching.ties import worths
from core.scoring.alignment import alignment
from core.scoring.coverage import coverage
from tests.projection.build import task, tasks


def test_both_ends_are_linked_to_one_entity():
    world = task(4, 6, [(0, 2, "PER"), (2, 3, "LOC")], [(0, 1), (1, 3), (2, 5), (3, 0)])
    assert aligned(world).spans() == ((1, 2), (1, 4), (3, 4), (5, 6))


def test_length_can_be_limited():
    world = task(1, 9, [(0, 1, "PER")], [(0, 0), (0, 8)])
    assert (0, 9) in aligned(world).spans()
    assert aligned(world, max_len=8).spans() == ((0, 1), (8, 9))


def test_no_links_no_candidates():
    assert len(aligned(task(2, 2, [(0, 1, "PER")], [(1, 1)]))) == 0
    assert len(aligned(task(2, 2, [], [(1, 1)]))) == 0


def test_links_are_needed():
    world = task(1, 1, [(0, 1, "PER")])
    with pytest.raises(MissingInputError, match="align"):
        aligned(Task(world.source, world.target))


@pytest.mark.parametrize("score", [alignment, coverage])
@given(world=tasks())
def test_nothing_is_lost_against_all_spans(score, world):
    """The best sum of scores is the same as over all n-grams."""

    def best(candidates):
        scores = score(world, candidates)
        worth = worths(scores, candidates, min_score=0.0)
        picks = exact(scores, candidates)
        return sum(int(worth[row, t]) for row, chosen in enumerate(picks) for t in chosen)

    assert best(aligned(world)) == best(ngrams(world, max_len=100, stop_words=""))
