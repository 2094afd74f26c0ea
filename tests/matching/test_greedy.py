import numpy as np
import pytest

from core.domain.candidate import Candidates
from core.errors import InputError
from core.matching.greedy import greedy
from tests.matching.worlds import problem, spans_of


def chosen(*rows, **options):
    scores, candidates = problem(*rows)
    return spans_of(greedy(scores, candidates, **options).chosen, candidates)


def test_published_vector_two_candidates_for_one_entity():
    row = {(0, 2): 0.2, (1, 3): 0.3, (2, 5): 0.2}
    assert chosen(row, per_entity=2) == [[(1, 3)]]


def test_published_vector_two_entities():
    assert chosen({(0, 2): 0.9, (0, 1): 0.8}, {(1, 2): 0.8}) == [[(0, 2)], []]


@pytest.mark.parametrize(
    ("row", "pick"),
    [
        ({(0, 1): 0.5, (2, 3): 0.6}, (2, 3)),
        ({(0, 2): 0.5, (2, 3): 0.5}, (2, 3)),
        ({(0, 1): 0.5, (2, 3): 0.5}, (0, 1)),
        ({(0, 1): 0.3, (2, 3): 0.1 + 0.2}, (0, 1)),
    ],
)
def test_higher_then_shorter_then_further_left(row, pick):
    assert chosen(row) == [[pick]]


def test_equal_entities_get_their_candidates_in_order():
    row = {(1, 2): 1.0, (4, 5): 1.0}
    assert chosen(row, row) == [[(1, 2)], [(4, 5)]]
    assert chosen(row, row, row) == [[(1, 2)], [(4, 5)], []]


def test_scores_that_do_not_count():
    assert chosen({(1, 2): -1.0, (2, 3): 0.0}) == [[]]
    assert chosen({(0, 1): 0.4, (1, 2): 0.5}, min_score=0.4) == [[(1, 2)]]
    assert chosen({(0, 1): 0.4, (1, 2): 0.5}, price=0.4) == [[(1, 2)]]
    assert chosen({(0, 1): 1e300}) == [[(0, 1)]]


def test_nothing_to_match():
    none = Candidates.of([], origin="t")
    assert greedy(np.zeros((2, 0)), none).chosen == ((), ())
    assert greedy(np.zeros((0, 0)), none).chosen == ()


def test_scores_must_fit_the_candidates():
    with pytest.raises(InputError, match="one column a candidate"):
        greedy(np.zeros((1, 2)), Candidates.of([(0, 1)], origin="t"))
