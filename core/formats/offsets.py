"""Characters for tokens and back, in whichever unit another tool counts them.

Python counts code points, browsers UTF-16 units, people graphemes; the three differ behind the
first emoji. Offsets here are half-open, over tokens joined by a space where the language has them.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from core.errors import FormatError
from core.text.languages import spaced

Unit = Literal["code-points", "utf-16", "graphemes"]
UNITS: tuple[Unit, ...] = ("code-points", "utf-16", "graphemes")
Spans = Sequence[tuple[int, int]]


def text_of(tokens: Sequence[str], lang: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return tokens as one text and the code points of each, `[start, end)`."""
    gap = 1 if spaced(lang) else 0
    ends = list(accumulate(len(token) + gap for token in tokens))
    starts = [0, *ends[:-1]]
    places = tuple((a, a + len(token)) for a, token in zip(starts, tokens, strict=True))
    return (" " * gap).join(tokens), places


def to_unit(text: str, points: Iterable[int], unit: Unit) -> list[int]:
    """Return places given in code points in another unit.

    Raises:
        FormatError: a place lies within a grapheme, where that is the unit.
    """
    borders = _borders(text, unit)
    if borders is None:
        return list(points)
    found = {point: k for k, point in borders}
    wanted = list(points)
    for point in wanted:
        if point not in found:
            what = f"character {point} lies within what people see as one"
            raise FormatError(what, remedy="count code points or UTF-16 units")
    return [found[point] for point in wanted]


def from_unit(text: str, places: Iterable[int], unit: Unit) -> list[int]:
    """Return places given in a unit in code points; raise FormatError for one that is none."""
    borders = _borders(text, unit)
    wanted = list(places)
    known = dict(borders) if borders is not None else {k: k for k in (*wanted, len(text))}
    for place in wanted:
        if known.get(place, len(text) + 1) > len(text):
            what = f"offset {place} is no place between characters counted in {unit}"
            raise FormatError(what, remedy="say which unit the offsets are in")
    return [known[place] for place in wanted]


@lru_cache(maxsize=8)
def _borders(text: str, unit: Unit) -> tuple[tuple[int, int], ...] | None:
    """Return every (place in the unit, place in code points), None where the two are one."""
    if unit == "code-points" or text.isascii():
        return None
    if unit == "utf-16":
        sizes = accumulate((1 + (ord(c) > 0xFFFF) for c in text), initial=0)
        return tuple((place, point) for point, place in enumerate(sizes))
    import regex

    ends = [match.end() for match in regex.finditer(r"\X", text)]
    return tuple(enumerate([0, *ends]))


def to_tokens(places: Spans, start: int, end: int) -> tuple[int, int]:
    """Return the tokens `[first, last)` of the code points `[start, end)`.

    Raises:
        FormatError: the span does not begin and end with tokens.
    """
    first = next((k for k, (a, _) in enumerate(places) if a == start), None)
    last = next((k for k, (_, b) in enumerate(places) if b == end), None)
    if first is None or last is None or last < first:
        what = f"the span {start}-{end} does not begin and end where tokens do"
        raise FormatError(what, remedy="mark whole tokens, or say which unit the offsets are in")
    return first, last + 1


def unit_of(rows: Iterable[tuple[str, Spans, Spans]], *, file: str = "") -> Unit:
    """Return in which unit spans are given: the first in which all begin and end with tokens.

    Args:
        rows: text, its tokens in code points, and the spans in the unknown unit.
        file: its name, for messages.

    Raises:
        FormatError: none of the units fits all spans, or two fit and say different things.
    """
    fitting = list(UNITS)
    differ: set[Unit] = set()
    for text, places, spans in rows:
        if not spans or text.isascii():
            continue
        read = {unit: _read(text, places, spans, unit) for unit in fitting}
        fitting = [unit for unit in fitting if read[unit] is not None]
        if not fitting:
            remedy = "offsets count code points, UTF-16 units or graphemes; mend them"
            what = f"in no unit all spans begin and end with tokens: {text[:40]!r}"
            raise FormatError(what, file=file, remedy=remedy)
        differ |= {unit for unit in fitting if read[unit] != read[fitting[0]]}
    if set(fitting) & differ - {fitting[0]}:
        remedy = "say in which unit they are"
        what = f"the offsets could be in {' or '.join(fitting)}"
        raise FormatError(what, file=file, remedy=remedy)
    return fitting[0]


def _read(text: str, places: Spans, spans: Spans, unit: Unit) -> list[tuple[int, int]] | None:
    try:
        return [to_tokens(places, *from_unit(text, span, unit)) for span in spans]
    except FormatError:
        return None
