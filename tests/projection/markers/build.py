"""Sentences to mark, and a tokeniser that needs no model."""

import re

from core.domain.entity import Entity
from core.domain.pair import Sentence


def tokenise(text: str) -> list[str]:
    """Return words, and signs one by one."""
    return re.findall(r"\w+|[^\w\s]", text)


def sentence(text: str, *entities: tuple[int, int, str], lang: str = "en") -> Sentence:
    return Sentence(tuple(text.split()), tuple(Entity(*e) for e in entities), lang)


def spelt(found: object) -> list[tuple[str, str]]:
    """Return label and text of the entities of what was recovered."""
    return [(e.label, " ".join(found.tokens[e.start : e.end])) for e in found.entities]
