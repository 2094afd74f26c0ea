"""Where the command line writes: standard output and error, files, progress."""

import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePath
from typing import IO, Any

from core.errors import InputError

_TELL_EVERY_S = 0.2
_CHUNK = 2**16
_CLEAR = "\r\x1b[K"
_MINUTE_S = 60.0
_PACE_S = 3.0
"""Before that a pace says nothing of the time left."""


def say(text: str) -> None:
    """Write a line to standard output."""
    sys.stdout.write(text + "\n")


def say_json(value: object) -> None:
    """Write one JSON value to standard output."""
    say(json.dumps(value, ensure_ascii=False, indent=2))


def warn(text: str) -> None:
    """Write a line to standard error, in the place of any progress shown there."""
    start = _CLEAR if sys.stderr.isatty() else ""
    sys.stderr.write(f"{start}{text}\n")
    sys.stderr.flush()


def table(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as columns: the first to the left, the others to the right."""
    cells = [list(row) for row in rows]
    widths = [max(len(row[k]) for row in cells) for k in range(len(cells[0]))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if k else cell.ljust(width)
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    )


def left_table(rows: Iterable[Iterable[str]]) -> str:
    """Return rows as columns, all to the left."""
    cells = [list(row) for row in rows]
    widths = [max(len(row[k]) for row in cells) for k in range(len(cells[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def choose(path: str, formats: Mapping[str, Any], *, piped: str) -> Any:
    """Return what the suffix of an output file stands for; `-` stands for `piped`.

    Raises:
        InputError: the suffix is not one of the keys; lists them.
    """
    suffix = piped if path == "-" else PurePath(path).suffix.lower()
    if suffix not in formats:
        raise InputError(
            f"-o {path}: the suffix {suffix!r} names no format; write one of: {', '.join(formats)}"
        )
    return formats[suffix]


def deliver(path: str, chunks: Iterable[bytes]) -> None:
    """Write everything to a file, or to standard output for `-`, or nothing if there is an error.

    What goes to standard output is held back until all of it is there.
    """
    from core.storage.aside import Aside
    from core.storage.files import write_atomically

    if path != "-":
        write_atomically(path, chunks)
        return
    with Aside() as held:
        for chunk in chunks:
            held.write(chunk)
        held.seek(0)
        sys.stdout.flush()
        while piece := held.read(_CHUNK):
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()


def pieces(held: IO[bytes]) -> Iterator[bytes]:
    """Yield a file from its beginning."""
    held.seek(0)
    while piece := held.read(_CHUNK):
        yield piece


class Progress:
    """Shows how far a step is on one line of standard error, if that is a terminal."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._last_s = 0.0
        self._shown = False
        self._step = ""
        self._first = 0
        self._began_s = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        """Show the step, and the time left; not more often than anyone can read."""
        now_s = time.monotonic()
        if step != self._step:
            self._step, self._first, self._began_s = step, done, now_s
        if not self._on or (now_s - self._last_s < _TELL_EVERY_S and done != total):
            return
        self._last_s = now_s
        self._shown = True
        of = f" of {total:,}" if total else ""
        sys.stderr.write(f"{_CLEAR}{step}: {done:,}{of}{self._left(done, total, now_s)}")
        sys.stderr.flush()

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write(_CLEAR)
            sys.stderr.flush()
            self._shown = False

    def _left(self, done: int, total: int, now_s: float) -> str:
        """Return the time left at the pace so far, "" where that says nothing yet."""
        made, passed_s = done - self._first, now_s - self._began_s
        if not total or made <= 0 or passed_s < _PACE_S:
            return ""
        return f", {about(passed_s / made * (total - done))} left"


def about(seconds: float) -> str:
    """Return a time in words that promise no more than an estimate can."""
    if seconds < _MINUTE_S:
        return "less than a minute"
    minutes = seconds / _MINUTE_S
    return f"{minutes:.0f} min" if minutes < 2 * _MINUTE_S else f"{minutes / _MINUTE_S:.0f} h"
