"""Text of users on a page: shown as text, whatever is in it."""

import re
from collections.abc import Sequence

import streamlit as st

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.text.languages import joined

_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
_ADDRESS = re.compile(r"(https?://|www(?=\.)|@)", re.IGNORECASE)
_JOINER = "\u2060"
_TAKEN = re.compile(r"[!#$&*:<>@\[\\\]^`{|}~]+|(?<![^\W_])_+|_+(?![^\W_])")
"""Characters that an image, link, formula, colour, icon or emphasis is written with.

One `_` between letters or digits is none of these.
"""


def plain(text: str) -> str:
    r"""Return the text for a label or paragraph that renders Markdown, shown as it is.

    Every ASCII punctuation character is escaped, which CommonMark renders as the character itself:
    no emphasis, link, image, formula, colour or icon can come of it. Streamlit makes links of
    addresses even so; a word joiner, which nobody sees, keeps them text. Line breaks become spaces.
    """
    apart = _ADDRESS.sub(rf"\1{_JOINER}", " ".join(text.split()))
    return _MARKDOWN.sub(r"\\\1", apart)


def read_out(text: str) -> str:
    """Return the text for a label that a screen reader says as it stands, seen or not.

    It renders as Markdown even so, and would be read with the signs that `plain` writes; what
    Markdown could take for its own is left out instead.
    """
    apart = _ADDRESS.sub(rf"\1{_JOINER}", text)
    return " ".join(_TAKEN.sub(" ", apart).split())


def marked(sentence: Sentence, entities: Sequence[Entity]) -> str:
    """Return a sentence with its entities in brackets: `[PER Ada] met [PER Bob]`."""
    words = list(sentence.tokens)
    for entity in entities:
        words[entity.start] = f"[{entity.label} {words[entity.start]}"
        words[entity.end - 1] += "]"
    return joined(words, sentence.lang)


def say_in_passing(notices: Sequence[str]) -> None:
    """Say what a link asks for that is not here, in one notice that goes away by itself."""
    lines = [plain(notice[:1].upper() + notice[1:]) for notice in notices]
    if lines:
        st.toast("\n\n".join(lines), duration="long")
