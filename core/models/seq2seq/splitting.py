"""Texts that a model cannot read at once: cut where it hurts least, never in silence."""

import re
from collections.abc import Callable

_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])\s*(?=\S)|\s*\n\s*")
_SPACE = re.compile(r"\s+")


def parts_of(text: str, size: Callable[[str], int], most: int) -> list[str]:
    """Return a text in parts of at most `most` sub-words, in order; one part where it fits.

    It is cut at ends of sentences; where one sentence alone is too long, at spaces; where a word
    alone is too long, between letters.

    Args:
        text: with at least one character that is no space.
        size: how many sub-words a text has.
        most: sub-words of a part, >= 1.
    """
    if size(text) <= most or len(text) == 1:
        return [text]
    for boundary in (_SENTENCE, _SPACE):
        found = _packed(text, boundary, size, most)
        if len(found) > 1:
            return [part for piece in found for part in parts_of(piece, size, most)]
    half = len(text) // 2
    return [*parts_of(text[:half], size, most), *parts_of(text[half:], size, most)]


def _packed(
    text: str, boundary: re.Pattern[str], size: Callable[[str], int], most: int
) -> list[str]:
    """Return a text cut at boundaries, neighbours left together as long as they fit."""
    ends = [(m.start(), m.end()) for m in boundary.finditer(text)]
    found = []
    start = 0
    for k, (end, after) in enumerate(ends):
        following = ends[k + 1][0] if k + 1 < len(ends) else len(text)
        if size(text[start:following]) > most:
            found.append(text[start:end])
            start = after
    return [piece for piece in [*found, text[start:]] if piece.strip()]
