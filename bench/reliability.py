"""How well calibrated every projection is after some review: `python -m bench reliability`.

Gold stands in for the person. Pairs are reviewed in a random order, the map is fitted to them, and
judged on pairs behind the 200th, so that every column is of the same ones. `--choose` prints what
the priors were chosen by, on relx, xSID and PUD alone, each collection judged by weights of the
signals that were learned from the other two; nothing is chosen on Europarl, of which the weights
of the signals have seen the even half.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from statistics import fmean

import numpy as np

from bench.quality import DATA, EUROPARL
from bench.reliability_choose import choose
from bench.reliability_world import METHODS_SHOWN, World, made, world
from core.evaluation.calibration import calibration_error
from core.evaluation.intervals import Interval
from core.review.confidence.calibrator import raw
from core.review.confidence.expected import Sums, drawer

BESIDE = ("yogv.en-yor", "ensita.en-ta", "masakhav2.en-lug")
REVIEWED = (0, 20, 50, 100, 200)
SEEDS, SEEDS_OF_COVERAGE = 5, 10
BAR = 0.05
_PARTS = ("all", "even", "odd")


def errors(one: World, reviewed: int, seed: int) -> list[list[float]]:
    """Return the calibration error of each method on all, even and odd pairs held out."""
    order = np.random.default_rng(seed).permutation(one.pairs)
    fitted = one.fitted(order[:reviewed])
    behind = np.isin(one.cases.pair, order[max(REVIEWED) :])
    even = one.even[one.cases.pair]
    table = []
    for held in (behind, behind & even, behind & ~even):
        row = []
        for k, method in enumerate(METHODS_SHOWN):
            mine = one.cases.some(held & (one.cases.method == k))
            chances = fitted.chances(mine.logits, method)
            row.append(_error(chances.tolist(), mine.right.tolist()))
        table.append(row)
    return table


def show_errors(worlds: Sequence[World]) -> None:
    """Print the calibration errors, mean of the seeds."""
    print(f"expected calibration error, mean of {SEEDS} orders; bar {BAR} after 100 pairs")
    print(f"{'':24}{'':6}", *(f"{m:>16}" for m in METHODS_SHOWN), "   by chance alone")
    for one in worlds:
        for reviewed in REVIEWED:
            tables = np.array([errors(one, reviewed, seed) for seed in range(SEEDS)])
            for part, row in zip(_PARTS, tables.mean(axis=0), strict=True):
                if part == "all" or one.name in EUROPARL:
                    cells = " ".join(f"{value:16.3f}" for value in row)
                    least = f"{by_chance(one):18.3f}" if part == "all" else ""
                    print(f"{one.name:18}{reviewed:6}{part:>6}", cells, least)
    print("the evidence by itself, before any map, on all pairs")
    for one in worlds:
        cells = []
        for k in range(len(METHODS_SHOWN)):
            mine = one.cases.some(one.cases.method == k)
            cells.append(_error(raw(mine.logits).tolist(), mine.right.tolist()))
        print(f"{one.name:24}{'':6}", " ".join(f"{value:16.3f}" for value in cells))


def by_chance(one: World) -> float:
    """Return what a faultless map would show on as many entities of the first method held out."""
    order = np.random.default_rng(0).permutation(one.pairs)
    held = np.isin(one.cases.pair, order[max(REVIEWED) :]) & (one.cases.method == 0)
    chances = one.fitted(order).chances(one.cases.logits[held], METHODS_SHOWN[0])
    rng = np.random.default_rng(0)
    draws = (rng.random(len(chances)) < chances for _ in range(100))
    return fmean(_error(chances.tolist(), right.tolist()) for right in draws)


def _error(chances: list[float], right: list[bool]) -> float:
    return calibration_error(list(zip(chances, right, strict=True)))


def show_coverage(worlds: Sequence[World]) -> None:
    """Print how often the intervals hold the truth, and how wide they are."""
    print(f"\nshare of 95 % intervals that hold the true figure, {SEEDS_OF_COVERAGE} orders")
    print("(before review: three methods; corrected: the default with the reviewed pairs right)")
    head = ("before: P", "R", "F1", "width F1", "off F1", "corrected: P", "R", "F1", "width F1")
    print(f"{'':24}{'':6}", " ".join(f"{name:>12}" for name in head))
    every: dict[int, list[list[float]]] = {n: [] for n in REVIEWED}
    for one in worlds:
        for reviewed in REVIEWED:
            rows = [held(one, reviewed, seed) for seed in range(SEEDS_OF_COVERAGE)]
            every[reviewed] += rows
            _print_coverage(one.name, reviewed, rows)
    for reviewed, rows in every.items():
        _print_coverage("all corpora", reviewed, rows)


def _print_coverage(name: str, reviewed: int, rows: Sequence[Sequence[float]]) -> None:
    means = [fmean(column) for column in zip(*rows, strict=True)]
    print(f"{name:24}{reviewed:6}", " ".join(f"{value:12.3f}" for value in means))


def held(one: World, reviewed: int, seed: int) -> list[float]:
    """Return whether each interval holds the truth, mean of the methods, with widths."""
    order = np.random.default_rng(seed).permutation(one.pairs)
    first = set(order[:reviewed].tolist())
    fitted = one.fitted(order[:reviewed])
    make = drawer(fitted, seed=seed)
    found = []
    for method in METHODS_SHOWN:
        rates = one.rates(method, first)
        true = one.true(method, ())
        figures = one.expected(Sums(make(method, rates)), method, first)
        parts = (figures.precision, figures.recall, figures.f1)
        found.append(
            [
                *(_holds(p, t) for p, t in zip(parts, true, strict=True)),
                _width(figures.f1),
                abs(figures.f1.value - true[2]),
            ]
        )
    base = METHODS_SHOWN[0]
    corrected = Sums(make(base, one.rates(base, first)))
    figures = one.expected(corrected, base, first, corrected=True)
    true = one.true(base, first)
    parts = (figures.precision, figures.recall, figures.f1)
    after = [*(_holds(p, t) for p, t in zip(parts, true, strict=True)), _width(figures.f1)]
    return [*(fmean(column) for column in zip(*found, strict=True)), *after]


def _holds(interval: Interval, value: float) -> float:
    low, high = interval.low, interval.high
    return float(low is not None and high is not None and low - 1e-9 <= value <= high + 1e-9)


def _width(interval: Interval) -> float:
    return (interval.high or 0.0) - (interval.low or 0.0)


def main(argv: Sequence[str] = ()) -> None:
    """Print the tables; with `--choose` those of the priors."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--choose", action="store_true", help="print what the priors were chosen by")
    given = ask.parse_args(argv)
    if not DATA.is_dir():
        print("bench.reliability: ../shared/data is not here, nothing to measure")
        return
    if given.choose:
        choose()
        return
    began = time.perf_counter()
    worlds = [world(made(name)) for name in (*EUROPARL, *BESIDE)]
    show_errors(worlds)
    show_coverage(worlds)
    print(f"\n{time.perf_counter() - began:.0f} s in all")


if __name__ == "__main__":
    main(sys.argv[1:])
