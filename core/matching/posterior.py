"""Posteriors: how probable each candidate is for each entity, all choices weighed against others.

A choice of picks that the constraint allows weighs exp(sum of scores / temperature), each score
lowered by the price. The sums over all choices are taken exactly, from left to right and back, for
each group of entities in each other's way on its own.
"""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.errors import InputError
from core.matching.problem import problem_of
from core.matching.shelf import Constraint, NotComputed
from core.matching.slots import Jobs, covers, groups
from core.matching.ties import score_of

TEMPERATURE = 0.062
"""Fitted for the default method by `python -m bench calibration`."""

MOST_ENTITIES = 14
MOST_SUMS = 2**26
"""Entities in one group, and sums to take for it, that are still computed."""

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Probabilities of what becomes of each entity.

    Args:
        picks: shape (entities, candidates), that the entity gets the candidate.
        none: shape (entities,), that it stays unprojected; with a row of `picks` it sums to 1.
        entropy: shape (entities,), of its candidate or none, in bits, >= 0.
    """

    picks: Matrix
    none: _Floats
    entropy: _Floats


def posteriors(
    scores: Matrix,
    candidates: Candidates,
    *,
    temperature: float = TEMPERATURE,
    per_entity: int = 1,
    constraint: Constraint = "at-most",
    price: float = 0.0,
    min_score: float = 0.0,
) -> Posterior | NotComputed:
    """Return how probable each candidate is for each entity, exactly.

    Entities that look the same may swap their candidates: both ways count, so that each of the two
    has either candidate with the same probability.

    Args:
        scores: shape (entities, candidates).
        candidates: the columns.
        temperature: the score difference that makes one choice e times as probable, > 0.
        per_entity: as the matcher's.
        constraint: as the matcher's; with exactly, choices that hold as many candidates as can be.
        price: as the matcher's.
        min_score: as the matcher's.

    Returns:
        The probabilities, or why there are none: an entity may get several candidates, or too
        many entities are in each other's way.

    Raises:
        InputError: the scores do not fit, or the temperature is not above zero.
    """
    if not 0 < temperature < float("inf"):
        raise InputError(f"temperature {temperature}; need a number above zero")
    if per_entity > 1 or constraint == "at-least":
        return NotComputed("not computed: an entity may get several candidates")
    problem = problem_of(
        scores,
        candidates,
        per_entity=per_entity,
        constraint=constraint,
        price=price,
        min_score=min_score,
    )
    picks = np.zeros(problem.worth.shape)
    for rows in groups(covers(problem.jobs)):
        jobs = [problem.jobs[r] for r in rows]
        if len(rows) > MOST_ENTITIES:
            return NotComputed(
                f"not computed: {len(rows)} entities in each other's way, more than {MOST_ENTITIES}"
            )
        if sum(map(len, jobs)) << len(rows) > MOST_SUMS:
            return NotComputed(
                f"not computed: {len(rows)} entities in each other's way with "
                f"{sum(map(len, jobs))} candidates between them, too many"
            )
        _add_group(picks, jobs, temperature, full=constraint == "exactly")
    none = np.clip(1.0 - picks.sum(axis=1), 0.0, 1.0)
    every = np.concatenate([picks, none[:, None]], axis=1)
    bits = np.where(every > 0, every * np.log2(np.where(every > 0, every, 1.0)), 0.0)
    return Posterior(picks, none, np.maximum(0.0, -bits.sum(axis=1)))


@dataclass(frozen=True, slots=True)
class _Step:
    """A pick: its row in the group, where it leads, its weight, and its cell."""

    row: int
    stop: int
    logw: float
    cell: tuple[int, int]


def _add_group(picks: Matrix, jobs: Jobs, temperature: float, *, full: bool) -> None:
    """Add the probabilities of one group's picks to the table."""
    starts = sorted({e.start for job in jobs for e in job})
    steps: list[list[_Step]] = [[] for _ in starts]
    for r, job in enumerate(jobs):
        for e in job:
            logw = score_of(e.worth, e.end - e.start) / temperature
            stop = bisect_left(starts, e.end)
            steps[bisect_left(starts, e.start)].append(_Step(r, stop, logw, (e.row, e.candidate)))
    free, taken = _masks(len(jobs))
    size = 1 << len(jobs)
    before = np.full((len(starts) + 1, size), -np.inf)
    before[0, 0] = 0.0
    for place, moves in enumerate(steps):
        np.logaddexp(before[place + 1], before[place], out=before[place + 1])
        for move in moves:
            to = before[move.stop]
            gain = before[place, free[move.row]] + move.logw
            to[taken[move.row]] = np.logaddexp(to[taken[move.row]], gain)
    after = np.full((len(starts) + 1, size), -np.inf)
    after[-1] = _final(before[-1], full=full)
    total = np.logaddexp.reduce(before[-1] + after[-1])
    for place in range(len(starts) - 1, -1, -1):
        after[place] = after[place + 1]
        for move in steps[place]:
            rest = after[move.stop, taken[move.row]] + move.logw
            here = before[place, free[move.row]]
            picks[move.cell] += np.exp(here + rest - total).sum()
            after[place, free[move.row]] = np.logaddexp(after[place, free[move.row]], rest)


def _masks(rows: int) -> tuple[list[NDArray[np.int64]], list[NDArray[np.int64]]]:
    """Return for each row the sets of rows without it, and the same with it."""
    every = np.arange(1 << rows)
    free = [every[(every >> r & 1) == 0] for r in range(rows)]
    return free, [sets | (1 << r) for r, sets in enumerate(free)]


def _final(reached: _Floats, *, full: bool) -> _Floats:
    """Return 0 for the sets of rows that a choice may end with, -inf for the others."""
    counts = np.array([k.bit_count() for k in range(len(reached))])
    least = counts[reached > -np.inf].max() if full else 0
    return np.where(counts >= least, 0.0, -np.inf)
