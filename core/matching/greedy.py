"""Matcher: the best pick first, then the best that is left."""

from collections.abc import Iterable
from typing import Annotated

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.matching.shelf import MATCHERS, Chosen, Solution
from core.matching.ties import Entry, favourites, ordered, worths
from core.registry import Between


@MATCHERS.register("greedy", exact=False)
def greedy(
    scores: Matrix,
    candidates: Candidates,
    *,
    per_entity: Annotated[int, Between(1, 10)] = 1,
    min_score: Annotated[float, Between(0, 100)] = 0.0,
) -> Solution:
    """Return picks taken one by one, best first, skipping what overlaps an earlier pick.

    Args:
        scores: shape (entities, candidates).
        candidates: the columns.
        per_entity: most candidates an entity may get.
        min_score: only scores above it count.

    Returns:
        Candidates for each entity, disjoint over all entities; no claim about the gap.

    Raises:
        InputError: the matrix does not have one column a candidate.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (greedy matching); the order of ties is ours.
    """
    worth = worths(scores, candidates, min_score=min_score)
    if per_entity == 1 and (best := favourites(worth, candidates)) is not None:
        return Solution(tuple((t,) if t >= 0 else () for t in best))
    entries = ordered(worth, candidates)
    return Solution(chosen(take(entries, len(scores), per_entity)[0], len(scores)))


def take(entries: list[Entry], rows: int, per_entity: int) -> tuple[list[Entry], bool]:
    """Return the picks in the order they were taken, and whether any pick was in another's way."""
    room = [per_entity] * rows
    open_rows = rows
    taken: list[Entry] = []
    used = 0
    lost = False
    for entry in entries:
        _, _, row, start, end = entry
        if not room[row]:
            continue
        mask = (1 << end) - (1 << start)
        if used & mask:
            lost = True
            continue
        used |= mask
        taken.append(entry)
        room[row] -= 1
        if not room[row]:
            open_rows -= 1
            if not open_rows:
                break
    return taken, lost


def chosen(picks: Iterable[Entry], rows: int) -> Chosen:
    """Return picks as candidate indices for each entity, ascending."""
    found: list[list[int]] = [[] for _ in range(rows)]
    for entry in picks:
        found[entry.row].append(entry.candidate)
    return tuple(tuple(sorted(row)) for row in found)
