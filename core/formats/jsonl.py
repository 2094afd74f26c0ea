"""JSON Lines: one object a line, read strictly, so that what is read can be written again."""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from core.errors import CoreError, FormatError
from core.formats.limits import check_nesting
from core.formats.lines import Lines, read_lines
from core.formats.problems import Problem, Report, of_error, refuse

T = TypeVar("T")


def read_each(
    data: Lines,
    parse: Callable[[dict[str, Any]], T],
    *,
    file: str = "",
    report: Report = refuse,
) -> Iterator[tuple[int, T]]:
    """Yield (line, what `parse` makes of its object); report what is no object or does not parse.

    `parse` raises CoreError; the place is filled in here. Blank lines are passed over.
    """
    for line, text in read_lines(data, file=file, report=report):
        if text is None or not text.strip(" \t\r"):
            continue
        try:
            value = parse(_object(text))
        except CoreError as error:
            report(of_error(error, file=file, line=line))
            continue
        yield line, value


def dump(value: Mapping[str, object]) -> bytes:
    """Return one line of JSON in UTF-8, keys in the given order."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return text.encode() + b"\n"


def need(value: Mapping[str, Any], key: str) -> Any:
    """Return the value under a key; raise FormatError that lists the keys there are."""
    if key not in value:
        listed = ", ".join(repr(k) for k in list(value)[:20]) or "none"
        raise FormatError(f"no key {key!r}", remedy=f"add it (the keys here: {listed})")
    return value[key]


def text_of(value: Mapping[str, Any], key: str) -> str:
    """Return the text under a key, "" where it is absent or null; raise FormatError on others."""
    got = value.get(key)
    if got is None:
        return ""
    if not isinstance(got, str):
        raise FormatError(f"{key!r} is {shown(got)}", remedy="it has to be text")
    return got


def list_of(value: object, key: str) -> list[Any]:
    """Return the value if it is a list; raise FormatError if not."""
    if not isinstance(value, list):
        raise FormatError(f"{key!r} is {shown(value)}", remedy="it has to be a list")
    return value


def whole(value: object, what: str) -> int:
    """Return the value if it is a whole number >= 0; raise FormatError if not."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise FormatError(f"{what} is {shown(value)}", remedy="it has to be a whole number from 0")
    return value


def number(value: object, what: str) -> float:
    """Return the value as float if it is a number; raise FormatError if not."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise FormatError(f"{what} is {shown(value)}", remedy="it has to be a number")
    try:
        return float(value)
    except OverflowError:
        remedy = "it has to be below 1e308"
        raise FormatError(f"{what} is {shown(value)}", remedy=remedy) from None


def row_of(value: object, what: str, sizes: Sequence[int]) -> list[Any]:
    """Return the value if it is a list of one of the given sizes; raise FormatError if not."""
    if not isinstance(value, list) or len(value) not in sizes:
        wanted = " or ".join(str(size) for size in sizes)
        raise FormatError(f"{what} is {shown(value)}", remedy=f"it has to be a list of {wanted}")
    return value


def shown(value: object) -> str:
    """Return a value as a message shows it: short, and on one line."""
    text = json.dumps(value, ensure_ascii=True, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


class OnceEach:
    """Reports ids that come twice, naming both lines."""

    def __init__(self, *, file: str, report: Report) -> None:
        self._file = file
        self._report = report
        self._seen: dict[str, int] = {}

    def fresh(self, name: str, line: int) -> bool:
        """Return whether the id is new; report it, with both lines, if it is not."""
        first = self._seen.setdefault(name, line)
        if first == line:
            return True
        what = f"id {name!r} is on line {first} already"
        remedy = "every id may stand only once in a file"
        self._report(Problem(what, file=self._file, line=line, remedy=remedy))
        return False


def decoded(text: str, at: int, *, file: str, what: str) -> tuple[dict[str, Any], int]:
    """Return the object that begins at a place of a text, and where it ends.

    Raises:
        FormatError: with the name of the file and what it is, where it cannot be used.
    """
    try:
        value, end = _decode(text, at, whole=False)
    except FormatError as error:
        raise FormatError(f"{what}: {error.problem}", file=file, remedy=error.remedy) from None
    return value, end


def _object(text: str) -> dict[str, Any]:
    check_nesting(text)
    return _decode(text, 0, whole=True)[0]


def _decode(text: str, at: int, *, whole: bool) -> tuple[dict[str, Any], int]:
    try:
        if whole:
            value, end = _DECODER.decode(text), len(text)
        else:
            value, end = _DECODER.raw_decode(text, at)
        if text.find("\\u", at, end) >= 0:
            json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        what = f"not JSON at column {error.colno} ({error.msg})"
        raise FormatError(what, remedy="put one JSON object on every line") from None
    except UnicodeEncodeError:
        remedy = "write the character itself, or a whole surrogate pair"
        raise FormatError("half of a surrogate pair is escaped here", remedy=remedy) from None
    except (ValueError, RecursionError) as error:
        what = str(error).partition(";")[0]  # Python's own advice is none for a user
        raise FormatError(f"not usable JSON ({what})", remedy="mend the value") from None
    if not isinstance(value, dict):
        raise FormatError(f"{shown(value)} is no object", remedy="put one JSON object on a line")
    return value, end


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"the number {text[:40]} is not finite")
    return value


def _constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _unique(items: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(items)
    if len(value) < len(items):
        keys = [key for key, _ in items]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {twice!r} stands twice in one object")
    return value


_DECODER = json.JSONDecoder(
    parse_float=_finite, parse_constant=_constant, object_pairs_hook=_unique
)
