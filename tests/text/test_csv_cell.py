"""No cell is a formula, and every cell reads back."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.csv_cell import cell, to_bytes

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://x.example","y")',
    "+a",
    "-a",
    "-2+3",
    "@SUM(A1)",
    "\ta",
    "\ra",
    "\n=1",
    " =1+1",
    "＝1+1",
    "＋1",
    "＠a",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_as_a_formula_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == "'" + text.replace("\r", " ")


@pytest.mark.parametrize("text", ["-0.5", "+7", "1e-5", "-1.5E+10", "0"])
def test_a_plain_number_stays_one(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize("value", [-0.5, -7, 0, 1e-9])
def test_numbers_are_left_alone(value: float) -> None:
    assert cell(value) == value


@pytest.mark.parametrize("text", ["Ada", "'quoted'", "a=b", "x@example.org", "ميركل", ""])
def test_other_texts_are_left_alone(text: str) -> None:
    assert cell(text) == text


def test_nothing_is_an_empty_cell() -> None:
    assert to_bytes([["a", None, 3]]) == b'"a","",3\n'


def test_no_other_comma_splits_a_text_into_a_formula() -> None:
    assert to_bytes([["x;=1+1", "y\t=1+1"]]) == b'"x;=1+1","y\t=1+1"\n'


@given(st.lists(st.lists(st.text(st.characters(codec="utf-8")), min_size=1), min_size=1))
def test_every_table_reads_back_and_holds_no_formula(rows: list[list[str]]) -> None:
    read = list(csv.reader(io.StringIO(to_bytes(rows).decode(), newline="")))
    assert [len(row) for row in read] == [len(row) for row in rows]
    for row, original in zip(read, rows, strict=True):
        for got, text in zip(row, original, strict=True):
            assert got.removeprefix("'") == text.replace("\r", " ").removeprefix("'")
            assert not got.startswith(tuple("=@\t\r\n"))
