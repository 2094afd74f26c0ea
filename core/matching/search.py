"""The best picks of one group of entities that are in each other's way.

Solutions are built from left to right; of those that use the same slots up to the same place only
the best is kept, and only where a bound on the rest says that it could still reach the best
solution known. Equal entities are used in order.
"""

from bisect import bisect_left
from heapq import nlargest
from typing import NamedTuple

from core.matching.rules import Rules, pays, value_of
from core.matching.slots import Jobs, slots_of
from core.matching.ties import Entry

_Layer = dict[int, int]
"""By the bits of slots that are used, the gain of the best partial solution that uses them."""


_Trail = tuple[list[int], list[Entry | None]]
"""Partial solutions, each the number of an earlier one and a pick; number 0 is the empty one.

They stand in two flat lists, since so many objects that hold others would have the interpreter
look through all its memory again and again.
"""


class _Move(NamedTuple):
    """A pick as a step of the search.

    `add` and `need` are bits of copies of slots: those it takes, and those taken before it; `clash`
    are bits that it does not go together with.
    """

    gain: int
    stop: int
    add: int
    clash: int
    need: int
    entry: Entry


class _Copy(NamedTuple):
    """Room for one pick of an entity; `bit` 0: for as many as fit.

    `order` are the bits of the order among equal worths: how far left, and of what width.
    """

    gain: int
    bit: int
    need: int
    spoils: int
    order: int


class Search:
    """One group, its picks as moves between the places where some pick starts.

    Args:
        jobs: the picks of each entity, best first; every entity has some.
        rules: how many picks an entity may get.
        known: a solution; the better it is, the faster the search.
        prices: for each entity the prices of its slots.
    """

    def __init__(
        self, jobs: Jobs, rules: Rules, known: list[Entry], prices: list[list[int]]
    ) -> None:
        columns = sorted({e.candidate for job in jobs for e in job})
        rank = {t: len(columns) - k for k, t in enumerate(columns)}
        self._rules = rules
        self._digit = len(columns).bit_length()
        self._field = len(columns) if rules.extra else self._digit * rules.room
        self._lift = self._field * len(jobs)
        """Worths are lifted by so many bits; below stands the order among equal worths."""
        if rules.extra:
            rank = {t: 1 << (r - 1) for t, r in rank.items()}
        starts = sorted({e.start for job in jobs for e in job})
        place = {s: k for k, s in enumerate(starts)}
        stop = {e.end: bisect_left(starts, e.end) for job in jobs for e in job}
        self._moves: list[list[_Move]] = [[] for _ in starts]
        self._paid: list[tuple[int, int]] = []
        copies = self._copies(jobs, prices)
        lift = self._lift
        for job, row in zip(jobs, copies, strict=True):
            for gain, bit, need, spoils, order in row:
                for e in job:
                    worth = e.worth
                    add = clash = bit
                    if spoils and not pays(worth, rules):
                        if not bit:
                            continue
                        add = bit | spoils
                    elif spoils and not bit:
                        clash = spoils
                    total = gain + (worth << lift) + (rank[e.candidate] << order)
                    self._moves[place[e.start]].append(
                        _Move(total, stop[e.end], add, clash, need, e)
                    )
        value = (value_of(known, rules) << lift) + _order_of(known, jobs, copies, rank)
        self._floor = value - sum(price for _, price in self._paid)
        """What the gains of a solution, unused prices taken off, must reach."""
        self._after = self._bounds()
        self._before = self._prune()

    def _copies(self, jobs: Jobs, prices: list[list[int]]) -> list[list[_Copy]]:
        """Return for each entity room for each pick, in the order in which it is taken."""
        before = _equal_before(jobs, self._rules)
        step = 0 if self._rules.extra else self._digit
        bit, spoils = 1, 0
        last: list[int] = []
        found: list[list[_Copy]] = []
        for r, (job, price) in enumerate(zip(jobs, prices, strict=True)):
            need = last[before[r]] if before[r] >= 0 else 0
            order = self._field * (len(jobs) - r) - step
            if self._rules.extra:
                order -= self._field
                spoils, bit = bit, bit << 1
            row = []
            for slot, asked in zip(slots_of(job[0].row, self._rules), price, strict=True):
                paid = asked << self._lift
                for _ in range(slot.room):
                    row.append(_Copy((slot.bonus << self._lift) - paid, bit, need, spoils, order))
                    self._paid.append((bit, paid))
                    need, bit, order = bit, bit << 1, order - step
            last.append(need)
            if self._rules.extra:
                row.append(_Copy(0, 0, need, spoils, order))
            found.append(row)
        return found

    def _bounds(self) -> list[int]:
        """Return for each place the most that moves from there on can gain, slots not counted."""
        after = [0] * (len(self._moves) + 1)
        for place in range(len(self._moves) - 1, -1, -1):
            best = after[place + 1]
            for move in self._moves[place]:
                value = move.gain + after[move.stop]
                if value > best:
                    best = value
            after[place] = best
        return after

    def _prune(self) -> list[int]:
        """Leave out moves that no solution reaching the floor can make, whatever is before.

        Those that can reach farthest come first.

        Returns:
            For each place the most that moves up to there can gain, slots not counted.
        """
        before: list[int] = [0] * (len(self._moves) + 1)
        for place, moves in enumerate(self._moves):
            done = before[place]
            before[place + 1] = max(before[place + 1], done)
            for move in moves:
                before[move.stop] = max(before[move.stop], done + move.gain)
            least = self._floor - done
            able = [(m.gain + self._after[m.stop], m) for m in moves]
            able = [(reach, m) for reach, m in able if reach >= least]
            self._moves[place] = [m for _, m in sorted(able, key=lambda a: a[0], reverse=True)]
        return before

    def bound(self) -> int:
        """Return a worth that no solution exceeds."""
        return (self._after[0] + sum(price for _, price in self._paid)) >> self._lift

    def left(self) -> dict[tuple[int, int], int]:
        """Return by entity and candidate what a solution reaching the floor can hold.

        With each pick stands how far a solution with it can reach, for comparison.
        """
        found: dict[tuple[int, int], int] = {}
        for done, moves in zip(self._before, self._moves, strict=False):
            for move in moves:
                cell = (move.entry.row, move.entry.candidate)
                reach = done + move.gain + self._after[move.stop]
                found[cell] = max(reach, found.get(cell, reach))
        return found

    def run(self, *, most: int = 0, width: int = 0) -> list[Entry] | None:
        """Return the best picks; None where that takes too many steps.

        Args:
            most: steps to take at most; 0 for no limit.
            width: partial solutions kept at each place, those that gained most; the picks are then
                not the best for certain, and None where nothing reaches the known solution; 0
                keeps all.
        """
        layers: list[_Layer] = [{} for _ in range(len(self._moves) + 1)]
        numbers: list[dict[int, int]] = [{} for _ in layers]
        trail: _Trail = ([0], [None])
        layers[0][0] = numbers[0][0] = 0
        steps = 0
        for place, moves in enumerate(self._moves):
            layer = _widest(layers[place], width)
            steps += len(layer) * (len(moves) + 1)
            if most and steps > most:
                return None
            if layer:
                self._pass_by(place, layer, layers, numbers)
                self._move_on(place, layer, layers, numbers, trail)
            layers[place], numbers[place] = {}, {}
        return _picks(trail, numbers[-1][self._best(layers[-1])]) if layers[-1] else None

    def _pass_by(
        self, place: int, layer: _Layer, layers: list[_Layer], numbers: list[dict[int, int]]
    ) -> None:
        """Take the partial solutions of a place to the next one, with no pick from here."""
        following, number, numbered = layers[place + 1], numbers[place], numbers[place + 1]
        enough = self._floor - self._after[place + 1]
        for used, value in layer.items():
            if value >= enough:
                old = following.get(used)
                if old is None or value > old:
                    following[used] = value
                    numbered[used] = number[used]

    def _move_on(
        self,
        place: int,
        layer: _Layer,
        layers: list[_Layer],
        numbers: list[dict[int, int]],
        trail: _Trail,
    ) -> None:
        """Take the partial solutions of a place to where each pick from here leads."""
        number = numbers[place]
        earlier, picks = trail
        moves = [
            (self._floor - self._after[m.stop], layers[m.stop], numbers[m.stop], *m)
            for m in self._moves[place]
        ]
        for used, value in layer.items():
            for enough, there, numbered, gain, _, add, clash, need, entry in moves:
                total = value + gain
                if total < enough:
                    break
                if used & clash or used & need != need:
                    continue
                both = used | add
                old = there.get(both)
                if old is None or total > old:
                    there[both] = total
                    numbered[both] = len(picks)
                    earlier.append(number[used])
                    picks.append(entry)

    def _best(self, final: _Layer) -> int:
        """Return the slots that the best solution uses."""

        def value(used: int) -> int:
            return final[used] + sum(paid for bit, paid in self._paid if used & bit)

        return max(final, key=value)


def _picks(trail: _Trail, number: int) -> list[Entry]:
    """Return the picks of a partial solution, the last first."""
    earlier, entries = trail
    found = []
    while (entry := entries[number]) is not None:
        found.append(entry)
        number = earlier[number]
    return found


def _widest(layer: _Layer, width: int) -> _Layer:
    """Return the partial solutions that gained most, all where `width` is 0."""
    if not width or len(layer) <= width:
        return layer
    return dict(nlargest(width, layer.items(), key=lambda item: item[1]))


def _order_of(
    known: list[Entry], jobs: Jobs, copies: list[list[_Copy]], rank: dict[int, int]
) -> int:
    """Return the bits of the order among equal worths for a solution."""
    local = {job[0].row: r for r, job in enumerate(jobs)}
    count = [0] * len(jobs)
    total = 0
    for entry in sorted(known, key=lambda e: e.start):
        r = local[entry.row]
        copy = copies[r][min(count[r], len(copies[r]) - 1)]
        total += rank[entry.candidate] << copy.order
        count[r] += 1
    return total


def _equal_before(jobs: Jobs, rules: Rules) -> list[int]:
    """Return for each entity the nearest earlier one with the same picks, -1 if none.

    Equal entities are used in order, which leaves out no best solution; except where an entity may
    get more only while all its picks are above zero, and some are not.
    """
    last: dict[tuple[tuple[int, int], ...], int] = {}
    found = []
    for r, job in enumerate(jobs):
        picks = tuple((e.candidate, e.worth) for e in job)
        mixed = rules.extra and not all(pays(e.worth, rules) for e in job)
        alone = job[0].row == rules.must or mixed
        found.append(-1 if alone else last.get(picks, -1))
        if not alone:
            last[picks] = r
    return found
