"""Time of the matchers against their budgets and peers: python -m bench matching.

Europarl pairs with at least two source entities and aligned candidates, dense random problems, and
40 entities in 512 tokens. CP-SAT takes part where OR-Tools is installed (requirements-bench.txt).
All times are CPU times of this process, one thread, so that a busy machine does not change them
much. The cost by sentence length and entities is also drawn, to build/bench/matching.html.
"""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from bench.problems import Problem, dense, europarl, grid, hard, tasks
from bench.programs import peers
from core.candidates import CANDIDATES
from core.domain.spec import MethodSpec
from core.domain.task import Task
from core.matching import MATCHERS, Solution
from core.projection import METHODS, project
from core.scoring import SCORES

EXACT = MATCHERS.get("exact").make
GREEDY = MATCHERS.get("greedy").make
PLOT = Path("build/bench/matching.html")


def timed(run: Callable[..., object], problems: Sequence[Problem], *, repeats: int) -> np.ndarray:
    """Return the best time of each problem, in milliseconds."""
    found = []
    for problem in problems:
        best = float("inf")
        for _ in range(repeats):
            began = time.process_time()
            run(*problem)
            best = min(best, time.process_time() - began)
        found.append(1e3 * best)
    return np.array(found)


def budget(what: str, value: float, limit: float, *, least: bool = False) -> None:
    """Print a figure beside its budget, and whether it holds."""
    holds = value >= limit if least else value <= limit
    sign = ">=" if least else "<="
    print(f"  {'pass' if holds else 'MISS'}  {what}: {value:.3g} (budget {sign} {limit:g})")


def compare(title: str, problems: Sequence[Problem], *, sample: int) -> np.ndarray:
    """Return the times of the exact matcher; print them, and the peers' on some problems."""
    exact, greedy = (timed(run, problems, repeats=7) for run in (EXACT, GREEDY))
    print(f"{title}: {len(problems)} problems")
    print(f"  exact  total {exact.sum():9.2f} ms  p50 {np.median(exact):8.3f}", end="")
    print(f"  p99 {np.quantile(exact, 0.99):8.3f}  max {exact.max():8.3f}")
    print(f"  greedy total {greedy.sum():9.2f} ms  exact / greedy {exact.sum() / greedy.sum():.2f}")
    some = list(range(0, len(problems), max(1, len(problems) // sample)))
    ours = exact[some].sum()
    optima = [value(EXACT(*problems[k]), problems[k]) for k in some]
    for name, run in peers().items():
        run(*problems[some[0]])
        began = time.process_time()
        answers = [run(*problems[k]) for k in some]
        theirs = 1e3 * (time.process_time() - began)
        alone = 1e3 * sum(seconds for _, seconds in answers)
        apart = max(abs(a - b) for (a, _), b in zip(answers, optima, strict=True))
        print(f"  {name}: {theirs / ours:.0f} x exact on {len(some)}, ", end="")
        print(f"the solver alone {alone / ours:.0f} x; optima differ {apart:.0e}")
        if limit := {"CP-SAT": 10.0, "pairwise program": 50.0}.get(name):
            budget(f"{name} / exact", theirs / ours, limit, least=True)
            budget(f"{name}, optima differ", apart, 1e-5)
    return exact


def value(solution: Solution, problem: Problem) -> float:
    """Return the sum of scores of a choice."""
    return float(sum(problem[0][k, t] for k, row in enumerate(solution.chosen) for t in row))


def budgets(world: Sequence[Task]) -> None:
    """Print the sets that have budgets."""
    real = europarl(world, "aligned", "coverage")
    exact = compare("Europarl, aligned candidates", real, sample=60)
    budget("exact / greedy", exact.sum() / timed(GREEDY, real, repeats=7).sum(), 3)
    budget("p99, ms", float(np.quantile(exact, 0.99)), 0.15)
    compare("Europarl, n-grams", europarl(world, "ngrams", "alignment"), sample=20)
    exact = compare("dense 10 x 200", dense(10, 200, 40, count=100), sample=4)
    budget("p50, ms", float(np.median(exact)), 5)
    budget("p99, ms", float(np.quantile(exact, 0.99)), 5)
    compare("dense 6 x 100", dense(6, 100, 30, count=50), sample=5)


def limits() -> None:
    """Print what happens where there is far too much."""
    print("40 entities in 512 tokens: ms, how much a better choice could score at most, of what")
    slowest = 0.0
    for name, problem in hard():
        spent = float(timed(EXACT, [problem], repeats=2)[0])
        solution = EXACT(*problem)
        slowest = max(slowest, spent)
        print(f"  {name:26} {spent:7.0f}  {solution.gap:9.2g}  {value(solution, problem):9.2f}")
    budget("slowest, ms", slowest, 1000)
    for rows, columns, tokens in ((25, 500, 60), (40, 900, 100)):
        problems = dense(rows, columns, tokens, count=6)
        spent = timed(EXACT, problems, repeats=1)
        proven = sum(EXACT(*p).gap == 0 for p in problems)
        print(f"  dense {rows} x {columns}: {spent.round()} ms, {proven} of 6 proven best")


def costs() -> None:
    """Print and draw the cost by sentence length and entities."""
    print("random n-gram scores, ms at the median: tokens, then 2 5 10 20 40 entities")
    lines: dict[int, list[tuple[int, float, float]]] = {}
    for tokens, rows, problems in grid():
        exact, greedy = (np.median(timed(run, problems, repeats=2)) for run in (EXACT, GREEDY))
        lines.setdefault(tokens, []).append((rows, float(exact), float(greedy)))
    for tokens, row in lines.items():
        print(f"  exact  {tokens:4}", *(f"{exact:8.2f}" for _, exact, _ in row))
        print(f"  greedy {tokens:4}", *(f"{greedy:8.2f}" for _, _, greedy in row))
    draw(lines)


def draw(lines: dict[int, list[tuple[int, float, float]]]) -> None:
    """Write the plot: one line for each sentence length."""
    import plotly.graph_objects as go

    figure = go.Figure()
    for tokens, row in lines.items():
        x = [rows for rows, _, _ in row]
        figure.add_scatter(x=x, y=[exact for _, exact, _ in row], name=f"exact, {tokens} tokens")
        figure.add_scatter(
            x=x,
            y=[greedy for _, _, greedy in row],
            name=f"greedy, {tokens} tokens",
            line={"dash": "dot"},
        )
    figure.update_layout(xaxis_title="entities", yaxis_title="ms", yaxis_type="log")
    PLOT.parent.mkdir(parents=True, exist_ok=True)
    figure.write_html(PLOT, include_plotlyjs=True)
    print(f"  drawn to {PLOT}")


def links_do(spec: MethodSpec) -> bool:
    """Return whether a method needs nothing but links."""
    parts = [SCORES.get(w.score.part) for w in spec.scores]
    parts += [CANDIDATES.get(p.part) for p in spec.candidates]
    return all(part.needs <= {"alignment"} for part in parts)


def main() -> None:
    """Print the tables."""
    if "CP-SAT" not in peers():
        print("no CP-SAT: OR-Tools is not installed; pip install -r requirements-bench.txt")
    world = tasks()
    budgets(world)
    limits()
    costs()
    for name, spec in METHODS.items():
        if spec.matcher is not None and links_do(spec):
            began = time.process_time()
            for task in world:
                project(task, spec)
            print(f"{name}: {len(world) / (time.process_time() - began):.0f} pairs/s")


if __name__ == "__main__":
    main()
