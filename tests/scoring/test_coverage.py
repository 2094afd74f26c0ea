import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.candidates.ngrams import ngrams
from core.domain.candidate import Candidates
from core.scoring.coverage import coverage
from tests.projection.build import task, tasks


def scores(world, spans, **options):
    return coverage(world, Candidates.of(spans, origin="t"), **options)[0].tolist()


def test_bounded_variant_with_all_weights_one():
    world = task(2, 6, [(0, 2, "LOC")], [(0, 3), (1, 4)])
    spans = [(2, 6), (3, 4), (3, 5), (3, 6)]
    same = scores(world, spans, unlinked=1.0, elsewhere=1.0, missing=1.0, short_words=1.0)
    assert same == pytest.approx([2 / 3, 2 / 3, 1.0, 0.8])


def test_many_to_many_links_stay_at_one():
    world = task(2, 2, [(0, 2, "LOC")], [(0, 0), (0, 1), (1, 0), (1, 1)])
    assert scores(world, [(0, 2)]) == [1.0]


def test_probability_counts_on_both_sides():
    world = task(1, 1, [(0, 1, "LOC")], [(0, 0, 0.5)])
    assert scores(world, [(0, 1)], missing=1.0, unlinked=1.0) == pytest.approx([0.5])


def test_a_gap_of_unlinked_words_costs_less_than_words_of_others():
    open_gap = task(3, 3, [(0, 2, "ORG")], [(0, 0), (1, 2)])
    filled = task(3, 3, [(0, 2, "ORG")], [(0, 0), (1, 2), (2, 1)])
    assert scores(open_gap, [(0, 3)]) == pytest.approx([4 / 4.3])
    assert scores(filled, [(0, 3)]) == pytest.approx([4 / 5])
    assert scores(filled, [(0, 3)], elsewhere=2.0) == pytest.approx([4 / 6])


def test_an_unlinked_entity_word_weighs_what_it_is_told_to():
    world = task(2, 1, [(0, 2, "ORG")], [(0, 0)])
    assert scores(world, [(0, 1)], missing=1.0) == pytest.approx([2 / 3])
    assert scores(world, [(0, 1)], missing=0.0) == pytest.approx([1.0])


@pytest.mark.parametrize(
    ("target", "best"),
    [("von Mitgliedstaaten", (1, 2)), ("Staat Mitgliedstaaten", (0, 2)), (", Mitglied", (1, 2))],
)
def test_short_words_are_not_drawn_in(target, best):
    world = task(2, 2, [(0, 2, "ORG")], [(0, 1), (1, 1), (1, 0)], target=target)
    found = dict(
        zip([(0, 1), (0, 2), (1, 2)], scores(world, [(0, 1), (0, 2), (1, 2)]), strict=True)
    )
    assert max(found, key=found.get) == best


def test_no_links_score_zero():
    assert scores(task(1, 2, [(0, 1, "LOC")]), [(0, 1)], missing=0.0, unlinked=0.0) == [0.0]
    assert coverage(task(1, 1, []), Candidates.of([(0, 1)], origin="t")).shape == (0, 1)


@given(world=tasks(), unlinked=st.floats(0, 3), elsewhere=st.floats(0, 3), missing=st.floats(0, 3))
def test_scores_lie_between_zero_and_one(world, unlinked, elsewhere, missing):
    found = coverage(world, ngrams(world), unlinked=unlinked, elsewhere=elsewhere, missing=missing)
    assert found.shape == (len(world.entities()), len(ngrams(world)))
    assert np.isfinite(found).all()
    assert (found >= 0).all()
    assert (found <= 1 + 1e-9).all()
