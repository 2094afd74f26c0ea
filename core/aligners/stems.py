"""What inflected forms of a word have in common: its bare form, its beginning, its end.

Which letters are put before words (an article, "and", a preposition, a noun class) is read off the
vocabulary itself: letters that many words begin with, and whose rest is often a word too.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from core.text.key import comparison_key

LENGTH = 4
_MOST_PREFIX = 4
_LEAST_REST = 3
_LEAST_WORDS = 25
_LEAST_SHARE = 0.25


class Stems:
    """The bare forms of a vocabulary's words; built from its comparison keys in any order."""

    def __init__(self, words: Iterable[str]) -> None:
        self._folded: dict[str, str] = {}
        for word in words:
            self._folded.setdefault(word, folded(word))
        self._forms = frozenset(self._folded.values())
        self.prefixes = _prefixes(self._forms)

    def bare(self, word: str) -> str:
        """Return a word without the longest prefix that leaves another word of the vocabulary."""
        form = self._folded.get(word)
        form = folded(word) if form is None else form
        for size in range(min(_MOST_PREFIX, len(form) - _LEAST_REST), 0, -1):
            if form[:size] in self.prefixes and form[size:] in self._forms:
                return form[size:]
        return form


def folded(word: str) -> str:
    """Return the comparison key of a word, marks left aside."""
    return comparison_key(word, fold_marks=True)


def beginning(bare: str) -> str:
    """Return the beginning of a bare form."""
    return bare[:LENGTH]


def end(bare: str) -> str:
    """Return the end of a bare form."""
    return bare[-LENGTH:]


KINDS: Mapping[str, Callable[[str], str]] = {"beginning": beginning, "bare": str, "end": end}
"""What words of one family share, and how to read it off their bare forms."""


def _prefixes(forms: frozenset[str]) -> frozenset[str]:
    begun: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for form in forms:
        for size in range(1, min(_MOST_PREFIX, len(form) - _LEAST_REST) + 1):
            begun[form[:size]] += 1
            left[form[:size]] += form[size:] in forms
    return frozenset(
        prefix
        for prefix, words in left.items()
        if words >= _LEAST_WORDS and words >= _LEAST_SHARE * begun[prefix]
    )
