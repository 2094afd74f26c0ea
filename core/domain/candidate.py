"""Candidate spans: stretches of the target sentence that could be an entity."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import SpanError


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Unique half-open target spans, ordered by (start, length), each with who proposed it.

    Args:
        start: shape (candidates,), ascending.
        end: shape (candidates,), `end > start`.
        origins: for each candidate the names of the parts that proposed it, in alphabetical order.
    """

    start: NDArray[np.int32]
    end: NDArray[np.int32]
    origins: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        """Refuse empty spans and a wrong order."""
        if not (len(self.start) == len(self.end) == len(self.origins)):
            raise SpanError("candidates need one start, one end and one origin each")
        if len(self.start) and (self.start.min() < 0 or (self.end <= self.start).any()):
            raise SpanError("candidates need 0 <= start < end")
        step = self.start[1:] - self.start[:-1]
        longer = self.end[1:] - self.end[:-1]
        if ((step < 0) | ((step == 0) & (longer <= 0))).any():
            raise SpanError("candidates must be unique and ordered by (start, length)")

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.start)

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]], *, origin: str) -> "Candidates":
        """Return the unique spans in order, all from one origin."""
        return cls.merge({span: {origin} for span in spans})

    @classmethod
    def merge(cls, found: Mapping[tuple[int, int], set[str]]) -> "Candidates":
        """Return spans in order, each with its set of origins."""
        spans = sorted(found)
        return cls(
            np.array([s for s, _ in spans], dtype=np.int32),
            np.array([e for _, e in spans], dtype=np.int32),
            tuple(tuple(sorted(found[span])) for span in spans),
        )

    def spans(self) -> tuple[tuple[int, int], ...]:
        """Return `(start, end)` of every candidate, in order."""
        return tuple(zip(self.start.tolist(), self.end.tolist(), strict=True))
