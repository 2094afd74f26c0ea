import pytest

from core.evaluation.intervals import f1_interval
from core.review.compare import (
    DECISIONS,
    GOLD,
    By,
    Measure,
    add_decisions,
    against_base,
    agreement_grid,
    agreements,
    breakdown,
    confusion,
    describe,
    errors,
    facts,
    make_board,
    method_key,
    pairs_of,
    parse,
    read_sheet,
    scores,
    to_text,
)
from core.review.compare.board import RESAMPLES
from tests.review.compare.build import NAME, ONE, PAIRS, accept, outcome, project


@pytest.fixture
def board(sheet):
    return make_board(sheet, GOLD)


def column(grid, name: str) -> dict[str, object]:
    at = grid.columns.index(name)
    return {str(row[0].value): row[at].value for row in grid.rows}


def opened(board, grid, row: str, name: str) -> list[str]:
    """Return the pairs that a cell opens, by way of its words."""
    cells = next(cells for cells in grid.rows if cells[0].value == row)
    text = to_text(cells[grid.columns.index(name)].opens)
    return list(pairs_of(board.sheet, parse(text)))


def test_scores_have_counts_and_intervals_over_documents(board) -> None:
    grid = scores(board)
    assert column(grid, "right") == {"uno": 6, "due": 5}
    assert column(grid, "in reference") == {"uno": 9, "due": 9}
    assert column(grid, "failed") == {"uno": 0, "due": 1}
    assert column(grid, "F1")["uno"] == pytest.approx(2 * 6 / (9 + 8))
    wanted = f1_interval(
        board.found["uno"].table(), units=["doc d1", "doc d1", "", "", ""], resamples=RESAMPLES
    )
    assert column(grid, "F1 from")["uno"] == wanted.low
    assert column(grid, "F1 to")["uno"] == wanted.high


@pytest.mark.parametrize(
    ("row", "name", "pairs"),
    [
        ("uno", "F1", ["boundary", "type", "missing"]),
        ("uno", "recall", ["boundary", "type", "missing"]),
        ("uno", "precision", ["boundary", "type"]),
        ("uno", "right", ["same", "boundary", "type", "missing", "failed"]),
        ("due", "recall", ["type", "missing", "failed"]),
        ("due", "failed", ["failed"]),
    ],
)
def test_a_cell_of_the_scores_opens_its_pairs(row, name, pairs, board) -> None:
    assert opened(board, scores(board), row, name) == pairs


def test_differences_to_the_base_open_the_pairs_where_the_two_differ(board) -> None:
    grid = against_base(board)
    assert column(grid, "F1 less that of") == {"due": "uno"}
    assert opened(board, grid, "due", "difference") == ["boundary", "missing", "failed"]


def test_a_difference_opens_only_what_the_reference_has_looked_at(ws) -> None:
    sheet = project(ws)
    accept(ws, ("same", "", ""), ("missing", "", ""))
    checked = make_board(add_decisions(ws, NAME, sheet), DECISIONS)
    grid = against_base(checked)
    assert opened(checked, grid, "due", "difference") == ["missing"]
    (cells,) = grid.rows
    assert describe(cells[2].opens) == "due against uno: any difference, on pairs with decisions"


def test_errors_are_counted_by_kind_and_by_label(board) -> None:
    assert column(errors(board), "uno") == {
        "type": 1, "split": 0, "merged": 0, "boundary": 1, "boundary+type": 0, "missing": 1,
        "spurious": 0,
    }  # fmt: skip
    assert column(errors(board, "LOC"), "uno")["type"] == 0
    assert column(errors(board, "ORG"), "uno")["type"] == 1
    assert opened(board, errors(board, "LOC"), "missing", "due") == ["missing"]
    assert opened(board, errors(board), "missing", "due") == ["missing", "failed"]


def test_a_label_that_turned_into_another_opens_its_pairs(board) -> None:
    grid = confusion(board, "uno")
    assert grid.columns == ("reference", "LOC", "ORG", "PER", "no entity")
    assert column(grid, "LOC") == {"LOC": 1, "ORG": 1, "PER": 0, "no entity": 0}
    assert opened(board, grid, "ORG", "LOC") == ["type"]
    assert opened(board, grid, "LOC", "no entity") == ["missing"]
    assert opened(board, grid, "LOC", "LOC") == ["boundary"]


@pytest.mark.parametrize(
    ("by", "f1"),
    [
        (By.LABEL, {"LOC": 0.0, "ORG": 0.0, "PER": 1.0}),
        (By.LENGTH, {"1": 12 / 16, "2": 0.0}),
        (By.LANGUAGE, {"en-de": 10 / 15, "en-es": 1.0}),
        (By.FREQUENCY, {"1": 2 / 7, "2-4": 1.0}),
    ],
)
def test_breakdowns_of_f1(by, f1, board) -> None:
    told = column(breakdown(board, by, Measure.F1), "uno")
    assert told == pytest.approx(f1)


def test_a_bucket_opens_the_pairs_with_an_error_in_it(board) -> None:
    by_length = breakdown(board, By.LENGTH, Measure.RECALL)
    assert opened(board, by_length, "2", "uno") == ["boundary"]
    assert opened(board, by_length, "1", "uno") == ["type", "missing"]
    by_length = breakdown(board, By.LENGTH, Measure.PRECISION)
    assert opened(board, by_length, "1", "uno") == ["boundary", "type"]
    by_length = breakdown(board, By.LENGTH, Measure.F1)
    assert opened(board, by_length, "1", "uno") == ["boundary", "type", "missing"]
    by_language = breakdown(board, By.LANGUAGE, Measure.F1)
    assert opened(board, by_language, "en-es", "due") == ["failed"]
    assert opened(board, by_language, "en-es", "uno") == []


def test_rates_without_anything_to_divide_by_are_empty(board) -> None:
    grid = breakdown(board, By.LANGUAGE, Measure.PRECISION)
    assert column(grid, "due") == {"en-de": pytest.approx(5 / 7), "en-es": None}
    assert grid.rows[1][-1].opens is None


def test_agreement_is_a_square_whose_cells_open_what_differs(board) -> None:
    grid = agreement_grid(board.sheet, agreements(board.sheet))
    assert grid.columns == ("layer", "uno", "due", "gold")
    assert [row[k + 1].value for k, row in enumerate(grid.rows)] == [None, None, None]
    assert column(grid, "due")["uno"] == column(grid, "uno")["due"]
    assert opened(board, grid, "uno", "due") == ["boundary", "missing"]
    assert opened(board, grid, "gold", "due") == ["type", "missing"]
    assert opened(board, grid, "gold", "layer") == ["boundary", "type", "missing"]


def test_a_row_of_agreement_opens_nothing_where_there_is_no_other_method(ws) -> None:
    ws.create_project(NAME, PAIRS[:1])
    ws.write_layer(NAME, [("same", outcome(PAIRS[0], ONE["same"]))], name="uno")
    sheet = read_sheet(ws, NAME)
    uno, gold = agreement_grid(sheet, agreements(sheet)).rows
    assert uno[0].opens is None
    assert to_text(gold[0].opens) == "differ method:gold against:any"


def test_a_method_is_not_compared_with_itself(board) -> None:
    other = make_board(board.sheet, method_key("uno"))
    assert list(other.found) == ["due"]
    assert (
        other.found["due"].score()
        == facts(board.sheet, method_key("uno"), method_key("due")).score()
    )
