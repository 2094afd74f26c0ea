from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.evaluation.links import judgeable, link_scores

CELLS = st.frozensets(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=6)


@dataclass(frozen=True)
class Gold:
    sure: frozenset = frozenset()
    possible: frozenset = frozenset()
    src_unaligned: frozenset | None = None
    tgt_unaligned: frozenset | None = None


def cells(*pairs):
    return frozenset(pairs)


NONE = frozenset()
ONE = cells((0, 0))
TWO = cells((0, 0), (2, 2))


@pytest.mark.parametrize(
    ("links", "gold", "precision", "recall", "f1", "aer"),
    [
        (cells(), Gold(), 1, 1, 1, 0),
        (cells((0, 0)), Gold(), 0, 1, 0, 1),
        (cells(), Gold(cells((0, 0))), 0, 0, 0, 1),
        (cells((0, 0)), Gold(cells((0, 0))), 1, 1, 1, 0),
        (cells((0, 0), (1, 1)), Gold(cells((0, 0)), cells((1, 1))), 1, 1, 1, 0),
        (cells((0, 0), (2, 2)), Gold(cells((0, 0), (1, 1))), 0.5, 0.5, 0.5, 0.5),
        (cells((1, 1)), Gold(cells((0, 0)), cells((1, 1))), 1, 0, 0, 0.5),
        # token 2 was never annotated: the link 2-2 is not judged
        (TWO, Gold(ONE, NONE, NONE, NONE), 1, 1, 1, 0),
        # token 2 was annotated on both sides and left alone: now it is wrong
        (TWO, Gold(ONE, NONE, frozenset({2}), frozenset({2})), 0.5, 1, 2 / 3, 1 / 3),
        # one list alone says nothing about the other side
        (TWO, Gold(ONE, NONE, NONE, None), 0.5, 1, 2 / 3, 1 / 3),
    ],
)  # fmt: skip
def test_table(links, gold, precision, recall, f1, aer):
    score = link_scores([(links, gold)])
    assert (score.precision, score.recall, score.f1, score.aer) == pytest.approx(
        (precision, recall, f1, aer)
    )


def test_no_pairs():
    assert link_scores([]).aer == 0


def test_counts_run_over_all_pairs():
    score = link_scores(
        [
            (cells((0, 0)), Gold(cells((0, 0)))),
            (cells((0, 1), (1, 0)), Gold(cells((0, 1)), cells((1, 0), (1, 1)))),
        ]
    )
    assert (score.n_links, score.n_sure, score.n_possible) == (3, 2, 4)
    assert (score.in_sure, score.in_possible) == (2, 3)
    assert score.aer == 0


@given(CELLS, CELLS, CELLS)
def test_bounds(links, sure, possible):
    score = link_scores([(links, Gold(sure, possible))])
    for value in (score.precision, score.recall, score.f1, score.aer):
        assert 0 <= value <= 1


@given(CELLS, CELLS)
def test_judgeable_keeps_gold(links, sure):
    gold = Gold(sure, frozenset(), frozenset(), frozenset())
    assert links & sure <= judgeable(links, gold) <= links
