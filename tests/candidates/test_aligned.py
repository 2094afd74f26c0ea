import pytest
from hypothesis import given

from core.candidates.aligned import aligned
from core.candidates.ngrams import ngrams
from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.task import Task
from core.errors import MissingInputError
from core.matching.exact import exact
from core.matching.ties import worths
from core.scoring.alignment import alignment
from core.scoring.bounded import bounded
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


def test_ends_may_be_words_that_look_alike():
    source = Sentence(("Frau", "Indonesia"), (Entity(1, 2, "LOC"),))
    target = ("von", "Indonesien", ",", "Indonesia")
    world = Task(source, target, Alignment(2, 4))
    assert len(aligned(world)) == 0
    assert aligned(world, alike=True).spans() == ((1, 2), (1, 4), (3, 4))
    assert aligned(world, alike=True, max_len=1).spans() == ((1, 2), (3, 4))


def test_short_words_and_punctuation_look_like_nothing():
    source = Sentence(("de", ","), (Entity(0, 2, "PER"),))
    assert len(aligned(Task(source, ("de", ","), Alignment(2, 2)), alike=True)) == 0


def no_looks(task, candidates):
    return coverage(task, candidates, alike=0.0)


@pytest.mark.parametrize("score", [alignment, bounded, no_looks, coverage])
@given(world=tasks())
def test_nothing_is_lost_against_all_spans(score, world):
    """The best sum of scores is the same as over all n-grams."""

    def best(candidates):
        scores = score(world, candidates)
        worth = worths(scores, candidates, min_score=0.0)
        picks = exact(scores, candidates).chosen
        return sum(int(worth[row, t]) for row, chosen in enumerate(picks) for t in chosen)

    looks = score is coverage
    assert best(aligned(world, alike=looks)) == best(ngrams(world, max_len=100, stop_words=""))
