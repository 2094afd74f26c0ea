"""Prices of rows: what makes the bound of the search tight where many picks compete.

Each row asks a price from whoever uses it. At given prices the best set of disjoint picks, rows
used as often as one likes, is found in one pass; its value and the prices together bound every
solution from above. Prices of rows used too often rise, those of unused rows fall.
"""

from itertools import chain

import numpy as np
from numpy.typing import NDArray

from core.matching.ties import Entry

_Cell = tuple[int, int]
"""Row and column of the group's table."""

ROUNDS = 150
PICKS_A_ROUND = 10
"""Most steps; fewer where the bound meets the best solution known, or no longer falls."""

PATIENCE = 6
"""Steps without a lower bound after which steps are halved, down to `FINEST`."""

FINEST = 1 / 64
NEAR, NEARER = 3e-3, 1e-6
"""A bound this near, relative to the best solution known, is left to the search."""

FEW = 12
"""Rows up to which the search may do with the coarser bound."""


def prices(
    jobs: list[list[Entry]], known: list[Entry], first: list[int]
) -> tuple[list[int], list[Entry]]:
    """Return prices with the lowest bound found, and the best solution found on the way.

    Args:
        jobs: for each row its picks, best first.
        known: a solution.
        first: prices to begin with, one a row.

    Source: subgradient steps after Polyak 1969.
    """
    relaxed = _Relaxed(jobs)
    value = sum(e.worth for e in known)
    price = np.array(first, dtype=np.float64)
    best, lowest = price, float(price.sum())
    share, stale = 1.0, 0
    near = NEAR if len(jobs) <= FEW else NEARER
    for _ in range(min(ROUNDS, 10 + sum(map(len, jobs)) // PICKS_A_ROUND)):
        picks, gain = relaxed.solve(price)
        bound = gain + float(price.sum())
        if bound < lowest:
            best, lowest, stale = price, bound, 0
        else:
            stale += 1
            share = share / 2 if stale % PATIENCE == 0 else share
        slope = np.ones(len(jobs))
        for row, _ in picks:
            slope[row] -= 1
        total, whole = relaxed.repair(picks)
        if total > value:
            known, value = whole, total
        norm = float((np.where(price > 0, slope, np.minimum(slope, 0)) ** 2).sum())
        if bound - value < near * value or norm == 0 or share < FINEST:
            break
        price = np.maximum(0.0, price - share * (bound - value) / norm * slope)
    return [int(p) for p in best], known


class _Relaxed:
    """The group as a table, for the best disjoint picks at given prices."""

    def __init__(self, jobs: list[list[Entry]]) -> None:
        columns = sorted({e.candidate for job in jobs for e in job})
        where = {t: k for k, t in enumerate(columns)}
        self.table = np.full((len(jobs), len(columns)), -np.inf)
        self.entries: dict[_Cell, Entry] = {}
        for r, job in enumerate(jobs):
            for e in job:
                cell = (r, where[e.candidate])
                self.table[cell] = e.worth
                self.entries[cell] = e
        flat = sorted(self.entries.items(), key=lambda item: (-item[1].worth, item[0][::-1]))
        self.flat = [cell for cell, _ in flat]
        spans = {e.candidate: (e.start, e.end) for e in self.entries.values()}
        self.spans = [spans[t] for t in columns]
        self.masks = [(1 << end) - (1 << start) for start, end in self.spans]
        self.length = max(end for _, end in self.spans)

    def solve(self, price: NDArray[np.float64]) -> tuple[list[_Cell], float]:
        """Return the best disjoint cells at these prices and the sum of their gains."""
        net = self.table - price[:, None]
        rows = net.argmax(axis=0)
        gains = net[rows, np.arange(len(rows))].tolist()
        after = [0.0] * (self.length + 1)
        via = [-1] * (self.length + 1)
        place = self.length
        for k in range(len(gains) - 1, -1, -1):
            start, end = self.spans[k]
            while place > start:
                place -= 1
                after[place] = after[place + 1]
            if (gain := gains[k]) > 0 and (value := gain + after[end]) > after[start]:
                after[start], via[start] = value, k
        total = after[place]
        picks = []
        while place < self.length:
            if via[place] >= 0:
                picks.append((int(rows[via[place]]), via[place]))
                place = self.spans[via[place]][1]
            else:
                place += 1
        return picks, total

    def repair(self, picks: list[_Cell]) -> tuple[int, list[Entry]]:
        """Return a solution near the picks with its worth: the better of each row's, then more."""
        picks = sorted(picks, key=lambda cell: -self.entries[cell].worth)
        used, done = 0, 0
        whole = []
        for row, column in chain(picks, self.flat):
            mask = self.masks[column]
            if not (done >> row & 1 or used & mask):
                used |= mask
                done |= 1 << row
                whole.append(self.entries[row, column])
                if len(whole) == len(self.table):
                    break
        return sum(e.worth for e in whole), whole
