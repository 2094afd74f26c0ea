"""A JSON array of objects, read one object at a time and strictly."""

import re
from collections.abc import Iterator
from typing import Any

from core.errors import FormatError
from core.formats import jsonl
from core.formats.limits import check_nesting

MOST = 512 * 2**20
"""Bytes of such a file at most."""
MOST_OBJECTS = 2_000_000

_SPACE = re.compile(r"[ \t\r\n]*")


def read(data: bytes, *, file: str = "") -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (number from 1, object) of an array; raise FormatError at what is none."""
    if len(data) > MOST:
        raise FormatError("the file is larger than 512 MiB", file=file, remedy="split it")
    try:
        text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        what = f"byte offset {error.start} is not UTF-8"
        raise FormatError(what, file=file, remedy="save the file as UTF-8") from None
    try:
        check_nesting(text)
    except FormatError as error:
        raise FormatError(error.problem, file=file, remedy=error.remedy) from None
    at = _after(text, 0)
    if text[at : at + 1] != "[":
        raise FormatError("this is no JSON array", file=file, remedy="begin it with [")
    at = _after(text, at + 1)
    number = 0
    while text[at : at + 1] != "]" or number:
        number += 1
        if number > MOST_OBJECTS:
            raise FormatError(f"more than {MOST_OBJECTS} objects", file=file, remedy="split it")
        value, at = jsonl.decoded(text, at, file=file, what=f"object {number}")
        yield number, value
        at = _after(text, at)
        if text[at : at + 1] == "]":
            break
        if text[at : at + 1] != ",":
            what = f"object {number} is followed by no comma"
            raise FormatError(what, file=file, remedy="put commas between the objects")
        at = _after(text, at + 1)
    if text[_after(text, at + 1) :]:
        raise FormatError("something stands behind the array", file=file, remedy="take it away")


def _after(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
