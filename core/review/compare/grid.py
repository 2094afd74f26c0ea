"""Grids: tables whose cells name the pairs behind them, as CSV and LaTeX too."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.review.compare.selection import Selection
from core.text import csv_cell
from core.text.csv_cell import Value
from core.text.latex import escaped

_PLACES = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A value with the pairs behind it.

    Args:
        value: a text, a count, a rate, or None where there is nothing to say.
        opens: which pairs it is made of; None where it opens none.
    """

    value: Value
    opens: Selection | None = None


def count_cell(count: int, opens: Selection) -> Cell:
    """Return a count with the pairs that were counted; one of nothing opens none."""
    return Cell(count, opens if count else None)


def rate_cell(rate: float | None, opens: Selection) -> Cell:
    """Return a rate with the pairs that it could be better in; one that is undefined opens none."""
    return Cell(rate, None if rate is None else opens)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: one name a column, and rows of as many cells.

    Args:
        title: what it tells, for a heading and a file name.
        columns: their names, each once; the first column names the rows.
        rows: their cells.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def values(self) -> list[list[Value]]:
        """Return the values, row by row."""
        return [[cell.value for cell in row] for row in self.rows]


def to_csv(grid: Grid) -> bytes:
    """Return the grid as CSV: UTF-8, comma, one line of names, numbers in full.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    return csv_cell.to_bytes([grid.columns, *grid.values()])


def to_latex(grid: Grid) -> bytes:
    """Return the grid as a LaTeX table in the manner of booktabs, rates to three places."""
    numeric = [_is_numeric(grid, k) for k in range(len(grid.columns))]
    lines = [
        "% needs \\usepackage{booktabs}; other scripts than Latin need XeLaTeX or LuaLaTeX",
        "\\begin{table}",
        "\\centering",
        f"\\caption{{{escaped(grid.title)}}}",
        f"\\begin{{tabular}}{{{''.join('r' if number else 'l' for number in numeric)}}}",
        "\\toprule",
        _line(grid.columns),
        "\\midrule",
        *(_line(row) for row in grid.values()),
        "\\bottomrule",
        "\\end{tabular}",
        "\\end{table}",
    ]
    return ("\n".join(lines) + "\n").encode()


def _is_numeric(grid: Grid, column: int) -> bool:
    found = [row[column] for row in grid.values() if row[column] is not None]
    return bool(found) and not any(isinstance(value, str) for value in found)


def _line(values: Sequence[Value]) -> str:
    return " & ".join(escaped(shown(value)) for value in values) + r" \\"


def shown(value: Value) -> str:
    """Return a value as people read it: rates to three places, nothing as an empty text."""
    if value is None:
        return ""
    return f"{value:.{_PLACES}f}" if isinstance(value, float) else str(value)
