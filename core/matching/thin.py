"""A large group thinned by prices, before the search builds anything of it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.matching.prices import Table, priced
from core.matching.rules import Rules, value_of
from core.matching.search import Search
from core.matching.slots import Jobs, slots_of
from core.matching.ties import Entry

MOST = 5_000
CORE = 2_500
"""Most picks that go on to the search, and of how many the most promising are tried first."""

WIDTH = 60
"""Partial solutions kept a place where a good solution is wanted, not the best."""

Prices = dict[int, list[int]]
"""For each entity the prices of its slots."""


class Thinned(NamedTuple):
    """What prices leave of a group.

    Args:
        jobs: for each entity the picks that a solution better than the known one can hold, and
            those of the known one.
        known: a solution.
        prices: of the slots of each entity.
        bound: no solution is worth more.
    """

    jobs: Jobs
    known: list[Entry]
    prices: Prices
    bound: int


def thin_matrix(
    worth: NDArray[np.int64],
    rows: Sequence[int],
    columns: NDArray[np.int64],
    candidates: Candidates,
    rules: Rules,
) -> Thinned:
    """Return what prices leave of some rows and columns.

    Args:
        worth: shape (rows, columns), 0 where none counts.
        rows: the entity of each row.
        columns: the candidate of each column, ascending.
        candidates: all candidates.
        rules: how many picks an entity may get.
    """
    start = candidates.start[columns].astype(np.int64)
    end = candidates.end[columns].astype(np.int64)

    def entry(r: int, c: int) -> Entry:
        return Entry(int(worth[r, c]), int(columns[c]), rows[r], int(start[c]), int(end[c]))

    return _thinned(_table(worth, rows, rules, start, end), rows, rules, entry, [])


def thin_jobs(jobs: Jobs, rules: Rules, known: list[Entry]) -> Thinned:
    """Return what prices leave of the picks of each entity; every entity has some.

    Args:
        jobs: the picks of each entity, best first.
        rules: how many picks an entity may get.
        known: a solution.
    """
    columns = sorted({(e.start, e.end, e.candidate) for job in jobs for e in job})
    where = {t: k for k, (_, _, t) in enumerate(columns)}
    cells = {(r, where[e.candidate]): e for r, job in enumerate(jobs) for e in job}
    worth = np.zeros((len(jobs), len(columns)))
    for cell, e in cells.items():
        worth[cell] = e.worth
    start, end, _ = np.array(columns, dtype=np.int64).T
    rows = [job[0].row for job in jobs]
    table = _table(worth, rows, rules, start, end)
    return _thinned(table, rows, rules, lambda r, c: cells[r, c], known)


def _thinned(
    table: Table,
    rows: Sequence[int],
    rules: Rules,
    entry: Callable[[int, int], Entry],
    known: list[Entry],
) -> Thinned:
    done = priced(table, float(value_of(known, rules)))
    owner = table.owner.tolist()
    better = [entry(owner[r], c) for r, c in done.picks]
    known = max(known, better, key=lambda picks: value_of(picks, rules))
    prices: Prices = {row: [] for row in rows}
    for k, price in zip(owner, done.price.tolist(), strict=True):
        prices[rows[k]].append(int(price))
    reach = np.full((len(rows), table.gain.shape[1]), -np.inf)
    np.maximum.at(reach, table.owner, done.reach)
    if (reach > -np.inf).sum() > CORE:
        first = np.partition(reach, -CORE, axis=None)[-CORE]
        some = _jobs(np.argwhere(reach >= first)[:CORE], entry)
        search = Search(some, rules, [], [prices[job[0].row] for job in some])
        known = max(known, search.run(width=WIDTH) or [], key=lambda p: value_of(p, rules))
        reach = np.where(reach >= value_of(known, rules), reach, -np.inf)
    bound = int(done.bound) + 1
    if (reach > -np.inf).sum() > MOST:
        return Thinned([], known, prices, bound)
    return Thinned(_jobs(np.argwhere(reach > -np.inf), entry), known, prices, bound)


def _jobs(cells: NDArray[np.int64], entry: Callable[[int, int], Entry]) -> Jobs:
    """Return these cells as picks of each entity that has one, best first."""
    jobs: dict[int, list[Entry]] = {}
    for r, c in cells.tolist():
        jobs.setdefault(r, []).append(entry(r, c))
    return [sorted(job, key=lambda e: (-e.worth, e.candidate)) for job in jobs.values()]


def _table(
    worth: NDArray[np.int64] | NDArray[np.float64],
    rows: Sequence[int],
    rules: Rules,
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> Table:
    """Return the slots of these entities with what their picks gain."""
    net = np.where(worth == 0, -np.inf, worth.astype(np.float64))
    slots = [(k, slot) for k, row in enumerate(rows) for slot in slots_of(row, rules)]
    owner = np.array([k for k, _ in slots], dtype=np.int64)
    gain = net[owner] + np.array([float(slot.bonus) for _, slot in slots])[:, None]
    room = np.array([slot.room or np.inf for _, slot in slots])
    if rules.extra:
        net = np.where(net > rules.force / 2, net - rules.force, net)
        gain = np.where(np.isinf(room)[:, None] & (net[owner] <= 0), -np.inf, gain)
    return Table(gain, room, owner, start, end)
