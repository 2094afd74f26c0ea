"""The shelf of matchers."""

from collections.abc import Callable
from typing import NamedTuple

from core.registry import Shelf

Chosen = tuple[tuple[int, ...], ...]
"""For each entity the indices of the candidates chosen for it, ascending."""


class Solution(NamedTuple):
    """What a matcher chose, and how far it can be from the best there is.

    Args:
        chosen: for each entity the indices of its candidates, ascending.
        gap: how much more a better choice could score at most; 0 where the choice is proven best,
            None where the matcher makes no such claim.
    """

    chosen: Chosen
    gap: float | None = None


MATCHERS: Shelf[Callable[..., Solution]] = Shelf("matcher")
