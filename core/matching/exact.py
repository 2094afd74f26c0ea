"""Matcher: the best solution there is."""

from typing import Annotated

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.matching.greedy import chosen, take
from core.matching.search import best_picks
from core.matching.shelf import MATCHERS, Solution
from core.matching.ties import Entry, favourites, ordered, worths
from core.registry import Between


@MATCHERS.register("exact", exact=True)
def exact(
    scores: Matrix,
    candidates: Candidates,
    *,
    per_entity: Annotated[int, Between(1, 10)] = 1,
    min_score: Annotated[float, Between(0, 100)] = 0.0,
) -> Solution:
    """Return the picks with the highest sum of scores, each entity at most once, none overlapping.

    Where every entity can have its best candidate, that is the answer; only entities that are in
    each other's way are searched. The time grows exponentially with the number of these at worst.

    Args:
        scores: shape (entities, candidates).
        candidates: the columns.
        per_entity: most candidates an entity may get.
        min_score: only scores above it count.

    Returns:
        For each entity its candidates, ascending; disjoint over all entities; the first in the
        order of `core.matching.ties`.

    Raises:
        InputError: the matrix does not have one column a candidate.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (the integer program); the search is ours.
    """
    worth = worths(scores, candidates, min_score=min_score)
    if per_entity == 1 and (best := favourites(worth, candidates)) is not None:
        return Solution(tuple((t,) if t >= 0 else () for t in best), 0.0)
    entries = ordered(worth, candidates)
    picks, lost = take(entries, len(scores), per_entity)
    if lost:
        picks = _search(entries, picks, len(scores), per_entity)
    return Solution(chosen(picks, len(scores)), 0.0)


def _search(entries: list[Entry], start: list[Entry], rows: int, per_entity: int) -> list[Entry]:
    """Return the best picks; an entity that may get k candidates is searched as k equal rows."""
    jobs: list[list[Entry]] = [[] for _ in range(rows * per_entity)]
    for entry in entries:
        for copy in range(per_entity):
            row = entry.row * per_entity + copy
            jobs[row].append(entry._replace(row=row) if per_entity > 1 else entry)
    if per_entity > 1:
        start = _spread(start, rows, per_entity)
    found = best_picks(jobs, start)
    return [e._replace(row=e.row // per_entity) for e in found] if per_entity > 1 else found


def _spread(picks: list[Entry], rows: int, per_entity: int) -> list[Entry]:
    """Return picks with the row of the copy of their entity: leftmost pick, first copy."""
    used = [0] * rows
    spread = []
    for entry in sorted(picks, key=lambda e: e.start):
        spread.append(entry._replace(row=entry.row * per_entity + used[entry.row]))
        used[entry.row] += 1
    return spread
