"""The best choices in order: the best one, the next best, and so on."""

from heapq import heappop, heappush
from typing import NamedTuple

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.matching.greedy import chosen, take
from core.matching.problem import Problem, problem_of, total_score
from core.matching.rules import forcing, required, value_of
from core.matching.shelf import Constraint, Solution
from core.matching.slots import Jobs, covers, groups
from core.matching.solve import best_of, best_picks, solution_of
from core.matching.ties import Entry

_Cell = tuple[int, int]
"""Entity and candidate."""


class _Node(NamedTuple):
    """The best choice among those that hold some picks and leave out others."""

    key: tuple[int, tuple[tuple[int, ...], ...]]
    picks: list[Entry]
    held: frozenset[_Cell]
    out: frozenset[_Cell]


def k_best(
    scores: Matrix,
    candidates: Candidates,
    k: int,
    *,
    per_entity: int = 1,
    constraint: Constraint = "at-most",
    price: float = 0.0,
    min_score: float = 0.0,
) -> tuple[Solution, ...]:
    """Return the k best choices in the order of `core.matching.ties`, best first.

    Entities that look the same may swap their candidates, which makes two choices.

    Args:
        scores: shape (entities, candidates).
        candidates: the columns.
        k: how many, >= 0.
        per_entity: as the matcher's.
        constraint: as the matcher's.
        price: as the matcher's.
        min_score: as the matcher's.

    Returns:
        At most k choices, each with how much more the best one scores as its gap. Fewer where
        there are no more that hold as many candidates as the constraint asks for, or where the
        next one takes too long to find.

    Raises:
        InputError: the matrix does not have one column a candidate, or holds what is no number.

    Source: Lawler 1972, doi.org/10.1287/mnsc.18.7.401 (the partition of what is left).
    """
    problem = problem_of(
        scores,
        candidates,
        per_entity=per_entity,
        constraint=constraint,
        price=price,
        min_score=min_score,
    )
    best = best_picks(problem.worth, candidates, problem.rules)
    first = solution_of(best, problem.worth, candidates, problem.rules)
    if best.gap or k < 1:
        return (first,)[: max(k, 0)]
    least, top = required(best.picks, problem.rules), total_score(best.picks)
    heap = [_node(best.picks, frozenset(), frozenset(), problem)]
    found: list[Solution] = []
    group = {r: rows for rows in groups(covers(problem.jobs)) for r in rows}
    while heap and len(found) < k:
        node = heappop(heap)
        if problem.rules.bonus and required(node.picks, problem.rules) < least:
            break
        picks = chosen(node.picks, len(problem.worth))
        found.append(Solution(picks, top - total_score(node.picks)))
        if len(found) < k and not _split(heap, node, group, problem):
            break
    return tuple(found)


def _node(
    picks: list[Entry], held: frozenset[_Cell], out: frozenset[_Cell], problem: Problem
) -> _Node:
    """Return a node whose key orders choices as matchers do, smallest first."""
    none = len(problem.candidates)
    rows = chosen(picks, len(problem.worth))
    order = tuple((*row, none) for row in rows)
    return _Node((-value_of(picks, problem.rules), order), picks, held, out)


def _split(heap: list[_Node], node: _Node, group: dict[int, list[int]], problem: Problem) -> bool:
    """Put what is left of a node, its choice taken away, on the heap; False if given up."""
    held = node.held
    for pick in sorted(node.picks, key=lambda e: (e.row, e.start)):
        cell = (pick.row, pick.candidate)
        if cell in held:
            continue
        out = node.out | {cell}
        picks = _best(group[pick.row], node.picks, held, out, problem)
        if picks is None:
            return False
        heappush(heap, _node(picks, held, out, problem))
        held = held | {cell}
    return True


def _best(
    rows: list[int],
    picks: list[Entry],
    held: frozenset[_Cell],
    out: frozenset[_Cell],
    problem: Problem,
) -> list[Entry] | None:
    """Return the best choice with the picks of other groups as they are; None if given up."""
    members = set(rows)
    force = forcing(problem.rules, (e for r in rows for e in problem.jobs[r]))
    rules = problem.rules._replace(force=force)
    jobs: Jobs = []
    for r in rows:
        job = [e for e in problem.jobs[r] if (r, e.candidate) not in out]
        job = [e._replace(worth=e.worth + force * ((r, e.candidate) in held)) for e in job]
        jobs.append(sorted(job, key=lambda e: (-e.worth, e.candidate)))
    entries = sorted((e for job in jobs for e in job), key=lambda e: (-e.worth, e.candidate, e.row))
    start, _ = take(entries, max(rows) + 1, rules)
    found = best_of(jobs, rules, start)
    if found.gap:
        return None
    plain = {(e.row, e.candidate): e for r in rows for e in problem.jobs[r]}
    mine = [plain[e.row, e.candidate] for e in found.picks]
    return [e for e in picks if e.row not in members] + mine
