import numpy as np
import pytest

from core.domain.entity import Entity
from core.errors import InputError
from core.evaluation.counts import by_unit, counts, drawn, f1
from core.evaluation.spans import evaluate
from tests.evaluation.worlds import corpus

PER, LOC = Entity(0, 2, "PER"), Entity(3, 4, "LOC")


def test_one_row_a_sentence():
    found = counts([[PER, LOC], [], [PER]], [[PER], [LOC], []], ignore=["MISC"])
    assert found.tolist() == [[1, 2, 1], [0, 0, 1], [0, 1, 0]]
    assert counts([], []).shape == (0, 3)
    assert counts([[PER, LOC]], [[PER, LOC]], eval_types=[("LOC",)]).tolist() == [[1, 1, 1]]


@pytest.mark.parametrize("seed", range(5))
def test_the_sum_is_the_score_of_the_corpus(seed):
    gold, predicted = corpus(seed)
    table = counts(gold, predicted)
    ours = evaluate(gold, predicted).overall
    assert table.sum(axis=0).tolist() == [ours.tp, ours.n_gold, ours.n_predicted]
    assert f1(table.sum(axis=0)[None])[0] == ours.f1


def test_units_are_summed_and_nameless_sentences_stand_alone():
    table = np.array([[1, 1, 1], [0, 1, 0], [1, 2, 1], [0, 0, 1]])
    assert by_unit(table, None).tolist() == table.tolist()
    assert by_unit(table, ["a", "", "a", ""]).tolist() == [[2, 3, 2], [0, 1, 0], [0, 0, 1]]
    with pytest.raises(InputError, match="1 units for 4 sentences"):
        by_unit(table, ["a"])


def test_nothing_over_nothing_is_zero():
    assert f1(np.array([[0, 0, 0], [0, 1, 0], [2, 2, 2]])).tolist() == [0, 0, 1]


def test_drawing_keeps_the_number_of_rows_and_the_mean():
    table = np.array([[1, 0, 1]] * 3 + [[0, 1, 1]] * 7)
    found = drawn(table, 20_000, np.random.default_rng(0))
    assert set(found[:, 2]) == {10}
    assert (found[:, 0] + found[:, 1] == 10).all()
    assert found[:, 0].mean() == pytest.approx(3, abs=0.05)
    assert found[:, 0].var() == pytest.approx(10 * 0.3 * 0.7, rel=0.05)
