"""The shelf of matchers."""

from collections.abc import Callable

from core.registry import Shelf

Chosen = tuple[tuple[int, ...], ...]
"""For each entity the indices of the candidates chosen for it, ascending."""

MATCHERS: Shelf[Callable[..., Chosen]] = Shelf("matcher")
