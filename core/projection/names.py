"""Words that look like names: capitalised where the language capitalises little else."""

import unicodedata
from collections.abc import Collection, Sequence

from core.domain.alignment import stretches
from core.text import languages

_NOUNS_CAPITALISED = frozenset({"de", "lb", "nds", "gsw", "bar", "ksh", "pdc"})
_WITHIN = frozenset(",;-–—/&()[]·")
"""Signs after which a sentence goes on; after all others a capital may be that of a beginning."""


def capitalised(
    tokens: Sequence[str], free: Collection[int], lang: str
) -> tuple[tuple[int, int], ...]:
    """Return stretches of free words that are capitalised without need, ascending.

    Not counted are the first word of the sentence and words after a full stop, a colon, a quote
    or the like; words of fewer than two letters; all words where a language capitalises every
    noun (German and its kin), where a script has no case, and where more free words are
    capitalised than there are others, as in headlines.

    Args:
        tokens: the sentence.
        free: positions that may be told.
        lang: its language.
    """
    if languages.canonical(lang) in _NOUNS_CAPITALISED:
        return ()
    told = [j for j in sorted(free) if _capital(tokens[j]) and not _begins(tokens, j)]
    lower = sum(token[:1].islower() for token in tokens)
    return stretches(told) if len(told) <= lower else ()


def _capital(token: str) -> bool:
    letters = sum(unicodedata.category(char).startswith("L") for char in token)
    return letters > 1 and (token[0].isupper() or token[0].istitle())


def _begins(tokens: Sequence[str], j: int) -> bool:
    """Return whether a sentence, or one within it, begins here."""
    if j == 0:
        return True
    before = tokens[j - 1]
    if any(char.isalnum() for char in before):
        return False
    return not set(before) <= _WITHIN or not any(
        char.isalnum() for token in tokens[:j] for char in token
    )
