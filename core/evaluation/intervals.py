"""How far a score could be off: percentile bootstrap over sentences, or over documents."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError
from core.evaluation.counts import Table, by_unit, drawn, f1

FEWEST = 2


@dataclass(frozen=True, slots=True)
class Interval:
    """Where a figure lies with a given confidence.

    Args:
        value: the figure itself, over everything.
        low: lower end; None where it is undefined.
        high: upper end, likewise.
        level: confidence, in (0, 1).
        units: how many sentences or documents were drawn from.
        why: why the ends are undefined, "" where they are not.
    """

    value: float
    low: float | None
    high: float | None
    level: float
    units: int
    why: str = ""


def f1_interval(
    table: Table,
    *,
    units: Sequence[str] | None = None,
    level: float = 0.95,
    resamples: int = 10_000,
    seed: int = 0,
) -> Interval:
    """Return the percentile bootstrap interval of micro F1.

    Args:
        table: (right, gold, predicted) of each sentence, shape (sentences, 3); see `counts`.
        units: the document of each sentence, drawn as a whole; "" for a sentence that stands by
            itself. None: every sentence does.
        level: confidence, in (0, 1).
        resamples: how many times to draw, >= 1.
        seed: of the random numbers; equal arguments give equal intervals.

    Raises:
        InputError: units of another length; a level or a number of resamples out of bounds.

    Source: Efron 1979, doi.org/10.1214/aos/1176344552; whole documents, because sentences of one
    document repeat their names: Field and Welsh 2007, doi.org/10.1111/j.1467-9868.2007.00593.x.
    """
    check(level, resamples)
    rows = by_unit(table, units)
    value = float(f1(table.sum(axis=0, keepdims=True))[0])
    why = undefined(rows)
    if why:
        return Interval(value, None, None, level, len(rows), why)
    found = f1(drawn(rows, resamples, np.random.default_rng(seed)))
    low, high = ends(found, level)
    return Interval(value, low, high, level, len(rows))


def undefined(rows: Table) -> str:
    """Return why nothing can be drawn from these units, "" where it can."""
    if len(rows) < FEWEST:
        return f"{len(rows)} sentence or document to draw from; need at least {FEWEST}"
    if not rows.any():
        return "neither side has an entity"
    return ""


def ends(found: NDArray[np.float64], level: float) -> tuple[float, float]:
    """Return the quantiles that leave out equal shares at both ends."""
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def check(level: float, resamples: int) -> None:
    """Raise InputError on a level outside (0, 1) or fewer than one resample."""
    if not 0 < level < 1:
        raise InputError(f"level {level}: need a confidence between 0 and 1, such as 0.95")
    if resamples < 1:
        raise InputError(f"{resamples} resamples: need at least one")
