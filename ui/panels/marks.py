"""Sentences with boxes around words, read in the direction of their language, all of it text."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.text.languages import direction, spaced


class Look(StrEnum):
    """How a box is drawn: its border tells it, not a colour alone."""

    PLAIN = "plain"
    OTHER = "other"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Mark:
    """A box around words.

    Args:
        start: the first of them.
        end: the one after the last.
        title: what stands before them in small type, such as a label; "" for nothing.
        look: how it is drawn.
    """

    start: int
    end: int
    title: str = ""
    look: Look = Look.PLAIN


def of(entities: Sequence[Entity], look: Look = Look.PLAIN) -> list[Mark]:
    """Return a box for each entity, with its label."""
    return [Mark(one.start, one.end, one.label, look) for one in entities]


def show(sentence: Sentence, marks: Sequence[Mark], *, name: str = "") -> None:
    """Show a sentence with boxes; of boxes that overlap the first in order is drawn.

    Args:
        sentence: its words and language.
        marks: the boxes.
        name: what stands before it, in the direction of the page; "" for nothing.
    """
    head = f'<span class="marked-name">{html.escape(name)}</span>' if name else ""
    st.html(f'<div class="marked">{head}{_body(sentence, marks)}</div>')


def isolated(text: str) -> str:
    """Return text that does not turn what stands around it, whichever way it is written."""
    return f"\u2068{text}\u2069"


def _body(sentence: Sentence, marks: Sequence[Mark]) -> str:
    tokens, gap = sentence.tokens, " " if spaced(sentence.lang) else ""
    parts: list[str] = []
    at = 0
    for mark in sorted(marks, key=lambda one: (one.start, one.end)):
        if mark.start < at:
            continue
        parts += [html.escape(token) for token in tokens[at : mark.start]]
        words = html.escape(gap.join(tokens[mark.start : mark.end]))
        title = f"<small><bdi>{html.escape(mark.title)}</bdi></small>" if mark.title else ""
        parts.append(f'<b class="marked-{mark.look}">{title}{words}</b>')
        at = mark.end
    parts += [html.escape(token) for token in tokens[at:]]
    lang = html.escape(sentence.lang, quote=True)
    return f'<p dir="{direction(sentence.lang)}" lang="{lang}">{gap.join(parts)}</p>'
