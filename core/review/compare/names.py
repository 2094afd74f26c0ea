"""Names: how often each source name stands in a project, and how many forms it was given."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.review.compare.columns import name_key
from core.review.compare.sheet import SOURCE, Flags, Name, Sheet, Spans
from core.text.forms import similarities

Times = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Every source name, with what one layer made of it; columns over the names of the sheet.

    Args:
        names: the names themselves.
        languages: the pairs of languages that they point at.
        count: how often a name stands in the source.
        missing: how many of its places the layer looked at and gave no span.
        forms: how many different forms it got, by comparison key.
        odd: how many times its form is none of the most frequent one, nor looks like it.
    """

    names: tuple[Name, ...]
    languages: tuple[str, ...]
    count: NDArray[np.int32]
    missing: NDArray[np.int32]
    forms: NDArray[np.int32]
    odd: NDArray[np.int32]

    def find(self, typed: str, *, frequent: bool = False, language: str = "") -> tuple[int, ...]:
        """Return the numbers of the names that hold what was typed, by comparison key.

        Args:
            typed: part of a name; "" finds all.
            frequent: most frequent first; else most inconsistent first (odd forms, then how many
                forms), and the more frequent of equals.
            language: only names of this pair of languages; "" for all.
        """
        key = name_key(typed)
        kept = [
            k
            for k, name in enumerate(self.names)
            if key in name.key and language in {"", self.languages[name.language]}
        ]
        columns = (self.count,) if frequent else (self.odd, self.forms, self.count)
        return tuple(sorted(kept, key=lambda k: ([-int(c[k]) for c in columns], self.names[k].key)))


def index_names(sheet: Sheet, layer: str) -> NameIndex:
    """Return what a layer made of every source name.

    Args:
        sheet: the entities.
        layer: key of a method, of gold or of decisions.

    Raises:
        UnknownNameError: the sheet has no such layer.
    """
    spans = sheet.layer(layer)
    spans = spans.where(spans.name >= 0)
    number, form, times = _kinds(sheet, spans)
    total = len(sheet.names)
    places = sheet.layers[SOURCE]
    missing = np.bincount(places.name[sheet.unplaced(layer, places)], minlength=total)
    forms = np.bincount(number, minlength=total).astype(np.int32)
    odd = np.bincount(number, times * _unlike(sheet, number, form, times), total)
    return NameIndex(
        names=sheet.names,
        languages=sheet.languages,
        count=sheet.frequency(),
        missing=missing.astype(np.int32),
        forms=forms,
        odd=odd.astype(np.int32),
    )


def _kinds(sheet: Sheet, spans: Spans) -> tuple[NDArray[np.int64], NDArray[np.int64], Times]:
    """Return each name with each of its forms, and how often; forms by comparison key.

    The most frequent form of a name comes first, of equally frequent ones that seen first.
    """
    first: dict[str, int] = {}
    folded = np.array([first.setdefault(name_key(t), k) for k, t in enumerate(sheet.forms)] or [0])
    pairs = np.stack([spans.name.astype(np.int64), folded[spans.form]], axis=1)
    kinds, times = np.unique(pairs, axis=0, return_counts=True)
    order = np.lexsort((kinds[:, 1], -times, kinds[:, 0]))
    return kinds[order, 0], kinds[order, 1], times[order]


def _unlike(
    sheet: Sheet, number: NDArray[np.int64], form: NDArray[np.int64], times: Times
) -> Flags:
    """Return which forms do not look like the most frequent form of their name."""
    begins = np.r_[True, number[1:] != number[:-1]] if len(number) else np.zeros(0, np.bool_)
    main = form[np.maximum.accumulate(np.where(begins, np.arange(len(number)), 0))]
    others = np.flatnonzero(form != main)
    left = [name_key(sheet.forms[k]) for k in main[others]]
    right = [name_key(sheet.forms[k]) for k in form[others]]
    found = np.zeros(len(times), np.bool_)
    found[others] = similarities(left, right) <= 0
    return found
