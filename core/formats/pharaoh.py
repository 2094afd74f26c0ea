"""Pharaoh links: one line a pair, `i-j` source-target from 0, an empty line for no links.

Lossy: no probabilities, no ids, nothing of what the aligner did not see. Lines and pairs run in
parallel, so that a missing or an extra line is an error that says where.
"""

import re
from collections.abc import Iterable, Iterator

from core.domain.alignment import Alignment
from core.errors import CoreError, FormatError
from core.formats.lines import Line, Lines, read_lines
from core.formats.links_jsonl import outside
from core.formats.problems import Problem, Report, of_error, refuse

_LINK = re.compile(r"([0-9]{1,9})([-p])([0-9]{1,9})")
Cell = tuple[int, int]


def read(
    data: Lines, sizes: Iterable[Cell], *, file: str = "", report: Report = refuse
) -> Iterator[Alignment]:
    """Yield one alignment a pair; report bad lines, and where lines and pairs do not match.

    Args:
        data: the file, or its lines.
        sizes: source and target tokens of every pair, in order.
        file: its name, for messages.
        report: what to do with a problem; a bad line then gives no links.

    Raises:
        LengthMismatchError: through `report`, at the first line too many or too few.
    """
    lines = read_lines(data, file=file, report=report)
    pairs = 0
    for pairs, (n, m) in enumerate(sizes, start=1):
        line = next(lines, None)
        if line is None:
            report(_differ(f"no line for pair {pairs}, the file ends before", file, pairs))
            return
        yield _alignment(line, n, m, file, report)
    extra = next(lines, None)
    if extra is not None:
        report(_differ(f"a line more than there are pairs ({pairs})", file, extra.number))


def write(alignments: Iterable[Alignment]) -> Iterator[bytes]:
    """Yield one line an alignment; empty where there are no links."""
    for alignment in alignments:
        yield " ".join(f"{i}-{j}" for i, j, _ in alignment.links).encode() + b"\n"


def parse(text: str) -> tuple[list[Cell], list[Cell]]:
    """Return the `i-j` and the `ipj` links of a line; raise FormatError on anything else."""
    dashed: list[Cell] = []
    possible: list[Cell] = []
    for k, item in enumerate(text.replace("\t", " ").split(" ")):
        if not item:
            continue
        found = _LINK.fullmatch(item)
        if found is None:
            what = f"{item[:40]!r} is no link"
            remedy = "a link is i-j, source-target, counted from 0"
            raise FormatError(what, token=k, remedy=remedy)
        (dashed if found[2] == "-" else possible).append((int(found[1]), int(found[3])))
    return dashed, possible


def _alignment(line: Line, n: int, m: int, file: str, report: Report) -> Alignment:
    try:
        dashed, possible = parse(line.text or "")
        if possible:
            remedy = "possible links stand in gold files; give i-j links here"
            raise FormatError(
                f"{possible[0][0]}p{possible[0][1]} is a possible link", remedy=remedy
            )
        for i, j in dashed:
            if i >= n or j >= m:
                raise outside(i, j, n, m)
    except CoreError as error:
        report(of_error(error, file=file, line=line.number))
        return Alignment(n, m)
    return Alignment.of(n, m, dashed)


def _differ(what: str, file: str, line: int) -> Problem:
    remedy = "give every pair one line; an empty line says that it has no links"
    return Problem(what, file=file, line=line, remedy=remedy, mismatch=True)
