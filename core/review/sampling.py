"""The random part: the pairs at the start of a random order that were all settled one by one.

Which pairs come first in a random order has nothing to do with how good they are, so that they
stand for the corpus, in whatever order they were settled. What lies behind the first pair that is
open does not: of that, only what somebody chose to look at has been settled.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain.decision import Decision, Kind, PairStatus
from core.domain.replay import in_force
from core.review.orders import DEFAULT_SEED, Order, Sort, arranged, parse
from core.review.settle import parse_reason
from core.storage.search import Found
from core.storage.tallies import Handled

_SETTLED = frozenset({PairStatus.DONE, PairStatus.SKIPPED, PairStatus.FLAGGED, PairStatus.EXCLUDED})
_SETTLING = frozenset({Kind.ACCEPT_PAIR, Kind.SKIP, Kind.FLAG, Kind.EXCLUDE, Kind.REOPEN})


@dataclass(frozen=True, slots=True)
class RandomPart:
    """The first pairs of a random order over a whole project, each settled one by one.

    It has no pairs where nobody has begun with a random order.

    Args:
        seed: of the order.
        done: places in the corpus of those that are done, in the order drawn.
        put_off: how many were skipped or flagged, so that what is right in them is not known.
        excluded: how many are no part of the corpus.
        stop: place of the pair that comes next in the order, which nobody has settled by itself;
            None at the end of the corpus.
    """

    seed: int
    done: tuple[int, ...]
    put_off: int
    excluded: int
    stop: int | None

    @property
    def pairs(self) -> int:
        """Return how many pairs it has."""
        return len(self.done) + self.put_off + self.excluded

    @property
    def words(self) -> str:
        """Return what it is in words: `the first 40 pairs of the random order, seed 7`."""
        if self.stop is None:
            return "all pairs of the project"
        pairs = "pair" if self.pairs == 1 else f"{self.pairs:,} pairs"
        return f"the first {pairs} of the random order, seed {self.seed}"


class Sampler:
    """Takes the pairs that somebody has decided on, one by one, and finds the random part."""

    def __init__(self) -> None:
        self._settled: dict[int, PairStatus] = {}
        self._met: dict[int, set[int]] = {}

    def add(self, handled: Handled) -> bool:
        """Take in a pair; return whether it was settled by itself."""
        place = handled.record.stored.position
        for decision in handled.log:
            order = parse(decision.via)
            if order is not None and order.sort is Sort.RANDOM:
                self._met.setdefault(order.seed, set()).add(place)
        status = handled.record.state.status
        last = _settled_by(handled.log)
        alone = status in _SETTLED and last is not None and _is_alone(last)
        if alone:
            self._settled[place] = status
        return alone

    def part(self, total: int) -> RandomPart:
        """Return the random part of a project of so many pairs, as `random_part` does."""
        return random_part(self._settled, self._met, total)


def random_part(
    settled: Mapping[int, PairStatus], met: Mapping[int, Collection[int]], total: int
) -> RandomPart:
    """Return the longest random part, that of the lowest seed among equals.

    An order has not begun, and its part is empty, as long as nobody has decided in it on any of its
    first pairs. Where everything is settled, the part is the whole project.

    Args:
        settled: how pairs stand that were settled one by one, by their places, from 1.
        met: places of the pairs decided on in each random order over the whole project, by seed.
        total: pairs of the project.

    Source: ending before the open pair, not with it, is what keeps the part fair where some of its
    pairs had been settled before, as in inverse sampling: Haldane 1945, Biometrika 33, 222-225.
    """
    seeds = sorted(met) or [DEFAULT_SEED]
    parts = (_part(seed, met.get(seed, ()), settled, total) for seed in seeds)
    return max(parts, key=lambda part: part.pairs)


def random_order(seed: int, total: int) -> NDArray[np.int32]:
    """Return the places of all pairs of a project, from 1, as a queue has them in random order."""
    found = Found(np.arange(1, total + 1, dtype=np.int32), np.zeros(total, np.uint8), {})
    return arranged(Order(Sort.RANDOM, seed), found, total)


def _part(
    seed: int, met: Collection[int], settled: Mapping[int, PairStatus], total: int
) -> RandomPart:
    order = random_order(seed, total).tolist()
    length = next((k for k, place in enumerate(order) if place not in settled), total)
    stop = order[length] if length < total else None
    first = order[:length]
    if stop is not None and set(met).isdisjoint(first):
        return RandomPart(seed, (), 0, 0, stop)
    done = tuple(place for place in first if settled[place] is PairStatus.DONE)
    excluded = sum(settled[place] is PairStatus.EXCLUDED for place in first)
    return RandomPart(seed, done, length - len(done) - excluded, excluded, stop)


def _is_alone(last: Decision) -> bool:
    """Return whether a pair was looked at by itself; a curator settles it in several decisions."""
    return not last.act or parse_reason(last.reason) == "adjudicated"


def _settled_by(log: Iterable[Decision]) -> Decision | None:
    """Return the last decision in force on the pair as a whole."""
    found = [d for d in in_force(log) if d.kind in _SETTLING]
    return found[-1] if found else None
