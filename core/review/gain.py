"""Expected gain: how much a decision on a pair is likely to mend, names that recur counting more.

A pair offers the entities that are probably wrong, more of those whose name came out the same in
other open pairs, where the decision can be used again (`core.review.memory`) and learned from.
Whoever has checked a name learns less from it the next time, so that the second pair with it counts
less than the first: the head of the order is not one name twenty times over.
"""

import math
from array import array
from collections.abc import Collection, Sequence
from heapq import heapify, heappop, heappush

from core.domain.entity import Entity
from core.review.offers import keys_of
from core.review.suspicion import Flag, Row, Suspicion
from core.review.suspicion.sight import quoted

NOTE = "same-name"
"""Code of the note that tells how often a name came out the same; no reason to suspect it."""

_KEPT = 0.8
"""What is left of the gain of a name when one more pair with it was checked."""

_PER_DOUBLING = 0.1
"""How much more a name counts that came out the same in twice as many pairs."""

_MOST_CHECKED = 8
"""Checked pairs with a name beyond which one more makes no difference; it bounds the work."""

_Key = tuple[str, str, str, tuple[str, ...], tuple[str, ...]]


class Recurring:
    """In how many pairs a name came out the same: same languages, label, words and target words.

    It keeps one key a name and two numbers, however often the name comes.
    """

    def __init__(self) -> None:
        self._numbers: dict[_Key, int] = {}
        self._open = array("l")
        self._settled = array("l")

    def add(self, row: Row, *, settled: bool) -> None:
        """Count a pair once.

        Args:
            row: the pair.
            settled: whether nothing is left to decide on it.
        """
        counts = self._settled if settled else self._open
        for number in set(self.numbers(row)):
            counts[number] += 1

    def numbers(self, row: Row) -> tuple[int, ...]:
        """Return for each source entity the number of its name with what became of it."""
        return tuple(map(self._number, _keys(row)))

    def others(self, number: int) -> int:
        """Return how many open pairs besides one of them have a name of this number."""
        return max(0, self._open[number] - 1)

    def settled(self) -> list[int]:
        """Return for each number how many pairs with it are settled."""
        return self._settled.tolist()

    def _number(self, key: _Key) -> int:
        number = self._numbers.setdefault(key, len(self._numbers))
        if number == len(self._open):
            self._open.append(0)
            self._settled.append(0)
        return number


class Ranking:
    """Takes the suspicion of all pairs, keeps a few numbers of each, and ranks them at the end.

    Args:
        recurring: has counted every pair.
    """

    def __init__(self, recurring: Recurring) -> None:
        self._recurring = recurring
        self._starts = array("l", [0])
        self._numbers = array("l")
        self._worths = array("d")
        self._rests = array("d")
        self._costs = array("l")

    def add(self, row: Row, found: Suspicion, *, settled: bool) -> Flag | None:
        """Take in a pair; return what is to be said of its names, None where none of them recurs.

        Args:
            row: the pair.
            found: its suspicion.
            settled: whether nothing is left to decide on it; there is nothing to gain then.
        """
        numbers = self._recurring.numbers(row)
        others = [self._recurring.others(number) for number in numbers]
        more = [_PER_DOUBLING * math.log2(1 + n) for n in others]
        if not settled:
            self._numbers.extend(numbers)
            self._worths.extend(p * (1 + m) for p, m in zip(found.entities, more, strict=True))
        self._starts.append(len(self._numbers))
        self._rests.append(0.0 if settled else _rest(found))
        self._costs.append(found.decisions)
        parts = [p * m for p, m in zip(found.entities, more, strict=True)]
        if settled or not any(parts):
            return None
        k = parts.index(max(parts))
        return _note(row, k, others[k])

    def gains(self) -> list[float]:
        """Return the gain of each pair a decision, in the order given, the highest to come first.

        In errors, 0 or more. It is what a pair adds to those with a higher gain: each time the pair
        is taken that adds most, the earlier one among equals. The sum of what pairs add is
        submodular, so what a pair adds only falls and few have to be looked at again; a pair is so
        at most `_MOST_CHECKED` times for each of its names.

        Source: the lazy greedy order is Minoux 1978, Accelerated greedy algorithms for maximizing
        submodular set functions; uncertainty by how common an entity is, with diversity, follows
        Chaudhary et al. 2019, arxiv.org/abs/1908.08983. The formula is ours.
        """
        checked = self._recurring.settled()
        kept = [_KEPT**k for k in range(_MOST_CHECKED + 1)]
        gains = [0.0] * len(self._costs)
        heap = [(-self._gain(i, checked, kept), i) for i in range(len(gains))]
        heapify(heap)
        while heap:
            before, i = heappop(heap)
            now = -self._gain(i, checked, kept)
            if now > before:
                heappush(heap, (now, i))
                continue
            gains[i] = -now
            for number in set(self._of(i)):
                checked[number] += 1
        return gains

    def _of(self, i: int) -> Sequence[int]:
        return self._numbers[self._starts[i] : self._starts[i + 1]]

    def _gain(self, i: int, checked: Sequence[int], kept: Sequence[float]) -> float:
        most = len(kept) - 1
        worths = self._worths[self._starts[i] : self._starts[i + 1]]
        parts = (
            worth * kept[min(most, checked[number])]
            for number, worth in zip(self._of(i), worths, strict=True)
        )
        return (math.fsum(parts) + self._rests[i]) / self._costs[i]


def _rest(found: Suspicion) -> float:
    """Return the chance that something is wrong that belongs to no source entity."""
    fine = math.prod(1.0 - p for p in found.entities)
    return max(0.0, 1.0 - (1.0 - found.chance) / fine) if fine else 0.0


def _keys(row: Row) -> list[_Key]:
    pair = row.pair
    source, target = keys_of(pair.source.tokens), keys_of(pair.target.tokens)
    came_of: Collection[tuple[Entity, tuple[str, ...]]] = [
        (p.entity, tuple(word for q in p.picks for word in target[q.start : q.end]))
        for p in row.projections
    ] or [(entity, ()) for entity in pair.source.entities or ()]
    return [
        (pair.source.lang, pair.target.lang, e.label, source[e.start : e.end], words)
        for e, words in came_of
    ]


def _note(row: Row, k: int, others: int) -> Flag:
    entities = [p.entity for p in row.projections] or list(row.pair.source.entities or ())
    name = quoted(row.pair.source.tokens[entities[k].start : entities[k].end])
    pairs = "1 other pair" if others == 1 else f"{others:,} other pairs"
    return Flag(NOTE, f"same in {pairs}: {name}", 0.0, k)
