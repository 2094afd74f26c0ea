"""Calibration: whether what is said to be right with probability p is right in p of the cases."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import InputError

Outcome = tuple[float, bool]
"""A probability in [0, 1] and whether it turned out so."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Outcomes of like probability.

    Args:
        low: their probability is at least this; above it in every bin but the first.
        high: and at most this.
        count: how many there are.
        said: their mean probability; 0 where there are none.
        found: the share that turned out so; 0 where there are none.
    """

    low: float
    high: float
    count: int
    said: float
    found: float


def reliability(outcomes: Sequence[Outcome], *, bins: int = 10) -> tuple[Bin, ...]:
    """Return bins of equal width over [0, 1] with what was said and what was found.

    Args:
        outcomes: probabilities, each with whether it turned out so.
        bins: how many, >= 1.

    Raises:
        InputError: a probability outside [0, 1], or no bins.
    """
    if bins < 1:
        raise InputError(f"{bins} bins; need at least one")
    held: list[list[Outcome]] = [[] for _ in range(bins)]
    edges = [k / bins for k in range(bins + 1)]
    for place, outcome in enumerate(outcomes):
        if not 0 <= outcome[0] <= 1:
            raise InputError(f"outcome {place}: probability {outcome[0]}; need one in [0, 1]")
        held[next(k for k in range(bins) if outcome[0] <= edges[k + 1])].append(outcome)
    return tuple(
        Bin(
            edges[k],
            edges[k + 1],
            len(some),
            sum(p for p, _ in some) / len(some) if some else 0.0,
            sum(right for _, right in some) / len(some) if some else 0.0,
        )
        for k, some in enumerate(held)
    )


def calibration_error(outcomes: Sequence[Outcome], *, bins: int = 10) -> float:
    """Return the expected calibration error: the mean of |said - found| over outcomes, in [0, 1].

    Args:
        outcomes: probabilities, each with whether it turned out so; 0 where there are none.
        bins: how many bins of equal width, >= 1.

    Raises:
        InputError: a probability outside [0, 1], or no bins.

    Source: Naeini et al. 2015, doi.org/10.1609/aaai.v29i1.9602; Guo et al. 2017,
    arxiv.org/abs/1706.04599.
    """
    found = reliability(outcomes, bins=bins)
    off = sum(b.count * abs(b.said - b.found) for b in found)
    return off / len(outcomes) if outcomes else 0.0
