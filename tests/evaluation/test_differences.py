import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.entity import Entity
from core.evaluation.differences import Difference, compare
from core.evaluation.spans import evaluate
from tests.evaluation.worlds import corpus


def kinds(gold, predicted):
    found = compare([Entity(*g) for g in gold], [Entity(*p) for p in predicted])
    return [str(c.kind) for c in found]


@pytest.mark.parametrize(
    ("gold", "predicted", "wanted"),
    [
        ([], [], []),
        ([(0, 2, "PER")], [(0, 2, "PER")], ["same"]),
        ([(0, 2, "PER")], [(0, 1, "PER")], ["boundary"]),
        ([(0, 2, "PER")], [(1, 4, "PER")], ["boundary"]),
        ([(0, 2, "PER")], [(0, 2, "LOC")], ["type"]),
        ([(0, 2, "PER")], [], ["missing"]),
        ([], [(0, 2, "PER")], ["extra"]),
        ([(0, 2, "PER")], [(2, 3, "PER")], ["missing", "extra"]),
        ([(0, 2, "PER")], [(1, 3, "LOC")], ["missing", "extra"]),
        ([(0, 4, "PER")], [(0, 1, "PER"), (2, 4, "PER")], ["extra", "boundary"]),
        ([(0, 1, "PER"), (2, 4, "PER")], [(0, 4, "PER")], ["missing", "boundary"]),
        ([(0, 2, "PER"), (2, 4, "LOC")], [(0, 2, "LOC"), (2, 4, "PER")], ["type", "type"]),
    ],
)
def test_types(gold, predicted, wanted):
    assert kinds(gold, predicted) == wanted


def test_the_pair_that_shares_most_comes_first():
    whole, left, right = Entity(0, 5, "PER"), Entity(0, 2, "PER"), Entity(2, 5, "PER")
    alone, pair = compare([whole], [left, right])
    assert (pair.gold, pair.predicted) == (whole, right)
    assert (alone.kind, alone.predicted) == (Difference.EXTRA, left)


@given(st.integers(0, 10_000))
def test_every_entity_stands_once_and_same_means_right(seed):
    gold, predicted = corpus(seed, sentences=1)
    found = compare(gold[0], predicted[0])
    assert sorted(c.gold for c in found if c.gold) == sorted(gold[0])
    assert sorted(c.predicted for c in found if c.predicted) == sorted(predicted[0])
    same = sum(c.kind is Difference.SAME for c in found)
    assert same == evaluate(gold, predicted).overall.tp
    assert [c.place for c in found] == sorted(c.place for c in found)


@given(st.integers(0, 10_000))
def test_swapping_the_layers_swaps_missing_and_extra(seed):
    gold, predicted = corpus(seed, sentences=1)
    swap = {"missing": "extra", "extra": "missing"}
    there = sorted(str(c.kind) for c in compare(gold[0], predicted[0]))
    back = sorted(
        swap.get(k, k) for k in map(str, (c.kind for c in compare(predicted[0], gold[0])))
    )
    assert there == back
