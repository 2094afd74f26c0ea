"""Word alignments: links between source and target tokens."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.errors import LinkError


class Link(NamedTuple):
    """Source token `i` corresponds to target token `j`, with probability `p` where one is known."""

    i: int
    j: int
    p: float | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """The links of one sentence pair of `n` source and `m` target tokens, in ascending order.

    Args:
        n: source tokens.
        m: target tokens.
        links: at most one per cell; sorted on creation.
        unseen_src: source positions that the aligner did not see (beyond its limit, no sub-word).
        unseen_tgt: the same for target positions.
    """

    n: int
    m: int
    links: tuple[Link, ...] = ()
    unseen_src: tuple[int, ...] = ()
    unseen_tgt: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Sort the links; refuse those outside the pair, doubled, or with a bad probability."""
        ordered = tuple(sorted(self.links, key=lambda link: link[:2]))
        previous: tuple[int, int] | None = None
        for i, j, p in ordered:
            if not (0 <= i < self.n and 0 <= j < self.m):
                raise LinkError(f"link {i}-{j} lies outside a pair of {self.n} x {self.m} tokens")
            if (i, j) == previous:
                raise LinkError(f"link {i}-{j} is given twice")
            if p is not None and not 0 <= p <= 1:
                raise LinkError(f"link {i}-{j} has probability {p}, which is not in [0, 1]")
            previous = (i, j)
        object.__setattr__(self, "links", ordered)

    @classmethod
    def of(cls, n: int, m: int, cells: Iterable[tuple[int, int]]) -> "Alignment":
        """Return an alignment without probabilities from cells, doubled cells merged."""
        return cls(n, m, tuple(Link(i, j) for i, j in sorted(set(cells))))

    def targets_of(self, start: int, end: int) -> tuple[int, ...]:
        """Return the target positions linked to source tokens `[start, end)`, ascending, unique."""
        return tuple(sorted({link.j for link in self.links if start <= link.i < end}))

    def between(self, start: int, end: int, left: int, right: int) -> tuple[Link, ...]:
        """Return the links from source `[start, end)` into target `[left, right)`."""
        return tuple(k for k in self.links if start <= k.i < end and left <= k.j < right)

    def matrix(self) -> NDArray[np.float64]:
        """Return link probabilities, shape (n, m); 1.0 for a link without one, 0.0 for no link."""
        cells = np.zeros((self.n, self.m))
        for i, j, p in self.links:
            cells[i, j] = 1.0 if p is None else p
        return cells


def stretches(positions: Iterable[int], gap: int = 0) -> tuple[tuple[int, int], ...]:
    """Return ascending positions as half-open stretches that bridge up to `gap` positions."""
    found: list[tuple[int, int]] = []
    for j in positions:
        if found and j - found[-1][1] <= gap:
            found[-1] = (found[-1][0], j + 1)
        else:
            found.append((j, j + 1))
    return tuple(found)
