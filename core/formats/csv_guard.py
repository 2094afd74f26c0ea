"""CSV that no spreadsheet takes for formulas.

A cell that begins with `=`, `+`, `-`, `@`, TAB or a line break runs as a formula where the file is
opened in a spreadsheet; an apostrophe before it makes it text. Numbers of ours stay as they are.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from core.errors import FormatError

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # the wide ones run too
_MARK = "'"


def guarded(text: str) -> str:
    """Return the text so that a spreadsheet shows it; `unguarded` gives it back."""
    return _MARK + text if text.lstrip(" ").startswith((*_STARTS, _MARK)) else text


def unguarded(text: str) -> str:
    """Return the text that was guarded."""
    return text[1:] if text.startswith(_MARK) else text


def write(rows: Iterable[Iterable[object]]) -> Iterator[bytes]:
    """Yield one line a row, texts guarded, in UTF-8, quoted where CSV needs it."""
    for row in rows:
        line = io.StringIO()
        cells = [guarded(cell) if isinstance(cell, str) else cell for cell in row]
        csv.writer(line, lineterminator="\n").writerow(cells)
        yield line.getvalue().encode()


def read(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of a file that `write` wrote, as texts; raise FormatError on another."""
    try:
        for row in csv.reader(io.StringIO(data.decode("utf-8"), newline="")):
            yield [unguarded(cell) for cell in row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise FormatError(f"not CSV in UTF-8 ({error})", remedy="write it again") from None
