"""Sentences with slots: what T-Projection's model reads, what it writes, and where that stands.

The model reads a sentence with one empty slot for each entity, and writes the slots filled. What
it writes counts only where it literally occurs in the sentence.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from core.domain.entity import Entity
from core.errors import InputError
from core.text.languages import joined

EMPTY = "[None]"
_SLOT = re.compile(r"<([^<>/\s]+)>(.*?)</\1>", re.DOTALL)


def asked(tokens: Sequence[str], labels: Iterable[str], lang: str) -> str:
    """Return what the model reads: a sentence, then an empty slot for each label, in order.

    Raises:
        InputError: a label that a slot cannot carry.

    Source: García-Ferrero et al. 2023, arxiv.org/abs/2212.10548.
    """
    return f"{joined(tokens, lang)} {''.join(_slot(label, EMPTY) for label in labels)}"


def filled(tokens: Sequence[str], entities: Iterable[Entity], lang: str) -> str:
    """Return what the model should write: a slot for each entity, with its words.

    Raises:
        InputError: a label that a slot cannot carry.
    """
    return "".join(_slot(e.label, joined(tokens[e.start : e.end], lang)) for e in entities)


def slots_of(text: str, labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield label and words of each slot that a model wrote, those of other labels left out."""
    known = frozenset(labels)
    for match in _SLOT.finditer(text):
        words = match[2].strip()
        if match[1] in known and words and words != EMPTY:
            yield match[1], words


def places_of(
    phrase: str,
    tokens: Sequence[str],
    *,
    agglutinative: bool = False,
    keep_punctuation: bool = False,
) -> tuple[tuple[int, int], ...]:
    """Return the spans of a sentence that spell a phrase, from left to right.

    First as it is written; where it does not occur so, in lower case and without punctuation.
    Spaces do not count, so that it does not matter how the sentence was cut into tokens.

    Args:
        phrase: as a model wrote it.
        tokens: of the sentence.
        agglutinative: where neither is found, take words that hold the words of the phrase, one
            in one: `Jamani` in `waseJamani`.
        keep_punctuation: leave punctuation at the ends of the phrase as it is, for data whose
            entities have some.

    Source: García-Ferrero et al. 2023, arxiv.org/abs/2212.10548; every occurrence is given, where
    they take the first.
    """
    plain = phrase if keep_punctuation else _bare_ends(phrase)
    found = _spelt(_glued(plain), [_glued(token) for token in tokens])
    if not found:
        found = _spelt(_simple(plain), [_simple(token) for token in tokens])
    if not found and agglutinative:
        found = _inside(plain.split(), tokens)
    return found


def _slot(label: str, words: str) -> str:
    if not _SLOT.fullmatch(f"<{label}>x</{label}>"):
        raise InputError(
            f"label {label!r} cannot be the name of a slot; write it without <, > and / "
            "(--label-map renames labels)"
        )
    return f"<{label}>{words}</{label}>"


def _spelt(wanted: str, tokens: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return the shortest spans whose tokens, written together, are just the text."""
    found = []
    for start, first in enumerate(tokens):
        if not wanted or not first or not wanted.startswith(first):
            continue
        text = ""
        for end in range(start, len(tokens)):
            text += tokens[end]
            if text == wanted:
                found.append((start, end + 1))
                break
            if not wanted.startswith(text):
                break
    return tuple(found)


def _inside(words: Sequence[str], tokens: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return the spans whose tokens hold the words, one in one, whatever their case."""
    wanted = [word for word in map(_simple, words) if word]
    there = [_simple(token) for token in tokens]
    return tuple(
        (start, start + len(wanted))
        for start in range(len(there) - len(wanted) + 1)
        if wanted and all(w in t for w, t in zip(wanted, there[start:], strict=False))
    )


def _glued(text: str) -> str:
    return "".join(text.split())


def _simple(text: str) -> str:
    """Return a text in lower case without spaces and punctuation."""
    return "".join(c for c in _glued(text).casefold() if not _is_punctuation(c))


def _bare_ends(text: str) -> str:
    start, end = 0, len(text)
    while start < end and (text[start].isspace() or _is_punctuation(text[start])):
        start += 1
    while end > start and (text[end - 1].isspace() or _is_punctuation(text[end - 1])):
        end -= 1
    return text[start:end]


def _is_punctuation(char: str) -> bool:
    return unicodedata.category(char).startswith("P")
