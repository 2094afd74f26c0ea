"""Lines of a text file: UTF-8, LF or CRLF, with or without BOM, of a bounded length."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from core.formats import limits
from core.formats.problems import Problem, Report, refuse

MAX_LINE = 4 * 2**20
Lines = bytes | Iterable[bytes]
"""A whole file, or its lines one by one with their line ends (as a binary file gives them)."""

_BOM = b"\xef\xbb\xbf"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Line(NamedTuple):
    """A line without its line end; `text` is None where it could not be read (and was reported)."""

    number: int
    text: str | None


def read_lines(data: Lines, *, file: str = "", report: Report = refuse) -> Iterator[Line]:
    """Yield the lines, numbered from 1; report what is too long, not UTF-8, or holds a NUL.

    Only LF ends a line: other Unicode line separators are legal inside a token. An empty file is
    reported too.
    """
    offset = 0
    number = 0
    for number, raw in enumerate(raw_lines(data), start=1):
        skip = len(_BOM) if number == 1 and raw.startswith(_BOM) else 0
        if number == 1 and raw[:2] in _UTF16:
            what, remedy = "the file is UTF-16", "save it as UTF-8"
            report(Problem(what, file=file, line=1, remedy=remedy, whole=True))
            return
        text = _decode(raw[skip:], offset + skip, file=file, line=number, report=report)
        yield Line(number, text)
        offset += len(raw)
    if offset == 0 or (number == 1 and offset == len(_BOM) and skip):
        report(Problem("the file is empty", file=file, remedy="bring one with at least one line"))


def unpacked(data: bytes, *, file: str = "") -> bytes:
    """Return the bytes, unpacked if they are gzip.

    Raises:
        FormatError: the archive is broken, or unpacks to more than `core.formats.limits` lets it.
    """
    return limits.unpack(data, file=file)


def raw_lines(data: Lines) -> Iterator[bytes]:
    """Yield the lines with their line ends; joined, they are the data."""
    if not isinstance(data, bytes):
        yield from data
        return
    start = 0
    while start < len(data):
        end = data.find(b"\n", start) + 1 or len(data)
        yield data[start:end]
        start = end


def _decode(raw: bytes, offset: int, *, file: str, line: int, report: Report) -> str | None:
    if len(raw) > MAX_LINE:
        remedy = "a line may have at most 4 MiB; put one sentence or one object on a line"
        report(Problem("the line is too long", file=file, line=line, remedy=remedy))
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        bad = raw[error.start]
        what = f"byte 0x{bad:02x} at byte offset {offset + error.start} is not UTF-8"
        report(Problem(what, file=file, line=line, remedy="save the file as UTF-8"))
        return None
    if "\0" in text:
        what = f"the line holds a NUL character at column {text.index(chr(0)) + 1}"
        report(Problem(what, file=file, line=line, remedy="remove it"))
        return None
    return text.removesuffix("\n").removesuffix("\r")
