from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.entity import Entity, from_iob2
from core.errors import TagError
from core.training.decode import best_tags, decode

LABELS = ("O", "B-A", "I-A", "I-B", "B-B")


@given(st.integers(0, 4), st.integers(0, 2**32 - 1))
def test_it_is_the_best_of_all_sequences_that_are_iob2(length: int, seed: int) -> None:
    probs = np.random.default_rng(seed).dirichlet(np.ones(len(LABELS)), size=length)
    best = max(
        (w for w in product(range(len(LABELS)), repeat=length) if spells([LABELS[k] for k in w])),
        key=lambda way: np.prod([probs[t, k] for t, k in enumerate(way)]),
    )
    assert best_tags(LABELS, probs) == tuple(LABELS[k] for k in best)


def spells(tags: list[str]) -> bool:
    try:
        from_iob2(tags)
    except TagError:
        return False
    return True


def test_a_tag_that_continues_nothing_gives_way() -> None:
    # alone I-A (.6) is best at the second token, but O I-A is no IOB2:
    # B-A I-A .3 * .6 = .18, O O .5 * .3 = .15, O B-A .5 * .1 = .05
    probs = np.array([[0.5, 0.3, 0.2], [0.3, 0.1, 0.6]])
    assert decode(("O", "B-A", "I-A"), probs) == (Entity(0, 2, "A"),)


def test_a_certain_zero_is_no_warning_and_ties_go_to_the_first_label() -> None:
    assert best_tags(("O", "B-A", "I-A"), np.array([[0.0, 0.0, 1.0]])) == ("O",)
    assert best_tags(("O", "B-A"), np.full((2, 2), 0.5)) == ("O", "O")


def test_labels_that_start_nothing() -> None:
    with pytest.raises(TagError, match="no tag of I-A can start"):
        best_tags(("I-A",), np.ones((1, 1)))
