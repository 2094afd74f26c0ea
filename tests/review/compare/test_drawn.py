from dataclasses import replace

import numpy as np
import pytest

from core.evaluation.paired import paired_test
from core.review.compare import (
    GOLD,
    about_differences,
    caveats,
    make_board,
    method_key,
    what_is_counted,
)
from core.review.compare.drawn import Drawn, drawn


@pytest.mark.parametrize(
    ("units", "words", "number"),
    [
        (["doc a", "doc a", "doc b"], "2 documents", 2),
        (["doc a", "group a", "", ""], "1 document and 1 group and 2 pairs", 4),
        (["", "", ""], "3 pairs", 3),
        ([], "no pairs", 0),
    ],
)
def test_units_are_counted_as_they_are_drawn(sheet, units, words, number) -> None:
    given = replace(sheet, units=tuple(units))
    found = drawn(given, np.ones(len(units), np.bool_))
    assert (str(found), len(found), found.pairs) == (words, number, len(units))


@pytest.mark.parametrize(
    ("found", "too_few"),
    [
        (Drawn(19, 0, 0, 5000), True),
        (Drawn(20, 0, 0, 5000), False),
        (Drawn(10, 0, 10, 40), False),
        (Drawn(0, 0, 49, 49), True),
        (Drawn(0, 0, 50, 50), False),
    ],
)
def test_twenty_documents_or_fifty_pairs_are_enough(found, too_few) -> None:
    assert found.too_few == too_few


def test_few_documents_are_said_with_every_interval(sheet) -> None:
    board = make_board(replace(sheet, units=tuple(f"doc {k % 3}" for k in range(7))), GOLD)
    assert "bootstrap over 3 documents" in what_is_counted(board)
    assert caveats(board) == (
        "Only 3 documents: intervals drawn from so few are too narrow to be trusted.",
    )
    told = about_differences(board)
    assert "Intervals and p of these differences rest on 3 documents, too few" in told
    assert "p can hardly be less than 0.25" in told


def test_many_documents_or_one_method_have_no_such_caveat(sheet, monkeypatch) -> None:
    monkeypatch.setattr("core.review.compare.drawn.FEWEST_DOCUMENTS", 3)
    board = make_board(sheet, GOLD)
    assert (caveats(board), about_differences(board)) == ((), "")
    alone = make_board(replace(sheet, methods=("uno",)), method_key("uno"))
    assert about_differences(alone) == ""


@pytest.mark.parametrize("n", [1, 3, 5])
def test_a_method_that_is_better_in_every_document_reaches_the_lowest_p(n) -> None:
    better, worse = (np.array([[right, 9, 9]] * n) for right in (8, 2))
    units = [f"doc {k}" for k in range(n)]
    reached = paired_test(better, worse, units=units).p_value
    assert reached == pytest.approx(Drawn(n, 0, 0, n).lowest_p, abs=0.02)
