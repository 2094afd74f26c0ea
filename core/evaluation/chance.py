"""Agreement beyond chance on nominal values: Cohen's kappa, Krippendorff's alpha."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

NOTHING = "no item has values of two annotators"
_PAIR = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """An agreement figure, or why there is none.

    Args:
        value: 1 for full agreement; None where it is undefined.
        n: values it was computed from.
        why: why it is undefined, "" where it is not.
    """

    value: float | None
    n: int
    why: str = ""


def kappa(pairs: Iterable[tuple[Hashable, Hashable]]) -> Agreement:
    """Return Cohen's kappa of two annotators, (observed - chance) / (1 - chance).

    Undefined where there is no item, and where both gave one and the same value to every item:
    chance alone then agrees fully, and nothing can be said beyond it.

    Args:
        pairs: the two values of each item.

    Source: Cohen 1960, doi.org/10.1177/001316446002000104.
    """
    items = Counter(pairs)
    n = items.total()
    if not n:
        return Agreement(None, 0, NOTHING)
    first: Counter[Hashable] = Counter()
    second: Counter[Hashable] = Counter()
    for (a, b), times in items.items():
        first[a] += times
        second[b] += times
    same = sum(times for (a, b), times in items.items() if a == b)
    chance = sum(first[value] * second[value] for value in first)
    if chance == n * n:
        return Agreement(None, n, _one_value(next(iter(first))))
    return Agreement((same * n - chance) / (n * n - chance), n)


def alpha(units: Iterable[Sequence[Hashable]]) -> Agreement:
    """Return Krippendorff's alpha for nominal values, 1 - observed / expected disagreement.

    Undefined where no unit has two values, and where all values that can be compared are equal.

    Args:
        units: for each unit the values that annotators gave it; those who gave none are left out,
            so any number of annotators and any gaps. Units with fewer than two values say nothing.

    Source: Krippendorff 2011, repository.upenn.edu/asc_papers/43.
    """
    total: Counter[Hashable] = Counter()
    apart = 0.0
    for times, values in _alike(units):
        m = values.total()
        if m < _PAIR:
            continue
        for value, k in values.items():
            total[value] += times * k
            apart += times * k * (m - k) / (m - 1)
    n = total.total()
    if not n:
        return Agreement(None, 0, NOTHING)
    expected = n * n - sum(k * k for k in total.values())
    if not expected:
        return Agreement(None, n, _one_value(next(iter(total))))
    return Agreement(1 - (n - 1) * apart / expected, n)


def _alike(units: Iterable[Sequence[Hashable]]) -> list[tuple[int, Counter[Hashable]]]:
    """Return how often each tuple of values comes, with the values counted."""
    return [(times, Counter(values)) for values, times in Counter(map(tuple, units)).items()]


def _one_value(value: Hashable) -> str:
    return f"only one value is used ({value}), so chance agreement is 1"
