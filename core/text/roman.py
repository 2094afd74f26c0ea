"""Words of other scripts in Latin letters, for readers who do not know the script."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

# Thai and Lao write these vowels before the consonant that they are spoken after.
_VOWEL_IN_FRONT = re.compile(r"([เแโใไເແໂໃໄ])(\w)")
_NO_FOREIGNERS = ("LATIN", "FULLWIDTH LATIN", "MODIFIER", "FEMININE", "MASCULINE", "MICRO")


@lru_cache(maxsize=100_000)
def romanise(token: str, *, lang: str = "") -> str | None:
    """Return a token in Latin letters; None where it needs none, or has none.

    A help to tell names apart, not a scholarly transcription: vowels that are not written are
    not made up, tones go.

    Args:
        token: any text; never changed by what comes back.
        lang: of the sentence. Japanese words with Chinese characters have no form here, because
            the characters alone do not say how they are read.

    Returns:
        ASCII text; None for Latin words, for European digits, and for what has neither letter nor
        digit (punctuation, pictures).
    """
    if not any(_is_foreign(char) for char in token):
        return None
    if lang.lower().startswith("ja") and any(_is_ideograph(char) for char in token):
        return None
    return anyascii(_VOWEL_IN_FRONT.sub(r"\2\1", token)).strip() or None


def _is_foreign(char: str) -> bool:
    if char.isascii():
        return False
    if char.isalpha():
        return not unicodedata.name(char, "LATIN").startswith(_NO_FOREIGNERS)
    return char.isdecimal()


def _is_ideograph(char: str) -> bool:
    return unicodedata.name(char, "").startswith("CJK")
