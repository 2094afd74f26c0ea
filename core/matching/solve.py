"""The best picks there are: by groups, then by search, then by programs, within fixed limits.

Where two entities are in each other's way, directly or through others, they are one group. A
small group goes to the search as it is; a large one is first thinned by prices, and may then fall
apart. A search that takes too many steps is helped by the linear program (better prices), then by
the integer program (a better solution to start with). What then still takes too many steps is
given up: the best solution known is the answer, with a bound on what it may lack. All limits count
steps, cells and nodes, never seconds, so that the answer is the same on every machine.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.matching.greedy import chosen, take
from core.matching.prices import most_disjoint
from core.matching.program import Program
from core.matching.rules import Rules, value_of
from core.matching.search import Search
from core.matching.shelf import Solution
from core.matching.slots import Jobs, covers, groups, slots_of
from core.matching.thin import WIDTH, Prices, Thinned, thin_jobs, thin_matrix
from core.matching.ties import GRID, Entry, ordered, score_of

LARGE = 60
"""From so many picks on, prices are worth their computation."""

STEPS = 100_000
STEPS_AFTER = 400_000
"""Steps of a search before the integer program helps, and after."""

CELLS = 120
NODES = 20
ROUNDS = 2
"""Picks of a group that go into an integer program, the most promising ones; nodes of branch and
bound; and how many programs, since a good solution leaves fewer picks for the next."""


class Found(NamedTuple):
    """Picks, and how much more any others can be worth at most: 0 where these are the best."""

    picks: list[Entry]
    gap: int = 0


def best_picks(worth: NDArray[np.int64], candidates: Candidates, rules: Rules) -> Found:
    """Return the best picks.

    Args:
        worth: shape (entities, candidates), of `core.matching.ties.worths`.
        candidates: the columns.
        rules: how many picks an entity may get.
    """
    if np.count_nonzero(worth) <= LARGE:
        entries = ordered(worth, candidates)
        picks, lost = take(entries, len(worth), rules)
        return best_of(by_entity(entries, len(worth)), rules, picks) if lost else Found(picks)
    found: list[Entry] = []
    gap = 0
    for rows in groups(_matrix_covers(worth, candidates)):
        columns = np.flatnonzero(worth[rows].any(axis=0))
        part = worth[np.array(rows)[:, None], columns]
        if np.count_nonzero(part) > LARGE:
            done = _finished(thin_matrix(part, rows, columns, candidates, rules), rules)
        else:
            some = np.zeros_like(worth)
            some[rows] = worth[rows]
            done = best_picks(some, candidates, rules)
        found += done.picks
        gap += done.gap
    return Found(found, gap)


def solution_of(
    found: Found, worth: NDArray[np.int64], candidates: Candidates, rules: Rules
) -> Solution:
    """Return picks as a solution, its gap in scores.

    Args:
        found: the picks, and what they may lack.
        worth: shape (entities, candidates), of `core.matching.ties.worths`.
        candidates: the columns.
        rules: how many picks an entity may get.
    """
    picks = chosen(found.picks, len(worth))
    if not found.gap:
        return Solution(picks, 0.0)
    gap = found.gap
    if rules.bonus:
        gap = min(gap, most_disjoint(worth, candidates) - sum(e.worth for e in found.picks))
    return Solution(picks, max(score_of(gap, int(candidates.end.max())), 1 / GRID))


def by_entity(entries: list[Entry], rows: int) -> Jobs:
    """Return picks in the same order for each entity."""
    jobs: Jobs = [[] for _ in range(rows)]
    for entry in entries:
        jobs[entry.row].append(entry)
    return jobs


def best_of(jobs: Jobs, rules: Rules, known: list[Entry], prices: Prices | None = None) -> Found:
    """Return the best picks.

    Args:
        jobs: for each entity its picks, best first, none where it has none.
        rules: how many picks an entity may get.
        known: a solution; the better it is, the faster the search.
        prices: of the entities' slots, where they are known.
    """
    found: list[Entry] = []
    gap = 0
    for rows in groups(covers(jobs)):
        if len(rows) == 1 and rules.room == 1 and not rules.extra:
            found.append(jobs[rows[0]][0])
            continue
        members = {jobs[r][0].row for r in rows}
        start = [e for e in known if e.row in members]
        part = _solved([jobs[r] for r in rows], rules, start, prices)
        found += part.picks
        gap += part.gap
    return Found(found, gap)


def _solved(jobs: Jobs, rules: Rules, known: list[Entry], prices: Prices | None) -> Found:
    """Return the best picks of one group, given a solution of it."""
    if prices is None:
        jobs = _within(jobs, known, rules)
        if sum(map(len, jobs)) > LARGE:
            return _finished(thin_jobs(jobs, rules, known), rules)
        prices = {job[0].row: _first_prices(job, rules) for job in jobs}
    search = _search(jobs, rules, known, prices)
    found = search.run(most=STEPS)
    return Found(found) if found is not None else _by_program(search, jobs, rules, known)


def _finished(thin: Thinned, rules: Rules) -> Found:
    """Return the best picks of what prices left; the known ones where that is too much."""
    if thin.jobs:
        return best_of(thin.jobs, rules, thin.known, thin.prices)
    return Found(thin.known, max(1, thin.bound - value_of(thin.known, rules)))


def _by_program(search: Search, jobs: Jobs, rules: Rules, known: list[Entry]) -> Found:
    """Return the best picks of a group with the help of programs, or the best ones known."""
    jobs = _left(search, jobs)
    listed, picks = Program(jobs, rules).relaxed()
    prices = {job[0].row: price for job, price in zip(jobs, listed, strict=True)}
    known = _better(known, picks, rules)
    known = _better(known, _search(jobs, rules, known, prices).run(width=WIDTH), rules)
    bound = search.bound()
    search = _search(jobs, rules, known, prices)
    found = search.run(most=STEPS)
    jobs, before = _left(search, jobs), 0
    for _ in range(ROUNDS if found is None else 0):
        if sum(map(len, jobs)) == before:
            break
        before = sum(map(len, jobs))
        picks, limit = Program(_left(search, jobs, most=CELLS), rules).whole(nodes=NODES)
        known = _better(known, picks, rules)
        bound = min(bound, search.bound())
        search = _search(jobs, rules, known, prices)
        if before <= CELLS:
            bound = bound if limit is None else min(bound, limit)
            found = search.run(most=STEPS_AFTER)
            break
        jobs = _left(search, jobs)
    return Found(known, max(1, bound - value_of(known, rules))) if found is None else Found(found)


def _search(jobs: Jobs, rules: Rules, known: list[Entry], prices: Prices) -> Search:
    return Search(jobs, rules, known, [prices[job[0].row] for job in jobs])


def _left(search: Search, jobs: Jobs, most: int | None = None) -> Jobs:
    """Return what the search has left of the jobs, only the most promising picks if so asked."""
    left = search.left()
    if most is not None and len(left) > most:
        left = dict(sorted(left.items(), key=lambda item: (-item[1], item[0]))[:most])
    kept = ([e for e in job if (e.row, e.candidate) in left] for job in jobs)
    return [job for job in kept if job]


def _better(known: list[Entry], picks: list[Entry] | None, rules: Rules) -> list[Entry]:
    if picks is None or value_of(picks, rules) <= value_of(known, rules):
        return known
    return picks


def _within(jobs: Jobs, known: list[Entry], rules: Rules) -> Jobs:
    """Drop picks that no solution at least as good as the known one can hold."""
    if rules.extra:
        return jobs
    room = rules.room
    bound = 0
    for job in jobs:
        best = job[:room]
        bound += sum(e.worth for e in best) + rules.bonus * len(best)
        bound += rules.force * (job[0].row == rules.must)
    slack = bound - value_of(known, rules)
    return [
        job[:room] + [e for e in job[room:] if job[room - 1].worth - e.worth <= slack]
        for job in jobs
    ]


def _first_prices(job: list[Entry], rules: Rules) -> list[int]:
    """Return for each slot of an entity what its best pick gains."""
    slots = slots_of(job[0].row, rules)
    return [max(0, job[0].worth + slot.bonus) if slot.room else 0 for slot in slots]


def _matrix_covers(worth: NDArray[np.int64], candidates: Candidates) -> list[int]:
    """Return for each entity the tokens that its picks hold, as bits."""
    rows, columns = worth.nonzero()
    width = int(candidates.end.max(initial=0)) + 1
    size = len(worth) * width
    change = np.bincount(rows * width + candidates.start[columns], minlength=size)
    change -= np.bincount(rows * width + candidates.end[columns], minlength=size)
    inside = change.reshape(len(worth), width).cumsum(axis=1) > 0
    return [int.from_bytes(bits.tobytes(), "big") for bits in np.packbits(inside, axis=1)]
