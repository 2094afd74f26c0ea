import time

import numpy as np
import pytest

from core.errors import InputError
from core.evaluation.counts import counts
from core.evaluation.intervals import f1_interval
from core.evaluation.spans import evaluate
from tests.evaluation.worlds import corpus


def table(seed: int = 0, sentences: int = 200):
    return counts(*corpus(seed, sentences=sentences))


def test_the_interval_holds_the_figure_and_is_the_same_each_time():
    rows = table()
    found = f1_interval(rows)
    assert found == f1_interval(rows)
    assert found != f1_interval(rows, seed=1)
    assert found.value == evaluate(*corpus(0, sentences=200)).overall.f1
    assert found.low < found.value < found.high
    assert (found.units, found.level, found.why) == (200, 0.95, "")


def test_a_plain_bootstrap_gives_the_same_ends():
    rows = table(3)
    dice = np.random.default_rng(7)
    sums = rows[dice.integers(0, len(rows), (10_000, len(rows)))].sum(axis=1)
    plain = np.quantile(2 * sums[:, 0] / (sums[:, 1] + sums[:, 2]), [0.025, 0.975])
    found = f1_interval(rows)
    assert (found.low, found.high) == pytest.approx(tuple(plain), abs=0.004)


def test_more_confidence_is_wider_and_more_sentences_narrower():
    rows = table()
    wide, narrow = f1_interval(rows, level=0.99), f1_interval(rows, level=0.5)
    assert wide.low < narrow.low < narrow.high < wide.high
    many = f1_interval(np.vstack([rows] * 10))
    assert many.high - many.low < (narrow.high - narrow.low)


def test_sentences_of_a_document_are_drawn_together():
    rows = np.repeat([[1, 1, 1], [0, 1, 1]], 50, axis=0)
    alone = f1_interval(rows)
    docs = f1_interval(rows, units=[f"d{k // 10}" for k in range(100)])
    assert docs.units == 10
    assert docs.high - docs.low > 2 * (alone.high - alone.low)


@pytest.mark.parametrize(
    ("rows", "units", "why"),
    [
        (np.zeros((0, 3), int), None, "0 sentence or document"),
        (np.array([[1, 1, 1]]), None, "1 sentence or document"),
        (np.array([[1, 1, 1], [0, 1, 1]]), ["d", "d"], "1 sentence or document"),
        (np.zeros((5, 3), int), None, "neither side has an entity"),
    ],
)
def test_undefined_is_said(rows, units, why):
    found = f1_interval(rows, units=units)
    assert (found.low, found.high) == (None, None)
    assert why in found.why


def test_one_kind_of_sentence_gives_a_point():
    found = f1_interval(np.array([[1, 1, 1]] * 9))
    assert (found.low, found.value, found.high) == (1, 1, 1)


@pytest.mark.parametrize(("name", "value"), [("level", 1.0), ("level", 0.0), ("resamples", 0)])
def test_bad_arguments(name, value):
    with pytest.raises(InputError):
        f1_interval(table(), **{name: value})


def test_ten_thousand_resamples_of_a_thousand_sentences_are_quick():
    rows = table(sentences=1000)
    began = time.perf_counter()
    f1_interval(rows)
    assert time.perf_counter() - began < 1
