"""Words of raw text: spaCy's blank pipelines, and one character a token where no spaces are."""

import re
from functools import lru_cache
from typing import Any

from core.models.spacy_ner import blank
from core.text.languages import canonical, spaced

# Characters of scripts without spaces: Thai, Lao, Tibetan, Burmese, Khmer, kana, ideographs.
_ALONE = (
    "\u0e00-\u0e4f\u0e80-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3005-\u3007"
    "\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U000323af"
)
# One such character, a run of other letters and digits (3.5, o'clock and U.S inside), or a sign.
_PIECE = re.compile(rf"[{_ALONE}]|(?:(?![{_ALONE}])\w)+(?:[.,'’-](?:(?![{_ALONE}])\w)+)*|\S")

# spaCy takes signs off a word one by one, each time looking at all of it: seconds for some 2,000.
MAX_WORD = 300
_LONG = re.compile(rf"(\S{{{MAX_WORD + 1},}})")

# Nor does it take texts of more than a million characters; words never reach over white space.
_AT_ONCE = 100_000
_PART = re.compile(rf".{{1,{_AT_ONCE}}}(?!\S)", re.DOTALL)


def tokenise(text: str, lang: str) -> tuple[str, ...]:
    """Return the tokens of a text; whitespace is dropped, nothing else is changed.

    Chinese, Japanese, Thai and their like come out character by character, while Latin words and
    numbers among them stay whole. A language that spaCy does not know, or for which it would need
    another package, is split by the rules for no language in particular. So is, into runs of
    letters and single signs, what has more than `MAX_WORD` characters without a space.
    """
    if not spaced(lang):
        return tuple(_PIECE.findall(text))
    split = _pipeline(canonical(lang))
    found: list[str] = []
    for k, stretch in enumerate(_LONG.split(text)):
        if k % 2:
            found += _PIECE.findall(stretch)
        else:
            for part in _PART.findall(stretch):
                found += [token.text for token in split(part) if token.text.strip()]
    return tuple(found)


@lru_cache(maxsize=8)
def _pipeline(code: str) -> Any:
    """Return what splits text of a language, loaded once."""
    return blank(code).make_doc
