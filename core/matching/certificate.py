"""Certificates: a bound on every choice, from the linear relaxation, beside what was chosen."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.matching.problem import Problem, picks_of, problem_of, total_score
from core.matching.rules import required
from core.matching.shelf import Chosen, Constraint
from core.matching.ties import score_of

TOLERANCE = 1e-7
"""What the solver may be off by, against the highest score."""


class Certificate(NamedTuple):
    """How good a choice is for certain, in sums of scores, each lowered by the price.

    Args:
        value: of the choice.
        bound: no choice that holds as many of the candidates that entities must get is worth more.
        gap: how much the two differ, >= 0; 0 where they agree within the solver's tolerance.
        integral: whether the relaxation came out whole, so that it is a choice itself.
    """

    value: float
    bound: float
    gap: float
    integral: bool


def certificate(
    scores: Matrix,
    candidates: Candidates,
    chosen: Chosen,
    *,
    per_entity: int = 1,
    constraint: Constraint = "at-most",
    price: float = 0.0,
    min_score: float = 0.0,
) -> Certificate:
    """Return the value of a choice beside the bound of the linear relaxation.

    The relaxation lets picks be taken in part. It has a row for each entity and one for each target
    token, which says the same as a row for every two overlapping candidates, only tighter.

    Args:
        scores: shape (entities, candidates).
        candidates: the columns.
        chosen: for each entity the indices of its candidates.
        per_entity: as the matcher's.
        constraint: as the matcher's.
        price: as the matcher's.
        min_score: as the matcher's.

    Raises:
        InputError: the scores do not fit, or the choice holds what does not count.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (the integer program); the certificate is ours.
    """
    problem = problem_of(
        scores,
        candidates,
        per_entity=per_entity,
        constraint=constraint,
        price=price,
        min_score=min_score,
    )
    picks = picks_of(chosen, problem)
    value = total_score(picks)
    if not problem.entries:
        return Certificate(value, value, 0.0, integral=True)
    bound, x = _relaxed(problem, required(picks, problem.rules))
    near = TOLERANCE * max(1.0, float(np.abs(scores).max()))
    gap = bound - value
    integral = bool(np.abs(x - np.rint(x)).max() <= TOLERANCE)
    return Certificate(value, max(bound, value), gap if gap > near else 0.0, integral)


def _relaxed(problem: Problem, least: int) -> tuple[float, NDArray[np.float64]]:
    """Return the highest sum of scores and the shares of picks that give it.

    Args:
        problem: with at least one pick that counts.
        least: how many of the candidates that entities must get a choice has to hold.
    """
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    rules, entries = problem.rules, problem.entries
    every = entries + [e for e in entries if e.worth > 0] if rules.extra else entries
    rows = len(problem.worth)
    tokens = max(e.end for e in entries)
    cells = [(e.row, k) for k, e in enumerate(entries)]
    cells += [(rows + j, k) for k, e in enumerate(every) for j in range(e.start, e.end)]
    limits = [rules.room] * rows + [1] * tokens
    if rules.bonus:
        cells += [(rows + tokens, k) for k in range(len(entries))]
        limits.append(-least)
    where = np.array(cells).T
    ones = np.where(where[0] == rows + tokens, -1.0, 1.0)
    table = csr_array((ones, (where[0], where[1])), shape=(len(limits), len(every)))
    gain = np.array([score_of(e.worth, e.end - e.start) for e in every])
    done = linprog(-gain, A_ub=table, b_ub=limits, bounds=(0, 1), method="highs")
    return float(-done.fun), done.x
