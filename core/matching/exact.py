"""Matcher: the best solution there is."""

from typing import Annotated

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.matching.rules import rules_for
from core.matching.shelf import MATCHERS, Constraint, Solution
from core.matching.solve import best_picks, solution_of
from core.matching.ties import favourites, worths
from core.registry import Between


@MATCHERS.register("exact", exact=True)
def exact(
    scores: Matrix,
    candidates: Candidates,
    *,
    per_entity: Annotated[int, Between(1, 10)] = 1,
    constraint: Constraint = "at-most",
    price: Annotated[float, Between(0, 100)] = 0.0,
    min_score: Annotated[float, Between(0, 100)] = 0.0,
) -> Solution:
    """Return the picks with the highest sum of scores, none overlapping.

    Where every entity can have its best candidate, that is the answer; only entities that are in
    each other's way are searched. The time grows exponentially with the number of these at worst;
    past fixed limits the best solution known is returned, with a gap above zero.

    Args:
        scores: shape (entities, candidates).
        candidates: the columns.
        per_entity: how many candidates an entity gets, as the constraint says.
        constraint: at most so many; exactly so many or at least so many, below the price too, and
            where that cannot be, as many as there can be.
        price: what staying unprojected is worth: taken off the score of every pick.
        min_score: only scores above it count.

    Returns:
        For each entity its candidates, ascending; disjoint over all entities; the first in the
        order of `core.matching.ties`. The gap is 0 where this is proven; where it is not, it is at
        least one step of the score grid, even if only the order among equals is in question.

    Raises:
        InputError: the matrix does not have one column a candidate, or holds what is no number.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (the integer program); the search is ours.
    """
    forced = constraint != "at-most"
    worth = worths(scores, candidates, min_score=min_score, price=price, forced=forced)
    if (
        per_entity == 1
        and constraint != "at-least"
        and (best := favourites(worth, candidates)) is not None
    ):
        return Solution(tuple((t,) if t >= 0 else () for t in best), 0.0)
    rules = rules_for(worth, candidates, per_entity, constraint)
    return solution_of(best_picks(worth, candidates, rules), worth, candidates, rules)
