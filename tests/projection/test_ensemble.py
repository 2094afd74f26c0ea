"""The average of a target tagger and what was projected."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.task import TagProbs
from core.errors import InputError, OptionError
from core.projection.carried_probs import Carried
from core.projection.ensemble import ensemble

TRAIN = TagProbs(("O", "B-PER", "I-PER"), np.array([[0.8, 0.1, 0.1], [0.2, 0.6, 0.2]]))


def test_words_are_averaged_where_something_was_projected():
    test = Carried(
        ("B-PER", "O", "B-LOC"), np.array([[0.5, 0.2, 0.3], [0, 0, 0]]), np.array([True, False])
    )
    found = ensemble(TRAIN, test)
    assert found.labels == ("O", "B-PER", "I-PER", "B-LOC")
    assert found.probs[0] == pytest.approx([0.5, 0.3, 0.05, 0.15])
    assert found.probs[1] == pytest.approx([0.2, 0.6, 0.2, 0.0])
    assert ensemble(TRAIN, test, weight=0.0).probs[0] == pytest.approx([0.8, 0.1, 0.1, 0])
    assert ensemble(TRAIN, test, weight=1.0).probs[0] == pytest.approx([0.2, 0.5, 0, 0.3])
    assert ensemble(TRAIN, test, weight=0.25).probs[0] == pytest.approx([0.65, 0.2, 0.075, 0.075])


def test_rows_that_do_not_quite_add_up_to_1_do_afterwards():
    train = TagProbs(("O", "B-X"), np.array([[0.5, 0.49]]))
    found = ensemble(train, Carried(("O",), np.zeros((1, 1)), np.array([False])))
    assert found.probs.sum() == pytest.approx(1.0)


@given(st.integers(0, 99), st.integers(0, 5), st.floats(0, 1))
def test_rows_add_up_to_1_and_lie_between_the_two(seed, words, weight):
    chance = np.random.default_rng(seed)
    labels = ("O", "B-PER", "I-PER")
    one, other = (chance.dirichlet(np.ones(3), size=words).reshape(words, 3) for _ in range(2))
    reached = chance.random(words) < 0.5
    test = Carried(labels, np.where(reached[:, None], other, 0.0), reached)
    found = ensemble(TagProbs(labels, one), test, weight=weight).probs
    assert found.sum(axis=1) == pytest.approx(np.ones(words))
    assert (found >= np.minimum(one, other) - 1e-9).all()
    assert found[~reached] == pytest.approx(one[~reached])


def test_what_does_not_fit_is_refused():
    test = Carried(("O",), np.zeros((3, 1)), np.zeros(3, dtype=bool))
    with pytest.raises(InputError, match="2 rows of tag probabilities for 3 target words"):
        ensemble(TRAIN, test)
    with pytest.raises(OptionError, match=r"1\.5; it has to lie in \[0, 1\]"):
        ensemble(TRAIN, test, weight=1.5)
