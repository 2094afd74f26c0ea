"""The shelf of matchers, and what they and the questions about their choice answer with."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from core.registry import Shelf

Chosen = tuple[tuple[int, ...], ...]
"""For each entity the indices of the candidates chosen for it, ascending."""

Constraint = Literal["at-most", "exactly", "at-least"]
"""How many candidates an entity gets, against `per_entity`; see `core.matching.rules`."""


class Solution(NamedTuple):
    """What a matcher chose, and how far it can be from the best there is.

    Args:
        chosen: for each entity the indices of its candidates, ascending.
        gap: how much more a better choice could score at most; 0 where the choice is proven best,
            None where the matcher makes no such claim.
    """

    chosen: Chosen
    gap: float | None = None


class NotComputed(NamedTuple):
    """The answer to a question that would take too long or has no meaning here.

    Args:
        reason: what stood in the way, a clause that begins with "not computed: ".
    """

    reason: str


MATCHERS: Shelf[Callable[..., Solution]] = Shelf("matcher")
