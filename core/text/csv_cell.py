"""Cells of a CSV file that a spreadsheet takes for what they are, and never for a formula."""

import csv
import io
import re
from collections.abc import Iterable

Value = str | int | float | None
_RISKY = tuple("=+-@\t\r\n＝＋－＠")
"""What a formula begins with, in the programs that people open such files with."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)


def cell(value: Value) -> str | int | float:
    r"""Return a value as a cell that no spreadsheet computes; nothing becomes an empty text.

    A text that begins as a formula does gets an apostrophe in front, unless it is a plain number
    such as `-0.5`. Numbers stay numbers. A lone carriage return becomes a space, because no writer
    of CSV puts quotes around it and some readers end the line there.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        return value
    line = value.replace("\r", " ")
    return f"'{line}" if is_risky(value) else line


def is_risky(text: str) -> bool:
    """Return whether a spreadsheet would take a text for a formula; a plain number is none."""
    return text.lstrip(" ").startswith(_RISKY) and not _NUMBER.fullmatch(text)


def to_bytes(rows: Iterable[Iterable[Value]]) -> bytes:
    """Return rows as CSV: UTF-8, comma, LF; texts in quotes, so that no `;` or TAB splits them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerows([cell(value) for value in row] for row in rows)
    return out.getvalue().encode()
