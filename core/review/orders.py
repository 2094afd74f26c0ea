"""Orders of a queue: how an address and a page call them, and what they put pairs in order by."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from core.storage.search import Found

MAX_SEED = 2**32 - 1
DEFAULT_SEED = 7


class Sort(StrEnum):
    """What pairs are put in order by; equal ones stay in the order of the file."""

    FILE = "file"
    SUSPICION = "suspicion"
    GAIN = "gain"
    DISAGREEMENT = "disagreement"
    MARGIN = "margin"
    RANDOM = "random"


WORDS = {
    Sort.FILE: "File order",
    Sort.SUSPICION: "Most suspicious",
    Sort.GAIN: "Most to gain",
    Sort.DISAGREEMENT: "Methods differ most",
    Sort.MARGIN: "Smallest margin",
    Sort.RANDOM: "Random order",
}
"""What people read."""

_NEEDS = {
    Sort.SUSPICION: ("suspicion", "decisions"),
    Sort.GAIN: ("gain",),
    Sort.DISAGREEMENT: ("disagreement",),
    Sort.MARGIN: ("margin",),
}

_HIGHEST_FIRST = frozenset({Sort.GAIN, Sort.DISAGREEMENT})
"""Orders by the signal of their name, the highest first."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order over the pairs of a project.

    Args:
        sort: what they are put in order by.
        seed: of a random order, 0 to `MAX_SEED`; 0 for all others.
    """

    sort: Sort = Sort.FILE
    seed: int = 0

    def __str__(self) -> str:
        """Return the order as an address has it; "" for the order of the file."""
        if self.sort is Sort.RANDOM:
            return f"{self.sort}:{self.seed}"
        return "" if self.sort is Sort.FILE else str(self.sort)

    @property
    def words(self) -> str:
        """Return the order as people read it."""
        return f"Random (seed {self.seed})" if self.sort is Sort.RANDOM else WORDS[self.sort]

    @property
    def needs(self) -> tuple[str, ...]:
        """Return the signals that it goes by."""
        return _NEEDS.get(self.sort, ())


FILE = Order()


def parse(text: str) -> Order | None:
    """Return the order that an address asks for; None where it is none."""
    name, colon, seed = text.partition(":")
    if name == Sort.RANDOM:
        plain = seed.isascii() and seed.isdigit() and len(seed) <= 10
        known = plain and int(seed) <= MAX_SEED
        return Order(Sort.RANDOM, int(seed)) if known else None
    known_names = {str(sort): sort for sort in Sort if sort is not Sort.RANDOM} | {"": Sort.FILE}
    return Order(known_names[name]) if name in known_names and not colon else None


def arranged(order: Order, found: Found, total: int) -> NDArray[np.int32]:
    """Return the places of the pairs found, in this order.

    Args:
        order: which.
        found: the pairs, with the signals that the order needs.
        total: pairs of the whole project. A random order is drawn over all of them and the filter
            takes from it what it lets through, so that another filter does not shuffle again.
    """
    key = _key(order, found, total)
    return found.positions[np.argsort(key, kind="stable")]


def _key(order: Order, found: Found, total: int) -> NDArray[np.float64]:
    """Return a number for each pair, the lowest to come first; NaN comes last.

    By suspicion, first come those with the most expected wrong pairs for a decision, chance over
    decisions: that is the greedy order for a budget of decisions. The gain is a decision's already,
    and tells what a pair adds to those before it (`core.review.gain`).
    """
    told = found.signals
    if order.sort is Sort.RANDOM:
        drawn = np.random.Generator(np.random.PCG64(order.seed)).permutation(total)
        return drawn[found.positions - 1].astype(np.float64)
    if order.sort is Sort.SUSPICION:
        return -told["suspicion"] / np.maximum(told["decisions"], 1.0)
    if order.sort in _HIGHEST_FIRST:
        return -told[str(order.sort)]
    if order.sort is Sort.MARGIN:
        return told["margin"]
    return found.positions.astype(np.float64)
