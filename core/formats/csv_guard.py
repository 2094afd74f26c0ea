"""CSV that no spreadsheet takes for formulas, and that reads back as it was written.

A text that would run as one has an apostrophe before it, and so has one that begins with an
apostrophe itself. Numbers of ours stay as they are.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from core.errors import FormatError
from core.text.csv_cell import is_risky

_MARK = "'"


def guarded(text: str) -> str:
    """Return the text so that a spreadsheet shows it; `unguarded` gives it back."""
    return _MARK + text if text.startswith(_MARK) or is_risky(text) else text


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
