"""The order in which pairs are looked at."""

from collections.abc import Sequence

from core.review.suspicion.values import Suspicion


def rank(found: Sequence[Suspicion]) -> tuple[int, ...]:
    """Return the positions of pairs in the order in which errors are found soonest.

    First come those with the most expected wrong pairs for a decision, chance over decisions; that
    is the greedy order for a budget of decisions. Of equals the earlier pair comes first.
    """
    return tuple(sorted(range(len(found)), key=lambda k: (-worth(found[k]), k)))


def worth(found: Suspicion) -> float:
    """Return the expected number of wrong pairs found by one decision, in [0, 1]."""
    return found.chance / found.decisions
