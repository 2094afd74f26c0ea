"""Time of the matchers: exact against greedy, the published pairwise program and its token form.

`python -m bench.matching` from the project's root. Europarl pairs with at least two source
entities and aligned candidates, then dense random problems. CP-SAT takes part where OR-Tools is
installed.
"""

import importlib.util
import time
from collections.abc import Callable, Sequence

import numpy as np

from bench.quality import EUROPARL, corpus, links
from core.candidates import CANDIDATES
from core.domain.candidate import Candidates
from core.domain.task import Task
from core.matching import MATCHERS
from core.projection import METHODS, project
from core.scoring import SCORES

Problem = tuple[np.ndarray, Candidates]
EXACT = MATCHERS.get("exact").make
GREEDY = MATCHERS.get("greedy").make


def tasks() -> list[Task]:
    """Return every Europarl pair with links of the embedded aligner."""
    found = []
    for name in EUROPARL:
        pairs = corpus(name)
        aligned = links(pairs)
        found += [Task(p.source, p.target.tokens, a) for p, a in zip(pairs, aligned, strict=True)]
    return found


def europarl(world: Sequence[Task]) -> list[Problem]:
    """Return the matching problems of the pairs with at least two entities."""
    extract, score = CANDIDATES.get("aligned").make, SCORES.get("coverage").make
    several = [t for t in world if len(t.entities()) >= 2]
    return [(score(t, c), c) for t in several for c in [extract(t)]]


def dense(rows: int, columns: int, tokens: int, *, count: int) -> list[Problem]:
    """Return random problems in which every entity wants every candidate."""
    rng = np.random.default_rng(0)
    found = []
    for _ in range(count):
        spans: set[tuple[int, int]] = set()
        while len(spans) < columns:
            start = int(rng.integers(0, tokens))
            end = start + int(rng.integers(1, 11))
            if end <= tokens:
                spans.add((start, end))
        found.append((rng.random((rows, columns)), Candidates.of(spans, origin="random")))
    return found


def pairwise_program(scores: np.ndarray, candidates: Candidates) -> float:
    """Return the optimum by a row for every two overlapping candidates, as published."""
    start, end = candidates.start, candidates.end
    touch = (start[:, None] < end) & (start < end[:, None])
    first, second = np.nonzero(np.triu(touch, 1))
    alone = np.flatnonzero(touch.sum(axis=1) == 1)
    groups = [np.array([a, b]) for a, b in zip(first, second, strict=True)]
    return _program(scores, [*groups, *alone.reshape(-1, 1)])


def token_program(scores: np.ndarray, candidates: Candidates) -> float:
    """Return the optimum by a row for every target token."""
    tokens = range(int(candidates.end.max(initial=0)))
    return _program(
        scores,
        [np.flatnonzero((candidates.start <= j) & (j < candidates.end)) for j in tokens],
    )


def _program(scores: np.ndarray, groups: Sequence[np.ndarray]) -> float:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    rows, columns = np.nonzero(scores > 0)
    if not len(rows):
        return 0.0
    cells: list[tuple[int, int]] = list(zip(rows.tolist(), range(len(rows)), strict=True))
    of = [np.flatnonzero(columns == t) for t in range(scores.shape[1])]
    for g, group in enumerate(groups):
        cells += [(len(scores) + g, int(k)) for t in group for k in of[t]]
    where = np.array(cells).T
    shape = (len(scores) + len(groups), len(rows))
    table = csr_array((np.ones(len(cells)), (where[0], where[1])), shape=shape)
    done = milp(
        -scores[rows, columns],
        constraints=LinearConstraint(table, -np.inf, 1),
        integrality=np.ones(len(rows)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0},
    )
    return float(-done.fun)


def cp_sat(scores: np.ndarray, candidates: Candidates) -> float:
    """Return the optimum by OR-Tools CP-SAT, one thread, rows by target token."""
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
    solver.solve(model)
    return solver.objective_value / 2**30


def timed(run: Callable[..., object], problems: Sequence[Problem], *, repeats: int) -> np.ndarray:
    """Return the best time of each problem, in milliseconds."""
    found = []
    for problem in problems:
        best = float("inf")
        for _ in range(repeats):
            began = time.perf_counter()
            run(*problem)
            best = min(best, time.perf_counter() - began)
        found.append(1e3 * best)
    return np.array(found)


def compare(title: str, problems: Sequence[Problem], *, repeats: int, sample: int) -> None:
    """Print the times on some problems, and that the optima agree."""
    exact, greedy = (timed(run, problems, repeats=repeats) for run in (EXACT, GREEDY))
    print(f"{title}: {len(problems)} problems")
    print(f"  exact  total {exact.sum():9.2f} ms  p50 {np.median(exact):8.3f}", end="")
    print(f"  p99 {np.quantile(exact, 0.99):8.3f}  max {exact.max():8.3f}")
    print(f"  greedy total {greedy.sum():9.2f} ms  exact / greedy {exact.sum() / greedy.sum():.2f}")
    peers: dict[str, Callable[..., float]] = {
        "pairwise program": pairwise_program,
        "token program": token_program,
    }
    if importlib.util.find_spec("ortools"):
        peers["CP-SAT"] = cp_sat
    some = problems[:: max(1, len(problems) // sample)]
    ours = timed(EXACT, some, repeats=repeats).sum()
    for name, run in peers.items():
        theirs = timed(run, some, repeats=1).sum()
        gap = max(abs(run(*p) - _value(*p)) for p in some)
        print(f"  {name}: {theirs / ours:8.0f} x exact on {len(some)}; optima differ {gap:.1e}")


def _value(scores: np.ndarray, candidates: Candidates) -> float:
    picks = EXACT(scores, candidates).chosen
    return float(sum(scores[k, t] for k, row in enumerate(picks) for t in row))


def main() -> None:
    """Print the table."""
    world = tasks()
    compare("Europarl, aligned candidates", europarl(world), repeats=5, sample=60)
    compare("dense 10 x 200", dense(10, 200, 40, count=15), repeats=3, sample=3)
    compare("dense 6 x 100", dense(6, 100, 30, count=15), repeats=3, sample=3)
    for name, spec in METHODS.items():
        began = time.perf_counter()
        for task in world:
            project(task, spec)
        print(f"{name}: {len(world) / (time.perf_counter() - began):.0f} pairs/s")


if __name__ == "__main__":
    main()
