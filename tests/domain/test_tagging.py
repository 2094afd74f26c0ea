import numpy as np
import pytest

from core.domain.tagging import classes, consistent, span_scores, spelt
from core.domain.task import TagProbs


def tags(labels, rows):
    return TagProbs(tuple(labels.split()), np.array(rows))


@pytest.mark.parametrize(
    ("labels", "columns"),
    [
        ("O B-PER I-PER", {"PER": (1, 2)}),
        ("I-PER O B-LOC", {"PER": (0, 0), "LOC": (2, 2)}),
        ("O", {}),
        ("B-a-b I-a-b", {"a-b": (0, 1)}),
    ],
)
def test_each_class_has_its_columns(labels, columns):
    width = len(labels.split())
    assert classes(tags(labels, np.full((1, width), 1 / width))) == columns


def test_spans_with_their_class():
    rows = [[0.1, 0.8, 0.1], [0.1, 0.2, 0.7], [0.9, 0.0, 0.1], [0.2, 0.3, 0.5]]
    assert list(spelt(tags("O B-PER I-PER", rows))) == [(0, 2, "PER"), (3, 4, "PER")]


def test_means_over_spans_and_whether_they_are_spelt():
    known = tags("O B-PER I-PER", [[0.1, 0.9, 0.0], [0.2, 0.0, 0.8], [0.7, 0.0, 0.3]])
    start, end = np.array([0, 0, 0, 1], np.int32), np.array([1, 2, 3, 2], np.int32)
    assert span_scores(known, start, end)["PER"] == pytest.approx([0.9, 0.85, 2 / 3, 0.0])
    assert consistent(known, start, end)["PER"].tolist() == [True, True, False, False]
