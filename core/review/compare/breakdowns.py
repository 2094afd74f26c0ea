"""Breakdowns: facts in buckets, by label, length, frequency of the name, or language."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.review.compare.facts import Facts
from core.review.compare.sheet import Flags, Sheet


class By(StrEnum):
    """What a figure is broken down by; also the field of a selection that names the bucket."""

    LABEL = "label"
    LENGTH = "length"
    FREQUENCY = "frequency"
    LANGUAGE = "language"


TITLES: Mapping[By, str] = {
    By.LABEL: "By type",
    By.LENGTH: "By length in tokens",
    By.FREQUENCY: "By frequency of the name",
    By.LANGUAGE: "By language",
}


class Bucket(NamedTuple):
    """Numbers from `low` to `high`, both included."""

    name: str
    low: int
    high: int


_NO_END = np.iinfo(np.int32).max
LENGTHS = (
    Bucket("1", 1, 1),
    Bucket("2", 2, 2),
    Bucket("3", 3, 3),
    Bucket("4-6", 4, 6),
    Bucket("7+", 7, _NO_END),
)
FREQUENCIES = (
    Bucket("1", 1, 1),
    Bucket("2-4", 2, 4),
    Bucket("5-19", 5, 19),
    Bucket("20+", 20, _NO_END),
    Bucket("unknown", 0, 0),
)
"""How often the source name stands in the project; `unknown` where its name is not known."""


def buckets(sheet: Sheet, facts: Facts, by: By) -> dict[str, Flags]:
    """Return for each bucket which rows are in it; every row is in one, the buckets in order."""
    if by is By.LABEL:
        return _each(facts.label, sheet.labels)
    if by is By.LANGUAGE:
        return _each(sheet.language[facts.pair], sheet.languages)
    if by is By.LENGTH:
        return _within(facts.length, LENGTHS)
    return _within(frequencies(sheet, facts), FREQUENCIES)


def frequencies(sheet: Sheet, facts: Facts) -> NDArray[np.int32]:
    """Return for each row how often its source name stands in the project; 0 where unknown."""
    known = np.append(sheet.frequency(), 0)  # `NO_NAME` is the last place
    return known[facts.name].astype(np.int32)


def _each(values: NDArray[np.int32], names: tuple[str, ...]) -> dict[str, Flags]:
    return {name: values == k for k, name in enumerate(names)}


def _within(values: NDArray[np.int32], given: tuple[Bucket, ...]) -> dict[str, Flags]:
    return {b.name: (b.low <= values) & (values <= b.high) for b in given}
