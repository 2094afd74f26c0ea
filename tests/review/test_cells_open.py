"""Every cell of Compare opens its pairs, found as Inspect finds them: by the words in the URL."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from core.review.compare import (
    DECISIONS,
    GOLD,
    By,
    Grid,
    Measure,
    Sheet,
    add_decisions,
    against_base,
    agreement_grid,
    agreements,
    breakdown,
    confusion,
    errors,
    form_grid,
    make_board,
    method_key,
    read_sheet,
    scores,
    to_text,
)
from core.review.orders import FILE
from core.review.queue import build
from core.storage import Filter, Workspace
from tests.review.compare.build import NAME, PAIRS, accept, project

REFERENCES = (GOLD, DECISIONS, method_key("uno"), method_key("due"))
BOUNDS = {"from", "to", "F1 from", "F1 to", "p"}
"""Figures that say something of another one, and open what that one opens."""


class Figure(NamedTuple):
    """A number in a grid, by where it stands, with what its cell opens.

    Args:
        place: grid, row and column.
        column: name of the column alone.
        value: the number.
        opens: the selection in words; "" for none.
    """

    place: str
    column: str
    value: int | float
    opens: str

    @property
    def empty(self) -> bool:
        """Return whether it counts nothing."""
        return isinstance(self.value, int) and not self.value


class Opened:
    """What cells open, each selection looked up once, as the Inspect page does."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._found: dict[str, tuple[str, ...]] = {}

    def __call__(self, cell: str) -> tuple[str, ...]:
        """Return the queue of a cell; no words, no pairs."""
        if cell and cell not in self._found:
            queue = build(self._workspace, NAME, Filter(cell=cell), FILE)
            self._found[cell] = queue.ids(self._workspace)
        return self._found.get(cell, ())


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory) -> Iterator[tuple[Workspace, Sheet]]:
    """Return a project in which three pairs are done, and its sheet."""
    workspace = Workspace.open(f"sqlite:///{tmp_path_factory.mktemp('cells')}/ws.sqlite")
    project(workspace)
    accept(workspace, ("same", "", ""), ("boundary", "", ""), ("missing", "", ""))
    yield workspace, add_decisions(workspace, NAME, read_sheet(workspace, NAME))
    workspace.close()


@pytest.fixture(scope="module")
def opened(reviewed) -> Opened:
    return Opened(reviewed[0])


def boards(sheet: Sheet) -> Iterator[tuple[str, Grid]]:
    """Return every grid that compares methods with one reference, for every reference."""
    for reference in REFERENCES:
        board = make_board(sheet, reference)
        yield f"{reference} scores", scores(board)
        yield f"{reference} differences", against_base(board)
        for label in ("", *sheet.labels):
            yield f"{reference} errors {label}", errors(board, label)
        for method in board.found:
            yield f"{reference} types {method}", confusion(board, method)
        for by in By:
            for measure in Measure:
                yield f"{reference} by {by} {measure}", breakdown(board, by, measure)


def grids(sheet: Sheet) -> dict[str, Grid]:
    """Return every grid of the Compare page."""
    names = {
        f"forms {name.text} {name.language}": form_grid(sheet, k)
        for k, name in enumerate(sheet.names)
    }
    return {**dict(boards(sheet)), "agreement": agreement_grid(sheet, agreements(sheet)), **names}


def figures(found: dict[str, Grid]) -> list[Figure]:
    """Return every number in some grids."""
    return [
        Figure(
            f"{title}: {row[0].value}, {column}",
            column,
            cell.value,
            to_text(cell.opens) if cell.opens else "",
        )
        for title, grid in found.items()
        for row in grid.rows
        for column, cell in zip(grid.columns, row, strict=True)
        if isinstance(cell.value, int | float)
    ]


@pytest.fixture(scope="module")
def told(reviewed) -> list[Figure]:
    return figures(grids(reviewed[1]))


def test_the_grids_are_all_there_and_have_figures(reviewed) -> None:
    found = grids(reviewed[1])
    empty = [title for title, grid in found.items() if not figures({title: grid})]
    # One method is left where the other is the reference: there is no second one to tell from it.
    assert empty == ["method:uno differences", "method:due differences"]


def test_every_figure_but_a_count_of_nothing_has_a_selection(told) -> None:
    assert [f.place for f in told if not f.empty and not f.opens] == []


def test_a_cell_without_a_figure_opens_nothing(reviewed) -> None:
    empty = [
        cell
        for grid in grids(reviewed[1]).values()
        for row in grid.rows
        for cell in row
        if cell.value is None
    ]
    assert empty
    assert [cell for cell in empty if cell.opens] == []


def test_a_count_opens_as_many_pairs_at_most_and_one_at_least(told, opened) -> None:
    counts = [f for f in told if isinstance(f.value, int)]
    assert {f.empty for f in counts} == {True, False}
    assert [f for f in counts if not min(f.value, 1) <= len(opened(f.opens)) <= f.value] == []


def test_a_rate_that_is_not_perfect_opens_what_is_wrong(told, opened) -> None:
    rates = [f for f in told if isinstance(f.value, float) and f.column not in BOUNDS]
    rates = [f for f in rates if f.column != "difference" and f.value < 1]
    assert rates
    assert [f for f in rates if not opened(f.opens)] == []


def test_a_difference_opens_what_differs_and_so_do_its_bounds(told, opened) -> None:
    (value, *others) = [f for f in told if f.place.startswith(f"{GOLD} differences: due")]
    assert [f.column for f in others] == ["from", "to", "p"]
    assert {f.opens for f in others} == {value.opens}
    # Where one of them failed, it found nothing: that is part of the difference.
    assert opened(value.opens) == ("boundary", "missing", "failed")


def test_the_ends_of_an_interval_open_what_f1_opens(told) -> None:
    for method in ("uno", "due"):
        mine = {f.column: f.opens for f in told if f.place.startswith(f"{GOLD} scores: {method}")}
        assert mine["F1 from"] == mine["F1 to"] == mine["F1"]


def with_entity(side: str, *lengths: int, language: str = "") -> tuple[str, ...]:
    """Return the tagged pairs with gold in which a side has an entity of one of some lengths."""
    return tuple(
        pair.id
        for pair in PAIRS
        if pair.source.entities is not None and pair.target.entities is not None
        if language in {"", f"{pair.source.lang}-{pair.target.lang}"}
        if any(e.end - e.start in lengths for e in getattr(pair, side).entities)
    )


def cells_of(grid: Grid, row: str) -> dict[str, str]:
    """Return what the cells of a row open, in words, by column."""
    (cells,) = [cells for cells in grid.rows if cells[0].value == row]
    return {
        column: to_text(cell.opens) if cell.opens else ""
        for column, cell in zip(grid.columns, cells, strict=True)
    }


def test_in_reference_and_in_method_open_the_pairs_with_an_entity_there(reviewed, opened) -> None:
    mine = cells_of(scores(make_board(reviewed[1], GOLD)), "due")
    assert opened(mine["in reference"]) == with_entity("target", 1, 2)
    assert opened(mine["in method"]) == ("same", "boundary", "type", "missing")


@pytest.mark.parametrize("measure", Measure)
def test_a_bucket_opens_the_pairs_with_an_entity_in_it(measure, reviewed, opened) -> None:
    board = make_board(reviewed[1], GOLD)
    by_length = cells_of(breakdown(board, By.LENGTH, measure), "2")
    assert opened(by_length["length"]) == opened(by_length["in reference"])
    assert opened(by_length["in reference"]) == with_entity("target", 2) == ("boundary",)
    by_language = cells_of(breakdown(board, By.LANGUAGE, measure), "en-es")
    spanish = with_entity("target", 1, language="en-es")
    assert opened(by_language["language"]) == opened(by_language["in reference"]) == spanish


def test_a_bucket_that_only_a_method_has_something_in_opens_that(reviewed, opened) -> None:
    """Against the first method, nothing in the reference is two tokens long."""
    board = make_board(reviewed[1], method_key("uno"))
    two = cells_of(breakdown(board, By.LENGTH, Measure.F1), "2")
    assert opened(two["length"]) == ("boundary",)
    assert two["in reference"] == ""


def test_the_name_of_a_row_opens_what_its_cells_open_together(reviewed, opened) -> None:
    sheet = reviewed[1]
    board = make_board(sheet, GOLD)
    agreed = agreement_grid(sheet, agreements(sheet))
    methods = (0, *map(agreed.columns.index, sheet.methods))
    of_methods = [tuple(row[k] for k in methods) for row in agreed.rows]
    types = [confusion(board, method) for method in board.found]
    of_errors = [errors(board, label) for label in ("", *sheet.labels)]
    for row in (*of_methods, *(row for grid in (*types, *of_errors) for row in grid.rows)):
        name, *cells = (to_text(cell.opens) if cell.opens else "" for cell in row)
        assert set(opened(name)) == {pair for cell in cells for pair in opened(cell)}
