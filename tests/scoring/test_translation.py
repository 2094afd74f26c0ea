from dataclasses import replace

import pytest

from core.domain.candidate import Candidates
from core.errors import InputError
from core.scoring.translation import translation
from tests.projection.build import task

WORLD = task(3, 4, [(0, 2, "PER"), (2, 3, "LOC")])
SPANS = [(0, 1), (0, 2), (2, 4)]


def scores(rows, **options):
    known = replace(WORLD, translation_scores=tuple(rows))
    return translation(known, Candidates.of(SPANS, origin="t"), **options).tolist()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], [[0, 0, 0], [0, 0, 0]]),
        ([(0, 2, 0, 2, 0.7), (2, 3, 2, 4, 0.4)], [[0, 0.7, 0], [0, 0, 0.4]]),
        ([(0, 1, 0, 2, 0.7), (0, 2, 0, 3, 0.7)], [[0, 0, 0], [0, 0, 0]]),  # other spans
        ([(0, 2, 0, 2, 0.1)], [[0, 0, 0], [0, 0, 0]]),  # not above the threshold
        ([(0, 2, 0, 2, -3.0)], [[0, 0, 0], [0, 0, 0]]),
        ([(0, 2, 0, 2, 0.3), (0, 2, 0, 2, 0.2)], [[0, 0.3, 0], [0, 0, 0]]),
    ],
)
def test_only_the_very_spans_count(rows, expected):
    assert scores(rows) == expected


def test_the_threshold_can_be_moved():
    assert scores([(0, 2, 0, 2, 0.1)], threshold=0.0)[0] == [0, 0.1, 0]


@pytest.mark.parametrize("row", [(0, 2, 0, 2, float("nan")), (0, 4, 0, 1, 0.5), (1, 1, 0, 1, 0.5)])
def test_scores_that_are_no_numbers_or_lie_outside_are_refused(row):
    with pytest.raises(InputError, match="3 x 4 tokens"):
        scores([row])
