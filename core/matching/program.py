"""The best picks as an integer program, for the rare groups that the search alone cannot finish.

One row for each entity and one for each target token, which says the same as a row for every two
overlapping picks, since picks are intervals. The duals of its relaxation are the best prices.
"""

import numpy as np

from core.matching.ties import Entry


def solve_program(jobs: list[list[Entry]]) -> tuple[list[int], list[Entry]]:
    """Return the prices of rows that bound best, and a solution, as good as floats can tell.

    Args:
        jobs: for each row its picks.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (the integer program); its form by tokens is
    ours.
    """
    from scipy.optimize import Bounds, LinearConstraint, linprog, milp
    from scipy.sparse import csr_array

    entries = [(r, e) for r, job in enumerate(jobs) for e in job]
    tokens = max(e.end for _, e in entries)
    cells = [(r, k) for k, (r, _) in enumerate(entries)]
    cells += [(len(jobs) + j, k) for k, (_, e) in enumerate(entries) for j in range(e.start, e.end)]
    rows, columns = np.array(cells).T
    shape = (len(jobs) + tokens, len(entries))
    table = csr_array((np.ones(len(cells)), (rows, columns)), shape=shape)
    scale = float(max(e.worth for _, e in entries))
    cost = np.array([-e.worth / scale for _, e in entries])
    relaxed = linprog(cost, A_ub=table, b_ub=np.ones(shape[0]), bounds=(0, 1), method="highs")
    whole = milp(
        cost,
        constraints=LinearConstraint(table, -np.inf, 1),
        integrality=np.ones(len(entries)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    prices = [max(0, int(-dual * scale)) for dual in relaxed.ineqlin.marginals[: len(jobs)]]
    picks = [entry for (_, entry), x in zip(entries, whole.x, strict=True) if x > 0.5]
    return prices, picks
