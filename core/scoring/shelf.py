"""The shelf of scores.

A part may promise `bonus`: it tells some candidates apart and is nothing for most, so that it is
fused with other scores and never the only one.
"""

from collections.abc import Callable

from core.domain.scores import Matrix
from core.registry import Shelf

SCORES: Shelf[Callable[..., Matrix]] = Shelf("score")
