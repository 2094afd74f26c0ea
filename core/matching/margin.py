"""Margins: how much a total would lose with another choice for one entity."""

from collections.abc import Sequence

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.matching.greedy import take
from core.matching.problem import Problem, picks_of, problem_of, total_score
from core.matching.rules import Rules, forcing, required
from core.matching.shelf import Constraint, NotComputed, Solution
from core.matching.slots import Jobs, covers, groups
from core.matching.solve import Found, best_of
from core.matching.ties import Entry


class _TooLong(Exception):  # noqa: N818 - ends a computation early, never leaves this file
    """A search was given up."""


def margins(
    scores: Matrix,
    candidates: Candidates,
    solution: Solution,
    *,
    per_entity: int = 1,
    constraint: Constraint = "at-most",
    price: float = 0.0,
    min_score: float = 0.0,
) -> tuple[float | None, ...] | NotComputed:
    """Return for each entity what the best total loses with another choice for it.

    For an entity with picks: the best total that holds them, less the best that holds none of them.
    For one without: the best total that leaves it so, less the best in which it gets a candidate.
    Of a choice that is proven best no margin is below zero, and those of equal choices are zero; of
    any other choice a margin below zero says that another choice for this entity is better.

    Args:
        scores: shape (entities, candidates).
        candidates: the columns.
        solution: what was chosen with these options.
        per_entity: as the matcher's.
        constraint: as the matcher's.
        price: as the matcher's.
        min_score: as the matcher's.

    Returns:
        A margin in scores for each entity; None where there is no other choice for it: no
        candidate, or fewer of those that the constraint asks for.

    Raises:
        InputError: the scores do not fit, or the solution holds what does not count.
    """
    problem = problem_of(
        scores,
        candidates,
        per_entity=per_entity,
        constraint=constraint,
        price=price,
        min_score=min_score,
    )
    picks = picks_of(solution.chosen, problem)
    found: list[float | None] = [None] * len(problem.worth)
    for rows in groups(covers(problem.jobs)):
        members = set(rows)
        mine = [e for e in picks if e.row in members]
        jobs = [problem.jobs[r] for r in rows]
        try:
            for k, row in enumerate(rows):
                found[row] = _margin(jobs, k, mine, problem, best=solution.gap == 0)
        except _TooLong:
            return NotComputed(
                f"not computed: {len(rows)} entities in each other's way, "
                "the best other choice takes too long to find"
            )
    return tuple(found)


def _margin(
    jobs: Jobs, k: int, picks: list[Entry], problem: Problem, *, best: bool
) -> float | None:
    """Return the margin of the k-th entity of a group."""
    rules = problem.rules
    row = jobs[k][0].row
    held = {e.candidate for e in picks if e.row == row}
    rest = [e for e in jobs[k] if e.candidate not in held]
    if held:
        kept = picks if best else _holding(jobs, k, held, rules)
        other = _best([*jobs[:k], rest, *jobs[k + 1 :]], rules)
    else:
        kept = picks if best else _best([*jobs[:k], *jobs[k + 1 :]], rules)
        must = rules._replace(must=row, force=forcing(rules, (e for job in jobs for e in job)))
        other = _best(jobs, must, first=jobs[k][:1])
    if rules.bonus and required(other, rules) < required(kept, rules):
        return None
    return total_score(kept) - total_score(other)


def _holding(jobs: Jobs, k: int, held: set[int], rules: Rules) -> list[Entry]:
    """Return the best picks among those that hold all these candidates for the k-th entity."""
    force = forcing(rules, (e for job in jobs for e in job))
    rules = rules._replace(force=force)
    row = [e._replace(worth=e.worth + force * (e.candidate in held)) for e in jobs[k]]
    row.sort(key=lambda e: (-e.worth, e.candidate))
    found = _best([*jobs[:k], row, *jobs[k + 1 :]], rules)
    plain = {(e.row, e.candidate): e for job in jobs for e in job}
    return [plain[e.row, e.candidate] for e in found]


def _best(jobs: Jobs, rules: Rules, first: Sequence[Entry] = ()) -> list[Entry]:
    """Return the best picks of a group; raise _TooLong where that is given up."""
    entries = sorted((e for job in jobs for e in job), key=lambda e: (-e.worth, e.candidate, e.row))
    rows = max((e.row for e in entries), default=-1) + 1
    start, _ = take([*first, *entries], rows, rules)
    found: Found = best_of(jobs, rules, start)
    if found.gap:
        raise _TooLong
    return found.picks
