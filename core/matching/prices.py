"""Prices of slots: what makes the bound of the search tight where many picks compete.

Each slot asks a price from whoever uses it. At given prices the best set of disjoint picks, slots
used as often as one likes, is found in one pass; its value and the prices together bound every
solution from above. Prices of slots used too often rise, those of unused slots fall. A pick whose
best completion, at these prices, falls short of a known solution is in no better one.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates

ROUNDS = 150
PICKS_A_ROUND = 10
"""Most steps; fewer where the bound meets the best solution known, or no longer falls."""

PATIENCE = 6
"""Steps without a lower bound after which steps are halved, down to `FINEST`."""

FINEST = 1 / 64
LOOK = 4
"""Steps between two looks at which picks are left."""

LOOKED = 12_000_000
"""Cells to look at in all, a cell at every step counted again."""

WHOLE, ROUNDING = 2.0**51, 2.0**-48
"""Worths are whole numbers, so sums are exact up to there; beyond, what may be lost of them."""

ENOUGH = 4
FEW = 12
"""So few picks a slot are left to the search; more and more where there are few slots."""

_Cell = tuple[int, int]
"""Row (a slot) and column of the table."""


class Table(NamedTuple):
    """One group for the prices.

    Args:
        gain: shape (slots, columns), worth with bonus of each pick; -inf where there is none.
        room: shape (slots,), how many picks a slot holds; infinite for one without end.
        owner: shape (slots,), the entity of each slot, counted from 0.
        start: shape (columns,), first token of each candidate, ascending.
        end: shape (columns,), one past its last token.
    """

    gain: NDArray[np.float64]
    room: NDArray[np.float64]
    owner: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]


class Priced(NamedTuple):
    """What the prices found.

    Args:
        price: shape (slots,), whole numbers, those with the lowest bound.
        bound: no solution is worth more.
        reach: shape (slots, columns), what a solution with this pick can be worth at most; -inf
            where none is worth `least`.
        picks: cells of a solution where one better than `least` was found, else none.
    """

    price: NDArray[np.float64]
    bound: float
    reach: NDArray[np.float64]
    picks: list[_Cell]


def priced(table: Table, least: float) -> Priced:
    """Return prices with a low bound, and what is left of the table at these prices.

    Args:
        table: the group; every slot has a pick.
        least: what a known solution is worth.

    Source: subgradient steps after Polyak 1969.
    """
    capped = np.isfinite(table.room)
    room = np.where(capped, table.room, 0.0)
    price = np.where(capped, np.maximum(table.gain.max(axis=1), 0.0), 0.0)
    slots = [np.flatnonzero(table.owner == owner).tolist() for owner in table.owner]
    best, lowest = price, float(price @ room)
    share, stale, looked = 1.0, 0, 0
    found: list[_Cell] = []
    left, columns = table, np.arange(len(table.start))
    for turn in range(min(ROUNDS, 10 + int(np.isfinite(table.gain).sum()) // PICKS_A_ROUND)):
        picks, gain = _relaxed(left, price)
        bound = gain + float(price @ room)
        if bound < lowest:
            best, lowest, stale = price, bound, 0
        else:
            stale += 1
            share = share / 2 if stale % PATIENCE == 0 else share
        total, whole = _repaired(left, picks, slots)
        if total > least:
            least, found = total, [(r, int(columns[c])) for r, c in whole]
        slope = room - np.bincount([r for r, _ in picks], minlength=len(room))
        slope = np.where(capped & ((price > 0) | (slope < 0)), slope, 0.0)
        norm = float(slope @ slope)
        looked += left.gain.size
        if norm == 0 or share < FINEST or bound <= least or looked > LOOKED:
            break
        if turn % LOOK == LOOK - 1:
            reach = _reach(left, best, least)
            left, columns = _narrowed(left, columns, reach)
            if np.isfinite(reach).sum() <= _enough(len(room), turn):
                break
        price = np.floor(np.maximum(0.0, price - share * (bound - least) / norm * slope))
    reach = np.full(table.gain.shape, -np.inf)
    reach[:, columns] = _reach(left, best, least)
    return Priced(best, lowest, reach, found)


def most_disjoint(worth: NDArray[np.int64], candidates: Candidates) -> int:
    """Return what disjoint picks can be worth at most, where an entity may get any number.

    Args:
        worth: shape (entities, candidates), 0 where none counts.
        candidates: the columns.
    """
    gains = np.where(worth == 0, -np.inf, worth).max(axis=0, initial=0.0)
    start, end = candidates.start.astype(np.int64), candidates.end.astype(np.int64)
    none = np.zeros(0, dtype=np.int64)
    table = Table(gains[None], np.ones(1), none, start, end)
    some = np.flatnonzero(gains > 0)
    return int(_after(table, some, gains[some])[0][0]) + 1


def _enough(slots: int, turn: int) -> float:
    """Return how many picks may be left to the search after so many steps."""
    return slots * (ENOUGH + (turn / PATIENCE if slots <= FEW else 0))


def _relaxed(table: Table, price: NDArray[np.float64]) -> tuple[list[_Cell], float]:
    """Return the best disjoint cells at these prices and the sum of their gains."""
    net = table.gain - price[:, None]
    rows = net.argmax(axis=0)
    gains = net[rows, np.arange(len(rows))]
    some = np.flatnonzero(gains > 0)
    after, via = _after(table, some, gains[some])
    picks = []
    place, rank = 0, some.tolist()
    while place < len(via):
        if (k := via[place]) >= 0:
            column = rank[k]
            picks.append((int(rows[column]), column))
            place = int(table.end[column])
        else:
            place += 1
    return picks, after[0]


def _after(
    table: Table, some: NDArray[np.int64], gains: NDArray[np.float64]
) -> tuple[list[float], list[int]]:
    """Return for each token the best sum of gains from there on, and which column begins it."""
    length = int(table.end.max(initial=0))
    after = [0.0] * (length + 1)
    via = [-1] * (length + 1)
    starts, ends, values = table.start[some].tolist(), table.end[some].tolist(), gains.tolist()
    place = length
    for k in range(len(values) - 1, -1, -1):
        start = starts[k]
        while place > start:
            place -= 1
            after[place] = after[place + 1]
        value = values[k] + after[ends[k]]
        if value > after[start]:
            after[start], via[start] = value, k
    for rest in range(place - 1, -1, -1):
        after[rest] = after[rest + 1]
    return after, via


def _before(table: Table, some: NDArray[np.int64], gains: NDArray[np.float64]) -> list[float]:
    """Return for each token the best sum of gains that ends there or earlier."""
    length = int(table.end.max(initial=0))
    before = [0.0] * (length + 1)
    order = table.end[some].argsort(kind="stable")
    starts, ends = table.start[some][order].tolist(), table.end[some][order].tolist()
    place = 0
    for start, end, gain in zip(starts, ends, gains[order].tolist(), strict=True):
        while place < end:
            place += 1
            before[place] = before[place - 1]
        value = gain + before[start]
        if value > before[end]:
            before[end] = value
    for rest in range(place + 1, length + 1):
        before[rest] = before[rest - 1]
    return before


def _reach(table: Table, price: NDArray[np.float64], least: float) -> NDArray[np.float64]:
    """Return what a solution with each cell can be worth at most, -inf where less than `least`."""
    capped = np.isfinite(table.room)
    net = table.gain - price[:, None]
    gains = net.max(axis=0)
    some = np.flatnonzero(gains > 0)
    after = np.array(_after(table, some, gains[some])[0])
    before = np.array(_before(table, some, gains[some]))
    paid = float(price[capped] @ table.room[capped])
    reach: NDArray[np.float64] = net + (before[table.start] + after[table.end] + paid)
    size = abs(least) + paid + after[0]
    hair = 0.0 if size < WHOLE else ROUNDING * size
    return np.where(reach + hair >= least, reach + hair, -np.inf)


def _narrowed(
    table: Table, columns: NDArray[np.int64], reach: NDArray[np.float64]
) -> tuple[Table, NDArray[np.int64]]:
    """Return the table without cells out of reach, and which columns are left."""
    kept = (reach > -np.inf).any(axis=0)
    gain = np.where(reach > -np.inf, table.gain, -np.inf)[:, kept]
    return table._replace(gain=gain, start=table.start[kept], end=table.end[kept]), columns[kept]


def _repaired(
    table: Table, picks: list[_Cell], slots: list[list[int]]
) -> tuple[float, list[_Cell]]:
    """Return a solution near the picks with its worth: the better of each slot's, then more."""
    gain, start, end = table.gain, table.start, table.end
    left = table.room.tolist()
    total = 0.0
    whole: list[_Cell] = []
    held = np.zeros(int(end.max(initial=0)) + 1, dtype=np.int64)
    for _, row, column in sorted([(-gain[cell], *cell) for cell in picks]):
        for slot in slots[row]:
            if left[slot] and gain[slot, column] > -np.inf:
                left[slot] -= 1
                whole.append((slot, column))
                total += float(gain[slot, column])
                held[start[column] : end[column]] = 1
                break
    open_ = [r for r, room in enumerate(left) if room and room < np.inf]
    if not open_:
        return total, whole
    before = np.concatenate(([0], held.cumsum()))
    rest = np.where(before[end] == before[start], gain[open_], -np.inf)
    while rest.size and rest.max() > 0:
        at, column = divmod(int(rest.argmax()), rest.shape[1])
        row = open_[at]
        left[row] -= 1
        whole.append((row, column))
        total += float(gain[row, column])
        rest[:, (start < end[column]) & (start[column] < end)] = -np.inf
        if not left[row]:
            rest[at] = -np.inf
    return total, whole
