"""The shelf of scores."""

from collections.abc import Callable

from core.domain.scores import Matrix
from core.registry import Shelf

SCORES: Shelf[Callable[..., Matrix]] = Shelf("score")
