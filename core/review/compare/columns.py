"""Columns that grow: entities are added one by one, and read off as arrays."""

from array import array
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from core.domain.entity import Entity
from core.review.compare.sheet import NO_NAME, Flags, Spans
from core.text import languages
from core.text.key import comparison_key


class Words:
    """Texts by number; a text that is known keeps its number."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        self._numbers = {text: k for k, text in enumerate(known)}

    def __call__(self, text: str) -> int:
        """Return the number of a text."""
        return self._numbers.setdefault(text, len(self._numbers))

    def all(self) -> tuple[str, ...]:
        """Return the texts in the order of their numbers."""
        return tuple(self._numbers)


class Origin(NamedTuple):
    """The source entity that an entity comes from; of an unknown one neither is known.

    Args:
        name: number of its name.
        place: its index in the pair.
    """

    name: int = NO_NAME
    place: int = NO_NAME


class Columns:
    """The entities of one layer, in the order they are added."""

    def __init__(self) -> None:
        self._rows = array("i")
        self._looked = bytearray()

    @property
    def pairs(self) -> int:
        """Return how many pairs were begun."""
        return len(self._looked)

    def look(self, *, looked: bool) -> None:
        """Begin the next pair, saying whether the layer has looked at it."""
        self._looked.append(looked)

    def add(self, entity: Entity, label: int, origin: Origin, form: int) -> None:
        """Add an entity of the pair begun last."""
        pair = len(self._looked) - 1
        self._rows.extend((pair, entity.start, entity.end, label, *origin, form))

    def spans(self) -> Spans:
        """Return what was added."""
        table = np.array(self._rows, np.int32).reshape(-1, 7)
        pair, start, end, label, name, place, form = (np.ascontiguousarray(c) for c in table.T)
        looked: Flags = np.frombuffer(bytes(self._looked), np.bool_)
        return Spans(pair, start, end, label, name, place, form, looked)


def form_of(tokens: tuple[str, ...], entity: Entity, lang: str) -> str:
    """Return the text of an entity as its language writes it, with spaces or without."""
    return languages.joined(tokens[entity.start : entity.end], lang)


def name_key(text: str) -> str:
    """Return what one source name is told from another by, white space made single spaces."""
    return comparison_key(" ".join(text.split()))
