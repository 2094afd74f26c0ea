"""Matching as a linear and an integer program, for the groups that the search cannot finish alone.

One row for each slot of an entity and one for each target token, which says the same as a row for
every two overlapping picks, since picks are intervals. The duals of the relaxation are prices.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.matching.rules import Rules, pays
from core.matching.slots import Jobs, slots_of
from core.matching.ties import Entry


class Relaxed(NamedTuple):
    """The relaxation: prices of slots for each entity, and picks if they came out whole."""

    prices: list[list[int]]
    picks: list[Entry] | None


class Program:
    """The program of one group.

    Args:
        jobs: the picks of each entity; every entity has some.
        rules: how many picks an entity may get.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (the integer program); its form by tokens is
    ours.
    """

    def __init__(self, jobs: Jobs, rules: Rules) -> None:
        from scipy.sparse import csr_array

        self._slots = [slots_of(job[0].row, rules) for job in jobs]
        tokens = sorted({j for job in jobs for e in job for j in range(e.start, e.end)})
        place = {j: k for k, j in enumerate(tokens)}
        self._entries: list[Entry] = []
        worth: list[int] = []
        cells: list[tuple[int, int]] = []
        limits: list[int] = []
        for job, slots in zip(jobs, self._slots, strict=True):
            for slot in slots:
                row = len(limits)
                if slot.room:
                    limits.append(slot.room)
                for e in job:
                    if slot.room or pays(e.worth, rules):
                        column = len(self._entries)
                        self._entries.append(e)
                        worth.append(e.worth + slot.bonus)
                        if slot.room:
                            cells.append((row, column))
                        cells += [(-1 - place[j], column) for j in range(e.start, e.end)]
        rows, columns = np.array(cells).T
        rows = np.where(rows < 0, len(limits) - 1 - rows, rows)
        self._limits = np.array(limits + [1] * len(tokens), dtype=np.float64)
        shape = (len(self._limits), len(worth))
        self._table = csr_array((np.ones(len(cells)), (rows, columns)), shape=shape)
        self._scale = float(max(worth))
        self._cost = np.array([-w / self._scale for w in worth])

    def relaxed(self) -> Relaxed:
        """Return the solution of the linear relaxation."""
        from scipy.optimize import linprog

        done = linprog(
            self._cost, A_ub=self._table, b_ub=self._limits, bounds=(0, 1), method="highs"
        )
        duals = iter(done.ineqlin.marginals)
        prices = [
            [max(0, int(-next(duals) * self._scale)) if slot.room else 0 for slot in slots]
            for slots in self._slots
        ]
        return Relaxed(prices, self._picks(done.x))

    def whole(self, *, nodes: int) -> tuple[list[Entry] | None, int | None]:
        """Return the best picks that so many nodes of branch and bound find, and a bound."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        done = milp(
            self._cost,
            constraints=LinearConstraint(self._table, -np.inf, self._limits),
            integrality=np.ones(len(self._cost)),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 0, "node_limit": nodes},
        )
        bound = None if done.mip_dual_bound is None else self._above(done.mip_dual_bound)
        return None if done.x is None else self._picks(done.x), bound

    def _above(self, objective: float) -> int:
        """Return a worth that is not below an objective, however the floats were rounded."""
        return math.ceil((-objective + TOLERANCE) * self._scale)

    def _picks(self, x: NDArray[np.float64]) -> list[Entry] | None:
        """Return the picks of a solution; None where they are not whole."""
        near = np.rint(x)
        if np.abs(x - near).max() > TOLERANCE:
            return None
        return [self._entries[k] for k in np.flatnonzero(near > 0).tolist()]


TOLERANCE = 1e-6
"""What the solver may be off by, against the largest worth."""
