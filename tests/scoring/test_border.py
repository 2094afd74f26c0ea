import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.candidates.ngrams import ngrams
from core.domain.candidate import Candidates
from core.scoring.border import border
from tests.projection.build import task, tasks

LINKS = [(0, 1), (1, 2), (2, 3)]


def scores(world, spans, **options):
    return border(world, Candidates.of(spans, origin="t"), **options)[0].tolist()


@pytest.mark.parametrize(
    ("span", "score"),
    [
        ((1, 3), 1.0),
        ((1, 2), 3 / 4),  # a linked word stands behind it
        ((1, 4), 3 / 4),  # its last word is linked elsewhere
        ((0, 3), 3.25 / 4),  # its first word is linked to nothing
        ((0, 1), 0.0),  # no link at all
        ((3, 4), 0.0),
    ],
)
def test_each_end_counts_from_inside_and_outside(span, score):
    world = task(3, 4, [(0, 2, "ORG")], LINKS)
    assert scores(world, [span]) == pytest.approx([score])


def test_short_words_and_punctuation_make_poor_ends():
    world = task(2, 4, [(0, 2, "ORG")], [(0, 1), (1, 2)], target="von Mitglied der ,")
    before, whole, with_dot = scores(world, [(0, 3), (1, 3), (1, 4)])
    assert whole == pytest.approx(3.5 / 4)
    assert with_dot == pytest.approx(3 / 4)
    assert before == pytest.approx(2.5 / 4)
    assert scores(world, [(1, 3)], short_words=1.0) == [1.0]


def test_the_edge_of_the_sentence_is_as_good_as_a_word_of_others():
    assert scores(task(1, 1, [(0, 1, "ORG")], [(0, 0)]), [(0, 1)]) == [1.0]


def test_probabilities_count():
    world = task(1, 2, [(0, 1, "ORG")], [(0, 0, 0.5)])
    # twice the only word, half linked and half free; nothing around it
    assert scores(world, [(0, 1)]) == pytest.approx([(2 * (0.5 + 0.25 * 0.5) + 2) / 4])


def test_nothing_to_score():
    assert border(task(1, 1, []), Candidates.of([(0, 1)], origin="t")).shape == (0, 1)


@given(world=tasks(), unlinked=st.floats(0, 1), short=st.floats(0, 1))
def test_scores_lie_between_zero_and_one(world, unlinked, short):
    found = border(world, ngrams(world), unlinked=unlinked, short_words=short)
    assert np.isfinite(found).all()
    assert ((found >= 0) & (found <= 1)).all()
