"""The shelf of candidate sources."""

from collections.abc import Callable

from core.domain.candidate import Candidates
from core.registry import Shelf

CANDIDATES: Shelf[Callable[..., Candidates]] = Shelf("candidates")
