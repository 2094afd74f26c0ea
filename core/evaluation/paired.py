"""Whether two methods on the same sentences differ by more than chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError
from core.evaluation.counts import Table, by_unit, drawn, f1
from core.evaluation.intervals import Interval, check, ends, undefined

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Paired:
    """F1 of the first method minus F1 of the second.

    Args:
        difference: with its bootstrap interval.
        p_value: probability of a difference at least as large, either way, if the two methods were
            exchangeable, in (0, 1]; 1 where their outputs score alike in every unit.
    """

    difference: Interval
    p_value: float


def paired_test(
    first: Table,
    second: Table,
    *,
    units: Sequence[str] | None = None,
    level: float = 0.95,
    resamples: int = 10_000,
    seed: int = 0,
) -> Paired:
    """Return the difference in micro F1, its bootstrap interval, and the p-value of a paired test.

    The test is approximate randomisation: the outputs of each unit are exchanged by a fair coin,
    and the p-value is (1 + as large as seen) / (1 + resamples), never 0. The interval draws units,
    both methods on the same ones.

    Args:
        first: (right, gold, predicted) of each sentence, shape (sentences, 3); see `counts`.
        second: of the other method, against the same gold.
        units: the document of each sentence, kept together; "" for a sentence that stands by
            itself. None: every sentence does.
        level: confidence of the interval, in (0, 1).
        resamples: how many times to draw, >= 1.
        seed: of the random numbers; equal arguments give equal results.

    Raises:
        InputError: the tables have not the same gold; bad units, level or resamples.

    Source: Noreen 1989 as in Yeh 2000, aclanthology.org/C00-2137; +1 as in Phipson and Smyth 2010,
    doi.org/10.2202/1544-6115.1585; the interval as in Koehn 2004, aclanthology.org/W04-3250.
    """
    check(level, resamples)
    if first.shape != second.shape or (first[:, 1] != second[:, 1]).any():
        raise InputError("the two methods were not scored against the same gold sentences")
    rows = by_unit(np.hstack([first, second]), units)
    rng = np.random.default_rng(seed)
    return Paired(_interval(rows, level, resamples, rng), _p_value(rows, resamples, rng))


def _difference(rows: Table) -> NDArray[np.float64]:
    return f1(rows[:, :3]) - f1(rows[:, 3:])


def _interval(rows: Table, level: float, resamples: int, rng: np.random.Generator) -> Interval:
    value = float(_difference(rows.sum(axis=0, keepdims=True))[0])
    why = undefined(rows)
    if why:
        return Interval(value, None, None, level, len(rows), why)
    low, high = ends(_difference(drawn(rows, resamples, rng)), level)
    return Interval(value, low, high, level, len(rows))


def _p_value(rows: Table, resamples: int, rng: np.random.Generator) -> float:
    """Return the p-value; units that would change alike when exchanged are counted together."""
    total = rows.sum(axis=0)
    kinds, times = np.unique(rows[:, 3:] - rows[:, :3], axis=0, return_counts=True)
    exchanged = rng.binomial(times, 0.5, size=(resamples, len(times))) @ kinds
    mixed = np.hstack([total[:3] + exchanged, total[3:] - exchanged])
    seen = abs(float(_difference(total[None, :])[0]))
    as_large = np.count_nonzero(np.abs(_difference(mixed)) >= seen - _ROUNDING)
    return float(1 + as_large) / (1 + resamples)
