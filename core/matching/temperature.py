"""The temperature at which posteriors fit what people chose."""

import math
from collections.abc import Callable, Sequence

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.errors import InputError
from core.matching.posterior import Posterior, posteriors
from core.matching.shelf import NotComputed

Truth = Sequence[frozenset[int] | None]
"""For each entity the candidates that are right, none where it should have none; None: unknown."""

LOW, HIGH = 1e-3, 1e2
PRECISION = 1e-3
"""Where the temperature is looked for, and how near, as a share of it."""

_FLOOR = 1e-300
_GOLDEN = (math.sqrt(5) - 1) / 2


def fit_temperature(problems: Sequence[tuple[Matrix, Candidates]], truth: Sequence[Truth]) -> float:
    """Return the temperature with the least `log_loss` on these problems.

    Args:
        problems: scores of shape (entities, candidates) with their columns.
        truth: for each problem what is right.

    Raises:
        InputError: nothing is known of any entity, or the two do not run in parallel.

    Source: golden section search, Kiefer 1953, doi.org/10.2307/2032161.
    """
    if len(problems) != len(truth) or not any(t is not None for row in truth for t in row):
        raise InputError(
            f"{len(problems)} problems with {len(truth)} truths; need one each, and one entity "
            "at least of which it is known what is right"
        )
    return math.exp(
        _lowest(lambda x: log_loss(problems, truth, math.exp(x)), math.log(LOW), math.log(HIGH))
    )


def log_loss(
    problems: Sequence[tuple[Matrix, Candidates]], truth: Sequence[Truth], temperature: float
) -> float:
    """Return the mean of -log P(what is right) over the entities, in nats, >= 0.

    Args:
        problems: scores of shape (entities, candidates) with their columns.
        truth: for each problem what is right; problems whose posteriors are not computed are
            left out.
        temperature: of the posteriors.
    """
    total, count = 0.0, 0
    for (scores, candidates), row in zip(problems, truth, strict=True):
        found = posteriors(scores, candidates, temperature=temperature)
        if isinstance(found, NotComputed):
            continue
        for k, right in enumerate(row):
            if right is not None:
                total -= math.log(max(_FLOOR, _probability(found, k, right)))
                count += 1
    return total / count if count else 0.0


def _probability(found: Posterior, row: int, right: frozenset[int]) -> float:
    """Return how probable it is that an entity gets what is right."""
    if not right:
        return float(found.none[row])
    return min(1.0, float(sum(found.picks[row, t] for t in right)))


def _lowest(loss: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function with one valley is lowest."""
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = loss(left), loss(right)
    while high - low > PRECISION:
        if at_left <= at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = loss(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = loss(right)
    return (low + high) / 2
