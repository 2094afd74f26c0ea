"""Parallel text as a table: source TAB target, raw, one pair a line, gzip or not."""

from collections.abc import Iterator
from typing import NamedTuple

from core.formats.lines import Lines, read_lines, unpacked
from core.formats.problems import Problem, Report, refuse


class Row(NamedTuple):
    """A line of the table; both sides hold more than white space."""

    line: int
    source: str
    target: str


def read(data: Lines, *, file: str = "", report: Report = refuse) -> Iterator[Row]:
    """Yield the rows, in order; report lines without exactly two columns and empty sides.

    Whole bytes may be gzip. Empty lines are passed over.
    """
    if isinstance(data, bytes):
        data = unpacked(data, file=file)
    for number, text in read_lines(data, file=file, report=report):
        if text is None or not text.strip():
            continue
        cells = text.split("\t")
        if len(cells) != 2:
            count = "1 column" if len(cells) == 1 else f"{len(cells)} columns"
            remedy = "a line is source TAB target"
            report(Problem(count, file=file, line=number, remedy=remedy))
        elif not cells[0].strip() or not cells[1].strip():
            side = "target" if cells[0].strip() else "source"
            remedy = "fill it or take the line out"
            report(Problem(f"the {side} is empty", file=file, line=number, remedy=remedy))
        else:
            yield Row(number, cells[0], cells[1])
