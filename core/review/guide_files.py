"""The guideline as a Markdown file, written to be read again, and read from other people's files.

A level-2 heading that is a label begins what is said of it, `### Examples` its examples. All the
rest is text, never rendered. Lines of the text that begin with `#` get a backslash before them,
which Markdown does not show, so that what was written comes back as it was.
"""

import re
from collections.abc import Collection, Sequence

from core.errors import FormatError
from core.review.guide import from_json
from core.storage.guidelines import Guideline, LabelGuide

MOST_BYTES = 1_000_000
"""Of a file that is read."""

_TITLE, _LABEL, _EXAMPLES = "# Guideline: ", "## ", "### Examples"
_HASH = re.compile(r"^(\\*#)", re.MULTILINE)
_HIDDEN = re.compile(r"^\\(\\*#)", re.MULTILINE)


def read_file(data: bytes, name: str, labels: Collection[str] = ()) -> Guideline:
    """Return the guideline of a file: JSON as `to_json` writes it, where it is called so, or text.

    Args:
        data: the file.
        name: of the file.
        labels: of the project; headings of Markdown from elsewhere that are none stay text.

    Raises:
        FormatError: it is too large, not UTF-8, or no guideline.
    """
    if len(data) > MOST_BYTES:
        problem = f"it has {len(data):,} bytes, and a guideline at most {MOST_BYTES:,}"
        raise FormatError(problem, file=name, remedy="give the text alone, without pictures")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problem = f"byte {error.start + 1:,} is not UTF-8"
        raise FormatError(problem, file=name, line=line, remedy="save it as UTF-8 text") from error
    if name.lower().endswith(".json"):
        return from_json(text, file=name)
    return from_markdown(text, labels)


def to_markdown(given: Guideline, name: str) -> str:
    """Return a guideline as Markdown that `from_markdown` reads.

    Args:
        given: the guideline.
        name: of the project, for the title.
    """
    parts = [_TITLE + " ".join(name.split()), _hidden(given.text)]
    for one in given.labels:
        parts += [_LABEL + one.label, _hidden(one.definition)]
        parts += [_EXAMPLES, _hidden(one.examples)] if one.examples else []
    return "\n\n".join(part for part in parts if part) + "\n"


def from_markdown(text: str, labels: Collection[str] = ()) -> Guideline:
    """Return the guideline of a Markdown file; every text is one.

    Args:
        text: the file.
        labels: whose headings are labels, where `to_markdown` has not written the file.
    """
    lines = text.split("\n")
    own = lines[0].startswith(_TITLE)
    head: list[str] = []
    found: dict[str, tuple[list[str], list[str]]] = {}
    place = examples = head
    for line in lines[1:] if own else lines:
        label = _label_of(line, None if own else labels)
        if label and label not in found:
            place, examples = found[label] = ([], [])
        elif line.rstrip() == _EXAMPLES and place is not examples:
            place = examples
        else:
            place.append(line)
    guides = (LabelGuide(one, _text(a), _text(b)) for one, (a, b) in found.items())
    return Guideline(_text(head, begins=not own), tuple(guides))


def _label_of(line: str, labels: Collection[str] | None) -> str:
    """Return the label that a line is the heading of, "" where it is none."""
    if not line.startswith(_LABEL):
        return ""
    label = line[len(_LABEL) :].strip()
    known = not any(c.isspace() for c in label) if labels is None else label in labels
    return label if known else ""


def _text(lines: Sequence[str], *, begins: bool = False) -> str:
    """Return lines as they were written, without the empty ones that part them from headings.

    Args:
        lines: of one part of the file.
        begins: whether the file begins with them, and no heading.
    """
    first = 1 if lines and not begins and not lines[0].strip() else 0
    last = len(lines) - (1 if len(lines) > first and not lines[-1].strip() else 0)
    return _HIDDEN.sub(r"\1", "\n".join(lines[first:last]))


def _hidden(text: str) -> str:
    """Return text none of whose lines is a heading."""
    return _HASH.sub(r"\\\1", text)
