"""Text for translation models out of tokens, and what models wrote made clean.

Spaces are all that is decided here. Every character of every token stays (but for the double
quotes of the Treebank, which become plain ones), so that the place of each token in the text is
known, which is what markers need.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from core.text.languages import canonical, spaced

_TREEBANK_QUOTES = {"``": '"', "''": '"'}
_OPENERS = frozenset("([{<¿¡（［｛")
_CLOSERS = frozenset(")]}>.,:;!?…）］｝،؛؟٪।॥။၊።፣፤፥፦፧·։՝՜՞")
_CURRENCIES = frozenset("$£€¥₹₦₵#")
_CLITICS = frozenset({"'s", "'m", "'d", "'ll", "'re", "'ve", "n't"})
_APOSTROPHES = "'’"
# Languages in which an article or the like loses its vowel and leans on the next word.
_ELIDING = frozenset({"fr", "it", "ca", "oc", "co", "fur", "lij", "lmo", "scn", "srd", "vec"})
_ELIDED = frozenset(
    {"l", "d", "c", "s", "m", "t", "n", "j", "qu", "un", "all", "dell", "nell", "sull", "dall"}
    | {"coll", "quell", "quest", "sant", "jusqu", "lorsqu", "puisqu"}
)
_BEHIND_APOSTROPHE = frozenset({"s", "m", "d", "t", "ll", "re", "ve"})
_GUILLEMETS_APART = frozenset({"fr"})
_FAMILIES = {"“": "“", "”": "“", "„": "“", "«": "«", "»": "«", "‹": "‹", "›": "‹"}
# Characters of scripts without spaces, and the punctuation that goes with them.
_UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u2e80-\u303f\u3040-\u30ff"
    "\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff60\uff61-\uff9f"
    "\U00020000-\U000323af"
)
_HAS_UNSPACED = re.compile(f"[{_UNSPACED}]")
# Joiners and non-joiners between letters of Arabic, Indic and like scripts are spelling.
_JOINED = "\u0600-\u0dff\u1000-\u109f\u1780-\u17ff"
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u200b\u200e\u200f\u2060\ufeff\u00a0]"
    f"|(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])"
)


class _Lean(IntEnum):
    """To which side a quotation mark stands tight."""

    LEFT = -1
    NONE = 0
    RIGHT = 1


@dataclass(frozen=True, slots=True)
class Placed:
    """A text made of tokens, and where each of them stands.

    Args:
        text: the tokens with spaces where there are some.
        spans_char: for each token `[start, end)` in characters of the text, ascending, disjoint.
    """

    text: str
    spans_char: tuple[tuple[int, int], ...]


def detokenised(tokens: Sequence[str], lang: str) -> str:
    """Return the text that tokens stand for, as a translation model expects it.

    Punctuation, brackets, quotes and clitics stand tight as in plain text. In languages without
    spaces tokens follow each other directly, but for the words of other scripts among them (`New`,
    `York`); such a run that comes letter by letter is put together without spaces too.

    Source: the spacing follows the Treebank's conventions as Shkalikov 2025 uses them,
    arxiv.org/abs/2501.18750; the rules are ours.
    """
    return placed(tokens, lang).text


def placed(tokens: Sequence[str], lang: str) -> Placed:
    """Return what `detokenised` does, with the place of each token."""
    leans = _quotes(tokens, lang)
    gaps = _gaps(tokens, lang, leans)
    pieces: list[str] = []
    spans: list[tuple[int, int]] = []
    position = 0
    for token, gap in zip(tokens, gaps, strict=True):
        shown = _TREEBANK_QUOTES.get(token, token)
        pieces += [" " * gap, shown]
        spans.append((position + gap, position + gap + len(shown)))
        position += gap + len(shown)
    return Placed("".join(pieces), tuple(spans))


def cleaned(text: str) -> str:
    """Return what a model wrote without invisible characters, doubled spaces and Treebank quotes.

    Joiners stay where Persian, Sinhala and their like spell with them.

    Source: the list follows Shkalikov 2025, arxiv.org/abs/2501.18750; sparing joiners is ours.
    """
    plain = _INVISIBLE.sub(" ", text).replace("``", '"').replace("''", '"')
    return " ".join(plain.split())


def is_unspaced(text: str) -> bool:
    """Return whether a text holds a character of a script that is written without spaces."""
    return _HAS_UNSPACED.search(text) is not None


def _gaps(tokens: Sequence[str], lang: str, leans: Sequence[_Lean]) -> list[bool]:
    """Return for each token whether a space stands before it."""
    own = [False] * len(tokens) if spaced(lang) else _of_unspaced(tokens)
    return [
        k > 0
        and not (own[k - 1] or own[k])
        and not _leans_left(tokens, k, leans, lang)
        and not _leans_right(tokens, k - 1, leans, lang)
        for k in range(len(tokens))
    ]


def _of_unspaced(tokens: Sequence[str]) -> list[bool]:
    """Return for each token whether no space may touch it.

    That is so where its script has none, and within a run of other tokens without a whole word.
    """
    found = [is_unspaced(token) for token in tokens]
    start = 0
    for end in range(len(tokens) + 1):
        if end < len(tokens) and not found[end]:
            continue
        if not any(len(token) > 1 and token.isalnum() for token in tokens[start:end]):
            found[start:end] = [True] * (end - start)
        start = end + 1
    return found


def _leans_left(tokens: Sequence[str], k: int, leans: Sequence[_Lean], lang: str) -> bool:
    token = tokens[k]
    return (
        leans[k] is _Lean.LEFT
        or _is_apostrophe(tokens, k, lang)
        or (token != "" and _CLOSERS.issuperset(token))
        or token.lower().replace("’", "'") in _CLITICS
        or (token == "%" and tokens[k - 1][-1:].isdigit())
    )


def _leans_right(tokens: Sequence[str], k: int, leans: Sequence[_Lean], lang: str) -> bool:
    token = tokens[k]
    return (
        leans[k] is _Lean.RIGHT
        or _is_apostrophe(tokens, k, lang)
        or (token != "" and _OPENERS.issuperset(token))
        or (token[-1:] in _APOSTROPHES and token[-2:-1].isalpha() and canonical(lang) in _ELIDING)
        or (
            token in _CURRENCIES
            and tokens[k + 1][:1].isdigit()
            and not (k and tokens[k - 1][-1:].isdigit())
        )
    )


def _is_apostrophe(tokens: Sequence[str], k: int, lang: str) -> bool:
    """Return whether a token is an apostrophe cut off from both its neighbours."""
    if tokens[k] not in _APOSTROPHES or not 0 < k < len(tokens) - 1:
        return False
    if canonical(lang) in _ELIDING:
        return tokens[k - 1].lower() in _ELIDED
    return tokens[k + 1].lower() in _BEHIND_APOSTROPHE


def _quotes(tokens: Sequence[str], lang: str) -> list[_Lean]:
    """Return to which side each quotation mark stands tight; others to none.

    Plain quotes open and close in turn where their number is even. Of typographic ones the first
    of a family opens, whatever the country, and the next closes.
    """
    found = [_Lean.NONE] * len(tokens)
    for mark in ('"', "'"):
        places = [k for k, token in enumerate(tokens) if token == mark]
        places = [k for k in places if not _is_apostrophe(tokens, k, lang)]
        if len(places) % 2 == 0:
            for turn, k in enumerate(places):
                found[k] = _Lean.LEFT if turn % 2 else _Lean.RIGHT
        elif mark == "'" and len(places) == 1:
            found[places[0]] = _Lean.LEFT  # as behind a plural
    inside: set[str] = set()
    for k, token in enumerate(tokens):
        if token in _TREEBANK_QUOTES:
            found[k] = _Lean.RIGHT if token == "``" else _Lean.LEFT
        family = _FAMILIES.get(token, "")
        if not family or (family in "«‹" and canonical(lang) in _GUILLEMETS_APART):
            continue
        if family in inside:
            inside.discard(family)
            found[k] = _Lean.LEFT
        elif any(_FAMILIES.get(later) == family for later in tokens[k + 1 :]):
            inside.add(family)
            found[k] = _Lean.RIGHT
    return found
