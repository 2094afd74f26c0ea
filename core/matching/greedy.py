"""Matcher: the best pick first, then the best that is left."""

from collections.abc import Iterable
from typing import Annotated

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.matching.rules import Rules, pays, rules_for
from core.matching.shelf import MATCHERS, Chosen, Constraint, Solution
from core.matching.ties import Entry, favourites, in_order, worths
from core.registry import Between


@MATCHERS.register("greedy", exact=False)
def greedy(
    scores: Matrix,
    candidates: Candidates,
    *,
    per_entity: Annotated[int, Between(1, 10)] = 1,
    constraint: Constraint = "at-most",
    price: Annotated[float, Between(0, 100)] = 0.0,
    min_score: Annotated[float, Between(0, 100)] = 0.0,
) -> Solution:
    """Return picks taken one by one, best first, skipping what overlaps an earlier pick.

    Args:
        scores: shape (entities, candidates).
        candidates: the columns.
        per_entity: how many candidates an entity gets, as the constraint says.
        constraint: at most so many; exactly so many or at least so many, which are then taken
            below the price too, but may still be out of reach when their turn comes.
        price: what staying unprojected is worth: taken off the score of every pick.
        min_score: only scores above it count.

    Returns:
        Candidates for each entity, disjoint over all entities; no claim about the gap.

    Raises:
        InputError: the matrix does not have one column a candidate, or holds what is no number.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (greedy matching); the order of ties is ours.
    """
    forced = constraint != "at-most"
    worth = worths(scores, candidates, min_score=min_score, price=price, forced=forced)
    if (
        per_entity == 1
        and constraint != "at-least"
        and (best := favourites(worth, candidates)) is not None
    ):
        return Solution(tuple((t,) if t >= 0 else () for t in best))
    entries = in_order(worth, candidates)
    rules = rules_for(worth, candidates, per_entity, constraint)
    return Solution(chosen(take(entries, len(scores), rules)[0], len(scores)))


def take(entries: Iterable[Entry], rows: int, rules: Rules) -> tuple[list[Entry], bool]:
    """Return the picks in the order they were taken, and whether any pick was in another's way.

    Args:
        entries: picks that count, best first.
        rows: the number of entities.
        rules: how many picks an entity may get.
    """
    room = [rules.room] * rows
    extra = rules.extra
    no_more: set[int] = set()
    open_rows = rows
    taken: list[Entry] = []
    used = 0
    lost = False
    for entry in entries:
        worth, _, row, start, end = entry
        left = room[row]
        paying = extra and pays(worth, rules)
        if left <= 0 and (not paying or row in no_more):
            continue
        mask = (1 << end) - (1 << start)
        if used & mask:
            lost = True
            continue
        used |= mask
        taken.append(entry)
        room[row] = left - 1
        if extra and not paying:
            no_more.add(row)
        elif left == 1 and not extra:
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
