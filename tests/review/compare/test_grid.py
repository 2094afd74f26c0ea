import csv
import io

import pytest

from core.review.compare import Cell, Grid, to_csv, to_latex

HOSTILE = [
    "=1+1",
    "+a",
    "-a",
    "@a",
    "\ta",
    "\ra",
    'a,"b"\nc',
    "[1ex]",
    "\\input{x}",
    "50% & $x$ #1_{~^}<|>",
]


def grid(*texts: str) -> Grid:
    rows = [(Cell(text), Cell(7), Cell(0.12345), Cell(None)) for text in texts]
    return Grid("A & B", ("name_1", "count", "rate", "nothing"), tuple(rows))


def test_csv_reads_back_with_numbers_in_full() -> None:
    rows = list(csv.reader(io.StringIO(to_csv(grid("Ada")).decode(), newline="")))
    assert rows == [["name_1", "count", "rate", "nothing"], ["Ada", "7", "0.12345", ""]]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_csv_is_taken_for_a_formula(text: str) -> None:
    row = list(csv.reader(io.StringIO(to_csv(grid(text)).decode(), newline="")))[1]
    line = text.replace("\r", " ")
    assert row[0] in {line, f"'{line}"}
    assert row[0][0] not in "=+-@\t\r"


def test_numbers_below_zero_stay_numbers() -> None:
    told = to_csv(Grid("t", ("a",), ((Cell(-0.5),),)))
    assert told == b'"a"\n-0.5\n'


def test_latex_is_a_table_of_booktabs() -> None:
    lines = to_latex(grid("Ada")).decode().splitlines()
    assert "\\caption{A \\& B}" in lines
    assert "\\begin{tabular}{lrrl}" in lines
    assert lines[lines.index("\\toprule") + 1] == "name\\_1 & count & rate & nothing \\\\"
    assert lines[lines.index("\\midrule") + 1] == "Ada & 7 & 0.123 &  \\\\"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_a_command_of_latex(text: str) -> None:
    line = next(row for row in to_latex(grid(text)).decode().splitlines() if "0.123" in row)
    cell = line.rsplit(" & 7 & ", 1)[0]
    known = ("textbackslash", "textasciitilde", "textasciicircum", "textless", "textgreater",
             "textbar", "char34")  # fmt: skip
    for command in known:
        cell = cell.replace(f"\\{command}{{}}", "")
    for mark in "&%$#_{}":
        cell = cell.replace(f"\\{mark}", "")
    cell = cell.replace("{[}", "")
    assert not set(cell) & set("\\&%$#_{}~^<>|[\n\r\t")
