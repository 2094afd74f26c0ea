"""The sheet: every entity of a project in columns, layer by layer, small enough to keep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.domain.entity import Entity
from core.errors import UnknownNameError
from core.review.sampling import RandomPart

GOLD = "gold"
DECISIONS = "decisions"
RANDOM = "random"
SOURCE = "source"
_METHOD = "method:"

Ints = NDArray[np.int32]
Flags = NDArray[np.bool_]
NO_NAME = -1
"""Index of the name, and of the place, of an entity that comes from no known source entity."""


def method_key(name: str) -> str:
    """Return the key of a method's layer in a sheet: no name of a method can be taken for gold."""
    return f"{_METHOD}{name}"


def in_words(key: str) -> str:
    """Return what a layer of a sheet is called on a page."""
    return _WORDS.get(key) or key.removeprefix(_METHOD)


_WORDS = {GOLD: GOLD, DECISIONS: DECISIONS, RANDOM: "decisions in random order"}


@dataclass(frozen=True, slots=True)
class Spans:
    """The entities of one layer, by pair and place; columns of one length, rows in order.

    Args:
        pair: number of the pair, from 0 in corpus order.
        start: first token.
        end: one past the last token.
        label: index in the sheet's labels.
        name: index in the sheet's names, of the source entity it comes from; `NO_NAME` for none.
        place: which source entity of the pair it comes from, from 0; `NO_NAME` for none.
        form: index in the sheet's forms, of its text.
        looked: for each pair whether the layer says anything of it, be it that nothing is there.
    """

    pair: Ints
    start: Ints
    end: Ints
    label: Ints
    name: Ints
    place: Ints
    form: Ints
    looked: Flags

    def where(self, rows: Flags) -> "Spans":
        """Return the rows of a mask."""
        found = {column: getattr(self, column)[rows] for column in _COLUMNS}
        return replace(self, **found)

    def __len__(self) -> int:
        """Return the number of entities."""
        return len(self.pair)


_COLUMNS = tuple(field.name for field in fields(Spans) if field.name != "looked")


class Name(NamedTuple):
    """A source name of one language pair.

    Args:
        language: index in the sheet's languages.
        key: its comparison key, words joined by spaces; what one name is told from another by.
        text: as it stands where it first comes.
    """

    language: int
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the layers of a project say, in columns; never to be changed.

    Args:
        ids: of the pairs, in corpus order.
        languages: `en-de` for each pair of languages.
        language: for each pair its index there.
        units: what each pair is drawn with when figures are resampled; "" for itself.
        tagged: for each pair whether its source came with tags, so that methods had work to do.
        labels: in alphabetical order, those that only people gave behind them.
        names: source names as they came in.
        forms: texts of entities on either side.
        methods: names of methods, the base first; their layers are under `method_key`.
        layers: by key; `gold` and `source` always, `decisions` and `random` once they were added.
        failed: for each method the pairs on which it failed.
        longest: one more than the last token that an entity ends at.
        part: the random part, which `random` holds; None before decisions were added.
    """

    ids: tuple[str, ...]
    languages: tuple[str, ...]
    language: Ints
    units: tuple[str, ...]
    tagged: Flags
    labels: tuple[str, ...]
    names: tuple[Name, ...]
    forms: tuple[str, ...]
    methods: tuple[str, ...]
    layers: Mapping[str, Spans]
    failed: Mapping[str, Flags]
    longest: int
    part: RandomPart | None = None

    def layer(self, key: str) -> Spans:
        """Return a layer; raise UnknownNameError, listing those that can be compared."""
        found = self.layers.get(key)
        if found is None or key == SOURCE:
            raise UnknownNameError("layer", key, (k for k in self.layers if k != SOURCE))
        return found

    def references(self) -> tuple[str, ...]:
        """Return the keys of layers that say something of a pair with source tags, people first."""
        people = (GOLD, RANDOM, DECISIONS)
        found = [k for k in people if k in self.layers and self.counted(k).any()]
        return (*found, *map(method_key, self.methods))

    def counted(self, reference: str, method: str = "") -> Flags:
        """Return for each pair whether it counts where a layer is compared with a reference.

        A pair counts where its source came with tags and the reference has looked at it. What a
        method failed on counts as nothing projected where people are the reference. A method taken
        for the reference is not right by itself, and people compared with it may not have looked
        yet: then both layers must have looked.

        Args:
            reference: key of the layer that is taken for right.
            method: key of the layer compared with it; "" for none.
        """
        found = self.tagged & self.layer(reference).looked
        failures_count = method.startswith(_METHOD) and not reference.startswith(_METHOD)
        if method and not failures_count:
            found = found & self.layer(method).looked
        return found

    def places(self, number: int) -> Spans:
        """Return the source entities that have the name of that number."""
        source = self.layers[SOURCE]
        return source.where(source.name == number)

    def unplaced(self, key: str, places: Spans) -> Flags:
        """Return for each of some source entities whether a layer looked there and has no span."""
        spans, on = self.layer(key), np.zeros(len(self.ids), np.bool_)
        on[places.pair] = True
        spans = spans.where(on[spans.pair] & (spans.place != NO_NAME))
        stride = 1 + max(int(s.place.max(initial=0)) for s in (places, spans))
        wanted, given = (s.pair.astype(np.int64) * stride + s.place for s in (places, spans))
        return ~np.isin(wanted, given) & self.counted(key)[places.pair]

    def entities(self, key: str, number: int) -> tuple[Entity, ...]:
        """Return the entities of a layer in the pair of that number, in order."""
        spans = self.layer(key)
        first, last = np.searchsorted(spans.pair, (number, number + 1))
        rows = zip(
            *(getattr(spans, c)[first:last].tolist() for c in ("start", "end", "label")),
            strict=True,
        )
        return tuple(Entity(start, end, self.labels[label]) for start, end, label in rows)

    def frequency(self) -> Ints:
        """Return for each name how often it stands in the source."""
        names = self.layers[SOURCE].name
        return np.bincount(names[names >= 0], minlength=len(self.names)).astype(np.int32)


def select(values: Sequence[str], mask: Flags) -> tuple[str, ...]:
    """Return the values at the places of a mask."""
    return tuple(values[int(k)] for k in np.flatnonzero(mask))
