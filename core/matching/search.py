"""The best set of disjoint picks where entities are in each other's way.

Rows fall apart into groups that cannot touch. In a group, solutions are built from left to right;
of those that use the same rows up to the same place only the best is kept, and only where a bound
on the rest says that it could still beat the best solution known. Equal rows are used in order.
"""

from bisect import bisect_left
from typing import NamedTuple

from core.matching.prices import prices
from core.matching.program import solve_program
from core.matching.ties import Entry

LARGE = 60
"""From so many picks on, prices are worth their computation."""

MOST_STATES = 20_000
"""Beyond so many partial solutions the search asks an integer program for a better bound."""

_Path = tuple["_Path", Entry] | None


class _Move(NamedTuple):
    """A pick as a step of the search: gain over the price of its row, and where it leads."""

    gain: int
    stop: int
    bit: int
    need: int
    entry: Entry


def best_picks(jobs: list[list[Entry]], start: list[Entry]) -> list[Entry]:
    """Return the best picks, at most one a row.

    Args:
        jobs: for each row its picks, best first; all of one row hold that row's number.
        start: a solution; the better it is, the faster the search.
    """
    jobs = _within(jobs, start)
    found: list[Entry] = []
    for rows in _groups(jobs):
        if len(rows) == 1:
            found.append(jobs[rows[0]][0])
        else:
            members = set(rows)
            found += _solve([jobs[r] for r in rows], [e for e in start if e.row in members])
    return found


def _within(jobs: list[list[Entry]], known: list[Entry]) -> list[list[Entry]]:
    """Drop picks that no solution at least as good as the known one can hold."""
    bound = sum(job[0].worth for job in jobs if job)
    slack = bound - sum(e.worth for e in known)
    return [[e for e in job if job[0].worth - e.worth <= slack] for job in jobs]


def _groups(jobs: list[list[Entry]]) -> list[list[int]]:
    """Return the rows that have picks, in groups such that no pick overlaps another group's."""
    groups: list[tuple[int, list[int]]] = []
    for row, job in enumerate(jobs):
        cover = 0
        for entry in job:
            cover |= (1 << entry.end) - (1 << entry.start)
        if not cover:
            continue
        members = [row]
        apart = []
        for other, rows in groups:
            if other & cover:
                cover |= other
                members = rows + members
            else:
                apart.append((other, rows))
        groups = [*apart, (cover, sorted(members))]
    return [rows for _, rows in groups]


def _solve(jobs: list[list[Entry]], known: list[Entry]) -> list[Entry]:
    """Return the best picks of one group, given a solution of it."""
    jobs = _within(jobs, known)
    price = [job[0].worth for job in jobs]
    if sum(map(len, jobs)) > LARGE:
        price, known = prices(jobs, known, price)
    search = _Search(jobs, known, price)
    found = search.run(most=MOST_STATES)
    if found is None:
        jobs = [job for job in search.left() if job]
        price, better = solve_program(jobs)
        known = max(known, better, key=lambda picks: sum(e.worth for e in picks))
        found = _Search(jobs, known, price).run()
    return found or []


class _Search:
    """One group, its picks as moves between the places where some pick starts."""

    def __init__(self, jobs: list[list[Entry]], known: list[Entry], price: list[int]) -> None:
        columns = sorted({e.candidate for job in jobs for e in job})
        rank = {t: len(columns) - k for k, t in enumerate(columns)}
        digit = len(columns).bit_length()
        self.lift = digit * len(jobs)
        """Worths are lifted by so many bits; below stands the order among equal worths."""
        local = {job[0].row: r for r, job in enumerate(jobs)}
        shift = [digit * (len(jobs) - 1 - r) for r in range(len(jobs))]
        starts = sorted({e.start for job in jobs for e in job})
        need = _equal_before(jobs)
        self.price = [p << self.lift for p in price]
        self.moves: list[list[_Move]] = [[] for _ in starts]
        for r, job in enumerate(jobs):
            for e in job:
                gain = (e.worth << self.lift) + (rank[e.candidate] << shift[r]) - self.price[r]
                move = _Move(gain, bisect_left(starts, e.end), 1 << r, need[r], e)
                self.moves[bisect_left(starts, e.start)].append(move)
        value = sum(
            (e.worth << self.lift) + (rank[e.candidate] << shift[local[e.row]]) for e in known
        )
        self.floor = value - sum(self.price)
        """What the gains of a solution, unused prices taken off, must reach."""
        self.after = self._bounds()
        self._prune()

    def _bounds(self) -> list[int]:
        """Return for each place the most that moves from there on can gain, rows not counted."""
        after = [0] * (len(self.moves) + 1)
        for place in range(len(self.moves) - 1, -1, -1):
            best = after[place + 1]
            for move in self.moves[place]:
                value = move.gain + after[move.stop]
                if value > best:
                    best = value
            after[place] = best
        return after

    def _prune(self) -> None:
        """Leave out moves that no solution reaching the floor can make, whatever is before."""
        before: list[int] = [0] * (len(self.moves) + 1)
        for place, moves in enumerate(self.moves):
            done = before[place]
            before[place + 1] = max(before[place + 1], done)
            for move in moves:
                before[move.stop] = max(before[move.stop], done + move.gain)
            self.moves[place] = [
                m for m in moves if done + m.gain + self.after[m.stop] >= self.floor
            ]

    def left(self) -> list[list[Entry]]:
        """Return for each row the picks that a solution reaching the floor can hold."""
        jobs: list[list[Entry]] = [[] for _ in self.price]
        for moves in self.moves:
            for move in moves:
                jobs[move.bit.bit_length() - 1].append(move.entry)
        return [sorted(job, key=lambda e: (-e.worth, e.candidate)) for job in jobs]

    def run(self, *, most: int | None = None) -> list[Entry] | None:
        """Return the best picks; None where there are more than `most` partial solutions."""
        after, floor = self.after, self.floor
        layers: list[dict[int, tuple[int, _Path]]] = [{} for _ in range(len(self.moves) + 1)]
        layers[0][0] = (0, None)
        states = 0
        for place, moves in enumerate(self.moves):
            states += len(layers[place])
            if most is not None and states > most:
                return None
            following = layers[place + 1]
            for used, state in layers[place].items():
                value, path = state
                if value + after[place] < floor:
                    continue
                if value + after[place + 1] >= floor:
                    old = following.get(used)
                    if old is None or value > old[0]:
                        following[used] = state
                for gain, stop, bit, need, entry in moves:
                    total = value + gain
                    if used & bit or used & need != need or total + after[stop] < floor:
                        continue
                    old = layers[stop].get(used | bit)
                    if old is None or total > old[0]:
                        layers[stop][used | bit] = (total, (path, entry))
            layers[place] = {}
        return self._best(layers[-1])

    def _best(self, final: dict[int, tuple[int, _Path]]) -> list[Entry]:
        def value(used: int) -> int:
            paid = sum(p for r, p in enumerate(self.price) if used >> r & 1)
            return final[used][0] + paid

        path = final[max(final, key=value)][1]
        picks: list[Entry] = []
        while path is not None:
            path, entry = path
            picks.append(entry)
        return picks


def _equal_before(jobs: list[list[Entry]]) -> list[int]:
    """Return for each row the bit of the nearest earlier row with the same picks, 0 if none."""
    last: dict[tuple[tuple[int, int], ...], int] = {}
    need = []
    for r, job in enumerate(jobs):
        picks = tuple((e.candidate, e.worth) for e in job)
        need.append(1 << last[picks] if picks in last else 0)
        last[picks] = r
    return need
