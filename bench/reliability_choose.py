"""What the priors of the confidence were chosen by: `python -m bench.reliability --choose`."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from statistics import fmean

import numpy as np

from bench.quality import MORE
from bench.reliability_world import METHODS_SHOWN, Spreads, World, made, world
from bench.suspicion_cases import cases
from bench.suspicion_fit import fit as fit_signals
from core.evaluation.calibration import calibration_error
from core.review.confidence import expected
from core.review.confidence.calibrator import (
    SPREAD_OF_BASE,
    SPREAD_OF_OFFSET,
    SPREAD_OF_WEIGHT,
    Floats,
)
from core.review.suspicion.model import model_of

REVIEWED = (20, 50, 100)
SEEDS = 3
WEIGHTS, BASES, OFFSETS = (0.15, 0.3, 0.6, 1.2), (0.5, 1.0, 1.5, 2.5), (0.2, 0.4, 0.8)


def choose() -> None:
    """Print log loss and calibration error of every choice of priors, and the other constants."""
    groups = worlds()
    print("mean of relx, xSID and PUD, each by signals learned from the other two")
    print("spread of weight, base, offset: log loss after 20, 50, 100 pairs, then ECE; * in use")
    used = (SPREAD_OF_WEIGHT, SPREAD_OF_BASE, SPREAD_OF_OFFSET)
    rows = sorted((score(groups, s), s) for s in product(WEIGHTS, BASES, OFFSETS))
    for (total, losses, errors), spreads in rows:
        mark = "*" if spreads == used else " "
        cells = " ".join(f"{v:.4f}" for v in (*losses, *errors))
        print(f"{mark} {spreads[0]:4} {spreads[1]:4} {spreads[2]:4}  {total:.4f}  {cells}")
    print("\ncorpus: wrong picks, share that stand for something; rest found / expected; variance")
    for one in (w for group in groups.values() for w in group):
        print(f"{one.name:18}", _constants(one))
    print(
        f"in use: {expected.STOOD:g} of {expected.STOOD + expected.FELL:g} stand, rest with the "
        f"weight of {expected.REST:g}, variance times {expected.TOGETHER:g}"
    )


def worlds() -> dict[str, list[World]]:
    """Return the corpora by collection, each by weights learned from the other collections."""
    known = {name: cases(name) for name in MORE}
    groups: dict[str, list[str]] = {}
    for name in MORE:
        groups.setdefault(name.split(".")[0], []).append(name)
    found: dict[str, list[World]] = {}
    for group, names in groups.items():
        others = [case for name in MORE if name not in names for case in known[name]]
        model = model_of(fit_signals(others))
        found[group] = [
            world(made(name, [c.row.links for c in known[name] if c.row.links]), model)
            for name in names
        ]
    return found


def score(
    groups: Mapping[str, Sequence[World]], spreads: Spreads
) -> tuple[float, list[float], list[float]]:
    """Return the sum of the losses, and loss and error after each number of pairs."""
    losses, errors = [], []
    for reviewed in REVIEWED:
        of = [
            list(map(fmean, zip(*(_judged(w, reviewed, spreads) for w in group), strict=True)))
            for group in groups.values()
        ]
        loss, error = (fmean(column) for column in zip(*of, strict=True))
        losses.append(loss)
        errors.append(error)
    return sum(losses), losses, errors


def _judged(one: World, reviewed: int, spreads: Spreads) -> tuple[float, float]:
    found = list(_runs(one, reviewed, spreads))
    return fmean(loss for loss, _ in found), fmean(error for _, error in found)


def _runs(one: World, reviewed: int, spreads: Spreads) -> Iterator[tuple[float, float]]:
    for seed in range(SEEDS):
        order = np.random.default_rng(seed).permutation(one.pairs)
        fitted = one.fitted(order[:reviewed], spreads)
        behind = np.isin(one.cases.pair, order[max(REVIEWED) :])
        for k, method in enumerate(METHODS_SHOWN):
            mine = one.cases.some(behind & (one.cases.method == k))
            chances = fitted.chances(mine.logits, method)
            outcomes = list(zip(chances.tolist(), mine.right.tolist(), strict=True))
            yield _loss(chances, mine.right.astype(float)), calibration_error(outcomes)


def _loss(chances: Floats, right: Floats) -> float:
    p = np.clip(chances, 1e-9, 1 - 1e-9)
    return float(-(right * np.log(p) + (1 - right) * np.log(1 - p)).mean())


def _constants(one: World) -> str:
    """Return what the first guesses and the variance are chosen by, on the first method."""
    method = METHODS_SHOWN[0]
    rates = one.rates(method, range(one.pairs))
    mine = one.cases.some(one.cases.method == 0)
    chances = one.fitted(range(one.pairs)).chances(mine.logits, method)
    off = np.bincount(mine.pair, mine.right - chances, one.pairs)
    variance = float(off @ off) / float((chances * (1 - chances)).sum())
    share = rates.stood / rates.wrong if rates.wrong else 1.0
    return f"{rates.wrong:4} {share:.3f}   {rates.rest:3} / {rates.expected:6.2f}   {variance:.2f}"
