"""What the exact matcher is measured against: integer programs and a constraint solver.

The published pairwise program is here for reference only; nothing in the product uses it.
"""

import importlib.util
import time
from collections.abc import Callable, Sequence

import numpy as np

from core.domain.candidate import Candidates

Answer = tuple[float, float]
"""The optimum, and the seconds that the solver alone took."""


def peers() -> dict[str, Callable[[np.ndarray, Candidates], Answer]]:
    """Return the peers by name; CP-SAT only where OR-Tools is installed."""
    found = {"pairwise program": pairwise_program, "token program": token_program}
    if importlib.util.find_spec("ortools"):
        found["CP-SAT"] = cp_sat
    return found


def pairwise_program(scores: np.ndarray, candidates: Candidates) -> Answer:
    """Return the optimum by a row for every two overlapping candidates.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750.
    """
    start, end = candidates.start, candidates.end
    touch = (start[:, None] < end) & (start < end[:, None])
    first, second = np.nonzero(np.triu(touch, 1))
    alone = np.flatnonzero(touch.sum(axis=1) == 1)
    groups = [np.array([a, b]) for a, b in zip(first, second, strict=True)]
    return _program(scores, [*groups, *alone.reshape(-1, 1)])


def token_program(scores: np.ndarray, candidates: Candidates) -> Answer:
    """Return the optimum by a row for every target token."""
    tokens = range(int(candidates.end.max(initial=0)))
    return _program(
        scores,
        [np.flatnonzero((candidates.start <= j) & (j < candidates.end)) for j in tokens],
    )


def _program(scores: np.ndarray, groups: Sequence[np.ndarray]) -> Answer:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    rows, columns = np.nonzero(scores > 0)
    if not len(rows):
        return 0.0, 0.0
    cells: list[tuple[int, int]] = list(zip(rows.tolist(), range(len(rows)), strict=True))
    of = [np.flatnonzero(columns == t) for t in range(scores.shape[1])]
    for g, group in enumerate(groups):
        cells += [(len(scores) + g, int(k)) for t in group for k in of[t]]
    where = np.array(cells).T
    shape = (len(scores) + len(groups), len(rows))
    table = csr_array((np.ones(len(cells)), (where[0], where[1])), shape=shape)
    began = time.process_time()
    done = milp(
        -scores[rows, columns],
        constraints=LinearConstraint(table, -np.inf, 1),
        integrality=np.ones(len(rows)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    return float(-done.fun), time.process_time() - began


def cp_sat(scores: np.ndarray, candidates: Candidates) -> Answer:
    """Return the optimum by OR-Tools CP-SAT, one thread, rows by target token.

    Source: Perron and Furnon, OR-Tools, developers.google.com/optimization.
    """
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    cells = list(zip(*(a.tolist() for a in np.nonzero(scores > 0)), strict=True))
    take = {cell: model.new_bool_var("") for cell in cells}
    for k in range(len(scores)):
        model.add_at_most_one(take[c] for c in cells if c[0] == k)
    for j in range(int(candidates.end.max(initial=0))):
        inside = (candidates.start <= j) & (j < candidates.end)
        model.add_at_most_one(take[c] for c in cells if inside[c[1]])
    model.maximize(sum(round(scores[c] * 2**30) * take[c] for c in cells))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    began = time.process_time()
    solver.solve(model)
    return solver.objective_value / 2**30, time.process_time() - began
