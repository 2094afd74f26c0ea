"""Gazetteers: lists of names, a line being `name TAB label`, or a name where a label is given.

UTF-8; empty lines are passed over, and so are those that begin with `#`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from core.errors import InputError
from core.formats.lines import Lines, read_lines, unpacked
from core.formats.problems import Problem, Report, refuse

MAX_NAME = 1000
_MAX_LABEL = 40


class Name(NamedTuple):
    """A name with the label of the entities that are called so, and the line that says it."""

    line: int
    text: str
    label: str


def read(
    data: Lines, label: str = "", *, file: str = "", report: Report = refuse
) -> Iterator[Name]:
    """Yield the names in order, each once; report lines that cannot be used.

    Args:
        data: of the file; whole bytes may be gzip.
        label: for lines that have none of their own; "" where every line has to have one.
        file: the name that the user knows it by.
        report: takes what is wrong.

    Raises:
        InputError: the label given cannot be one.
    """
    if label and not is_label(label):
        raise InputError(f"a label is 1 to {_MAX_LABEL} characters without white space: {label!r}")
    if isinstance(data, bytes):
        data = unpacked(data, file=file)
    seen: dict[str, Name] = {}
    for number, text in read_lines(data, file=file, report=report):
        if text is None or not text.strip() or text.startswith("#"):
            continue
        name = _name(number, text, label)
        before = seen.get(name.text) if isinstance(name, Name) else None
        if isinstance(name, Name) and before and before.label != name.label:
            name = Problem(
                f"{name.text!r} is {name.label} here and {before.label} on line {before.line}",
                remedy="keep one of them",
            )
        if isinstance(name, Problem):
            report(Problem(name.what, file=file, line=number, remedy=name.remedy))
        elif before is None:
            seen[name.text] = name
            yield name


def is_label(text: str) -> bool:
    """Return whether a text can be a label."""
    return 0 < len(text) <= _MAX_LABEL and not any(c.isspace() for c in text) and text.isprintable()


def _name(number: int, text: str, label: str) -> Name | Problem:
    cells = [" ".join(cell.split()) for cell in text.split("\t")]
    if len(cells) > 2:
        return Problem(f"{len(cells)} columns", remedy="a line is name TAB label")
    if len(cells) == 1 and not label:
        return Problem("there is no label", remedy="write name TAB label, or give one for all")
    own = cells[1] if len(cells) == 2 and cells[1] else label
    if not is_label(own):
        what = f"{own[:_MAX_LABEL]!r} is no label"
        return Problem(what, remedy=f"1 to {_MAX_LABEL} characters without white space")
    if not 0 < len(cells[0]) <= MAX_NAME:
        return Problem(
            "there is no name" if not cells[0] else "the name is too long",
            remedy=f"a name has 1 to {MAX_NAME} characters",
        )
    return Name(number, cells[0], own)
