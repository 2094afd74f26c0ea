"""Marked text: a sentence typed by hand, entities written as `[PER Angela Merkel]`."""

import re
from collections.abc import Callable

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.errors import FormatError

_MARK = re.compile(r"\[([A-Z][A-Z0-9_-]*)\s+([^\[\]]+)\]")

MAX_TEXT = 100_000
"""Characters of a sentence that is typed."""


def parse(text: str, lang: str, tokenise: Callable[[str, str], tuple[str, ...]]) -> Sentence:
    """Return the sentence with its entities; `entities` is None where nothing is marked.

    A mark is a label in capitals, a space and the entity's text, in square brackets. Any other
    bracket is text. Each stretch is tokenised on its own, so that
    the edges of entities are edges of tokens.

    Raises:
        FormatError: there is no token, a mark holds none, or a character is half of one; or the
            text is too long.
    """
    if len(text) > MAX_TEXT:
        what = f"{len(text):,} characters, and a sentence that is typed has at most {MAX_TEXT:,}"
        raise FormatError(what, remedy="bring a file")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        what = f"half a character at position {error.start + 1}"
        raise FormatError(what, remedy="type the whole character") from None
    tokens: list[str] = []
    entities: list[Entity] = []
    position = 0
    for mark in _MARK.finditer(text):
        tokens.extend(tokenise(text[position : mark.start()], lang))
        inside = tokenise(mark.group(2), lang)
        if not inside:
            raise FormatError(f"the mark {mark.group()!r} holds no word", remedy="write [PER Name]")
        entities.append(Entity(len(tokens), len(tokens) + len(inside), mark.group(1)))
        tokens.extend(inside)
        position = mark.end()
    tokens.extend(tokenise(text[position:], lang))
    if not tokens:
        raise FormatError("the sentence is empty", remedy="type at least one word")
    return Sentence(tuple(tokens), tuple(entities) if entities else None, lang)
