"""Pieces of a token that a small model learns from, each as a row of a hashed table."""

import unicodedata
from functools import lru_cache
from zlib import crc32

LONGEST = 4
PIECES = 3 + 2 * LONGEST
_LIKE = {"Lu": "X", "Lt": "X", "Ll": "x", "Nd": "d"}


@lru_cache(maxsize=2**16)
def rows_of(token: str, size: int) -> tuple[int, ...]:
    """Return the table rows of a token's form, lower form, shape, and first and last letters.

    Args:
        token: as it stands in the sentence.
        size: rows of the table; row 0 is for padding and never given.

    Returns:
        `PIECES` rows in [1, size); the same in every process and on every machine.
    """
    low = unicodedata.normalize("NFC", token).casefold()
    pieces = [f"form {token}", f"low {low}", f"shape {shape(token)}"]
    for n in range(1, LONGEST + 1):
        pieces += [f"first {low[:n]}", f"last {low[-n:]}"]
    return tuple(1 + crc32(piece.encode("utf-8", "surrogatepass")) % (size - 1) for piece in pieces)


def shape(token: str) -> str:
    """Return a token with letters as X or x (other scripts: a), digits as d, runs at most 3 long.

    `McDonald's` becomes `XxXxxx'x`.
    """
    found = ""
    for c in token:
        kind = unicodedata.category(c)
        like = _LIKE.get(kind, "a" if kind[0] in "LM" else c)
        if not found.endswith(like * 3):
            found += like
    return found
