"""How well calibrated a method is, checked on pairs that the map was not fitted to."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.evaluation.calibration import Bin, Outcome, calibration_error, reliability
from core.review.confidence.calibrator import Cases, Floats, fit, raw
from core.review.progress.estimate import wilson

FOLDS = 5
FEWEST = 10
"""Nothing is said of calibration before so many decided entities of a method."""

_TRIES = 100


@dataclass(frozen=True, slots=True)
class Checked:
    """What is said and what was found, on decided entities of one method.

    Args:
        count: entities.
        before: expected calibration error of the evidence by itself, in [0, 1].
        after: the same of the map, each entity judged by a map fitted without its pair.
        by_chance: what a map without any fault would show on so few, on average.
        bins: of the map, ten of equal width.
        bins_before: of the evidence by itself.
    """

    count: int
    before: float
    after: float
    by_chance: float
    bins: tuple[Bin, ...]
    bins_before: tuple[Bin, ...]


def ends(one: Bin) -> tuple[float, float]:
    """Return the 95 % interval of the share that was found in a bin; (0, 1) in an empty one.

    Source: Wilson 1927, doi.org/10.1080/01621459.1927.10502953.
    """
    return wilson(one.found, one.count) if one.count else (0.0, 1.0)


def fold_of(pair_id: str) -> int:
    """Return the fold of a pair, by its id alone, from 0."""
    return hashlib.sha256(f"fold {pair_id}".encode()).digest()[-1] % FOLDS


def held_out(cases: Cases, layers: Sequence[str], folds: NDArray[np.int64]) -> Floats:
    """Return the chance of each row by a map fitted to the other folds, shape (rows,).

    Args:
        cases: decided entities.
        layers: content hashes of the methods, in the order of `cases.method`.
        folds: of each row.
    """
    found = np.zeros(len(cases))
    for fold in np.unique(folds).tolist():
        inside = folds == fold
        others = fit(cases.some(~inside), layers)
        for k, layer in enumerate(layers):
            mine = inside & (cases.method == k)
            found[mine] = others.chances(cases.logits[mine], layer)
    return found


def check(cases: Cases, chances: Floats, *, seed: int = 0) -> Checked | None:
    """Return how well calibrated the rows of one method are; None before `FEWEST` of them.

    Args:
        cases: decided entities of the method.
        chances: by the map, each fitted without the pair of the row.
        seed: of the random numbers for what chance alone would show.
    """
    if len(cases) < FEWEST:
        return None
    right = cases.right.tolist()
    before: list[Outcome] = list(zip(raw(cases.logits).tolist(), right, strict=True))
    after: list[Outcome] = list(zip(chances.tolist(), right, strict=True))
    return Checked(
        count=len(cases),
        before=calibration_error(before),
        after=calibration_error(after),
        by_chance=_by_chance(chances, seed),
        bins=reliability(after),
        bins_before=reliability(before),
    )


def _by_chance(chances: Floats, seed: int) -> float:
    """Return the mean calibration error where each chance is exactly what it says."""
    rng = np.random.default_rng(seed)
    said = chances.tolist()
    errors = [
        calibration_error(list(zip(said, (rng.random(len(said)) < chances).tolist(), strict=True)))
        for _ in range(_TRIES)
    ]
    return float(np.mean(errors))
