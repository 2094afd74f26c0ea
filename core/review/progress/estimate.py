"""What the pairs of the random part say of the whole corpus.

A bootstrap of few pairs is too sure of itself: on three corpora of F1 .92 to .96, its 95 % interval
held the true F1 in 29 to 71 of 100 draws of 5 pairs, in 64 to 80 of 20 and in 82 to 86 of 50, and a
sample without an error gave an interval of no width. The intervals here held it in 94 to 98 of 100
draws, from 5 to 200 pairs.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError
from core.evaluation.intervals import Interval

LEVEL = 0.95
FEWEST = 2
_Z = 1.96  # the normal quantile that belongs to the level
_WORST_SD = 0.5
_Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figures:
    """Strict precision, recall and F1 with their 95 % intervals; `units` are pairs."""

    precision: Interval
    recall: Interval
    f1: Interval


def estimate(
    sample: Sequence[tuple[int, int, int]], *, checked: int = 0, rest: int | None = None
) -> Figures:
    """Return what a random sample of pairs says of all pairs, or of all but the checked ones.

    Args:
        sample: (right, gold, predicted) entities of each pair of the sample.
        checked: entities on checked pairs, right by definition, that come on top.
        rest: pairs that are as good as the sample, >= 0; None where nothing comes on top.

    Raises:
        InputError: the sample is empty, or a number is negative.

    Source: Wilson 1927, doi.org/10.1080/01621459.1927.10502953, on as many entities as the sample
    is worth, as Franco et al. 2019 advise, pmc.ncbi.nlm.nih.gov/articles/PMC6690503.
    """
    if not sample or checked < 0 or (rest is not None and rest < 0):
        raise InputError("an estimate needs a pair of the random part and no negative count")
    right, gold, predicted = np.array(sample, np.float64).T
    known = (float(checked), 1.0 if rest is None else rest / len(sample))
    return Figures(
        _interval(right, predicted, *known),
        _interval(right, gold, *known),
        _interval(right, (gold + predicted) / 2, *known),
    )


def half_width(pairs: int) -> float:
    """Return how far F1 over so many random pairs with entities is off at worst, in [0, 1].

    That is half a 95 % interval where the entities of a pair are right or wrong together and half
    of the pairs are right.

    Raises:
        InputError: `pairs` is less than 1.
    """
    if pairs < 1:
        raise InputError(f"{pairs} pairs: need at least one")
    return min(1.0, _Z * _WORST_SD / math.sqrt(pairs))


def pairs_needed(reached: Interval, wanted: float) -> int | None:
    """Return how many random pairs, in all, would bring an interval to `wanted` on either side.

    The width falls with the square root of the pairs. None where the interval is undefined; what
    there is already where it is narrow enough.
    """
    if reached.low is None or reached.high is None:
        return None
    now = (reached.high - reached.low) / 2
    return max(reached.units, math.ceil(reached.units * (now / wanted) ** 2))


def _interval(right: _Column, of: _Column, checked: float, times: float) -> Interval:
    """Return the share of `right` in `of`, after adding what was checked to `times` the sample."""
    total = float(of.sum())
    share = float(right.sum()) / total if total else 0.0
    weight = times * total

    def with_checked(sampled: float) -> float:
        whole = checked + weight
        return (checked + weight * sampled) / whole if whole else 0.0

    value = with_checked(share)
    if not weight and checked:
        return Interval(value, value, value, LEVEL, len(of))
    if (filled := int(np.count_nonzero(of))) < FEWEST:
        why = f"{filled} of the pairs of the sample has entities; need at least {FEWEST}"
        return Interval(value, None, None, LEVEL, len(of), why)
    low, high = wilson(share, _worth(right, of, share))
    return Interval(value, with_checked(low), with_checked(high), LEVEL, len(of))


def _worth(right: _Column, of: _Column, share: float) -> float:
    """Return how many independent entities a sample is worth: at most what it has.

    Entities of one pair go wrong together, so that it is worth fewer. Where all are right or all
    are wrong, that cannot be seen, and each pair counts as one.
    """
    total = float(of.sum())
    off = right - share * of
    variance = len(of) / (len(of) - 1) * float(off @ off) / total**2
    if not variance:
        return float(np.count_nonzero(of))
    return min(share * (1 - share) / variance, total)


def wilson(share: float, number: float) -> tuple[float, float]:
    """Return the ends of Wilson's score interval of a share among so many."""
    square = _Z**2 / number
    middle = (share + square / 2) / (1 + square)
    reach = _Z * math.sqrt(share * (1 - share) / number + square / 4 / number) / (1 + square)
    return max(0.0, middle - reach), min(1.0, middle + reach)
