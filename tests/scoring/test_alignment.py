import numpy as np
import pytest

from core.domain.candidate import Candidates
from core.domain.task import Task
from core.errors import MissingInputError
from core.scoring.alignment import alignment
from tests.projection.build import task


def scores(world, spans, **options):
    return alignment(world, Candidates.of(spans, origin="t"), **options)[0].tolist()


def test_published_example():
    world = task(2, 6, [(0, 2, "LOC")], [(0, 3), (1, 4)])
    spans = [(2, 6), (3, 4), (3, 5), (3, 6)]
    assert scores(world, spans) == pytest.approx([2 / 3, 2 / 3, 1.0, 0.8])


def test_many_to_many_links_score_above_one():
    world = task(2, 2, [(0, 2, "LOC")], [(0, 0), (0, 1), (1, 0), (1, 1)])
    assert scores(world, [(0, 2)]) == [2.0]


def test_a_one_word_entity_with_two_runs_and_a_gap_of_one_is_a_tie():
    world = task(1, 3, [(0, 1, "LOC")], [(0, 0), (0, 2)])
    assert scores(world, [(0, 1), (0, 3), (2, 3)]) == pytest.approx([1.0, 1.0, 1.0])


def test_probabilities_count_where_asked_for():
    world = task(1, 2, [(0, 1, "LOC")], [(0, 0, 0.5), (0, 1)])
    assert scores(world, [(0, 1), (1, 2)]) == [1.0, 1.0]
    assert scores(world, [(0, 1), (1, 2)], weighted=True) == [0.5, 1.0]


def test_no_links_no_entities_no_candidates():
    none = Candidates.of([], origin="t")
    assert alignment(task(1, 2, [(0, 1, "LOC")]), none).shape == (1, 0)
    assert alignment(task(1, 2, []), Candidates.of([(0, 1)], origin="t")).shape == (0, 1)
    assert not np.any(scores(task(1, 2, [(0, 1, "LOC")]), [(0, 1)]))


def test_links_are_needed():
    world = task(1, 1, [(0, 1, "PER")])
    with pytest.raises(MissingInputError, match="align"):
        alignment(Task(world.source, world.target), Candidates.of([(0, 1)], origin="t"))
