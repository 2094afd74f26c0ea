import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.entity import Entity
from core.evaluation.differences import Difference, compare
from core.evaluation.spans import evaluate
from tests.evaluation.worlds import corpus

SWAP = {"missing": "spurious", "spurious": "missing", "split": "merged", "merged": "split"}


def entities(rows):
    return [Entity(*row) for row in rows]


def kinds(gold, predicted):
    return [str(c.kind) for c in compare(entities(gold), entities(predicted))]


TABLE = [
    ([], [], []),
    ([(0, 2, "PER")], [(0, 2, "PER")], ["same"]),
    ([(0, 2, "PER")], [(0, 1, "PER")], ["boundary"]),
    ([(0, 2, "PER")], [(1, 4, "PER")], ["boundary"]),
    ([(0, 2, "PER")], [(0, 2, "LOC")], ["type"]),
    ([(0, 2, "PER")], [], ["missing"]),
    ([], [(0, 2, "PER")], ["spurious"]),
    ([(0, 2, "PER")], [(2, 3, "PER")], ["missing", "spurious"]),
    ([(0, 2, "PER")], [(1, 3, "LOC")], ["boundary+type"]),
    ([(0, 4, "PER")], [(0, 1, "PER"), (2, 4, "PER")], ["split"]),
    ([(0, 4, "PER")], [(0, 1, "PER"), (1, 2, "PER"), (3, 4, "PER")], ["split"]),
    # not inside, or of another label: no split
    ([(0, 4, "PER")], [(0, 1, "PER"), (2, 5, "PER")], ["spurious", "boundary"]),
    ([(0, 4, "PER")], [(0, 1, "PER"), (2, 4, "LOC")], ["boundary", "spurious"]),
    ([(0, 1, "PER"), (2, 4, "PER")], [(0, 4, "PER")], ["merged"]),
    ([(0, 1, "PER"), (2, 4, "LOC")], [(0, 4, "PER")], ["boundary", "missing"]),
    ([(0, 2, "PER"), (2, 4, "LOC")], [(0, 2, "LOC"), (2, 4, "PER")], ["type", "type"]),
    # one label that overlaps goes before another that shares more
    ([(0, 5, "PER")], [(0, 1, "PER"), (1, 5, "LOC")], ["boundary", "spurious"]),
    # overlapping layers: equal entities first, then left to right
    ([(0, 4, "PER"), (1, 3, "PER")], [(1, 3, "PER"), (0, 1, "PER")], ["boundary", "same"]),
    # an entity twice is one
    ([(0, 1, "PER"), (0, 1, "PER")], [(0, 1, "PER")], ["same"]),
]


@pytest.mark.parametrize(("gold", "predicted", "wanted"), TABLE)
def test_types(gold, predicted, wanted):
    assert kinds(gold, predicted) == wanted


def test_the_pair_that_shares_most_comes_first():
    whole, left, right = Entity(0, 5, "PER"), Entity(0, 2, "PER"), Entity(2, 6, "PER")
    alone, pair = compare([whole], [left, right])
    assert (pair.gold, pair.predicted) == ((whole,), (right,))
    assert (alone.kind, alone.predicted) == (Difference.SPURIOUS, (left,))


def test_of_equals_the_one_of_nearer_length_then_the_one_further_left():
    whole = Entity(2, 6, "PER")
    long, short = Entity(0, 3, "PER"), Entity(5, 7, "PER")
    [pair] = [c for c in compare([whole], [long, short]) if c.gold]
    assert pair.predicted == (long,)
    left, right = Entity(1, 3, "PER"), Entity(5, 7, "PER")
    [pair] = [c for c in compare([whole], [left, right]) if c.gold]
    assert pair.predicted == (left,)


@given(st.integers(0, 10_000))
def test_every_entity_stands_once_and_same_means_right(seed):
    gold, predicted = corpus(seed, sentences=1)
    found = compare(gold[0], predicted[0])
    assert sorted(e for c in found for e in c.gold) == sorted(gold[0])
    assert sorted(e for c in found for e in c.predicted) == sorted(predicted[0])
    same = sum(c.kind is Difference.SAME for c in found)
    assert same == evaluate(gold, predicted).overall.tp
    assert [c.place for c in found] == sorted(c.place for c in found)


@given(st.integers(0, 10_000))
def test_each_type_has_as_many_entities_as_it_says(seed):
    gold, predicted = corpus(seed, sentences=1)
    sizes = {
        Difference.MISSING: lambda g, p: (g, p) == (1, 0),
        Difference.SPURIOUS: lambda g, p: (g, p) == (0, 1),
        Difference.SPLIT: lambda g, p: g == 1 and p > 1,
        Difference.MERGED: lambda g, p: g > 1 and p == 1,
    }
    for c in compare(gold[0], predicted[0]):
        fits = sizes.get(c.kind, lambda g, p: (g, p) == (1, 1))
        assert fits(len(c.gold), len(c.predicted))


@given(st.integers(0, 10_000))
def test_swapping_the_layers_swaps_the_types(seed):
    gold, predicted = corpus(seed, sentences=1)
    there = sorted(str(c.kind) for c in compare(gold[0], predicted[0]))
    back = [str(c.kind) for c in compare(predicted[0], gold[0])]
    assert there == sorted(SWAP.get(kind, kind) for kind in back)
