"""What learning from decisions brings: `python -m bench learned`.

So many pairs of a corpus are reviewed, gold being what a person says; F1 is over all others, which
nobody has reviewed. `offered` is what the app does: where the held-out check on the reviewed pairs
finds no gain, the default stays. `python -m bench.learned --fit` learns the prior that ships anew;
for a corpus that it was learned from, one is used that was learned without its collection.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, stdev

import numpy as np

from bench import learned_fit
from bench.learned_cases import Case, Counts, cases
from bench.learned_fit import LEARNED_FROM
from bench.quality import DATA, EUROPARL
from core.errors import MissingInputError
from core.pipeline.lessons import MOST_UNDOUBTED
from core.projection import METHODS, project
from core.projection.resolve import with_options
from core.scoring.learned import SpanModel, known, remember
from core.scoring.learned.known import SHIPPED
from core.scoring.learned.trees import Trees
from core.training.scorer import Check, bears_out, check, learn, picks_of

REVIEWED = (0, 50, 100, 200, 400)
SEEDS = 5
BARS = {100: 0.89, 400: 0.915}
GUARDED = ("yogv.en-yor", "masakhav2.en-lug", "ensita.en-ta")
DEFAULT, OFFERED, ALWAYS = "default", "offered", "always"
_MOST = 0.7
"""Share of a corpus that is reviewed at most, so that something is left to measure on."""

_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Point:
    """What one run of learning brought.

    Args:
        f1: of default, offered and always learned, over the pairs that were not reviewed; by half
            (`all`, `even`, `odd`).
        taken: whether the check took the scorer.
        seconds: to learn.
    """

    f1: Mapping[str, Mapping[str, float]]
    taken: bool
    seconds: float


def curve(some: Sequence[Case], prior: Trees) -> dict[int, list[Point]]:
    """Return the runs for each number of reviewed pairs, one a seed."""
    found: dict[int, list[Point]] = {}
    for number in REVIEWED:
        if number <= _MOST * len(some):
            seeds = range(SEEDS) if number else (0,)
            found[number] = [_run(some, prior, number, seed) for seed in seeds]
    return found


def _run(some: Sequence[Case], prior: Trees, number: int, seed: int) -> Point:
    order = np.random.default_rng(seed).permutation(len(some)).tolist()
    reviewed, rest = [some[k] for k in order[:number]], [some[k] for k in order[number:]]
    began_s = time.perf_counter()
    taken, model = False, SpanModel(prior)
    if number:
        try:
            model = _learned(reviewed, rest, prior)
            taken = _checked(reviewed, model).better
        except MissingInputError:
            pass  # too few decisions: the default stays, as in the app
    seconds = time.perf_counter() - began_s
    default = [case.default for case in rest]
    always = list(_projected(rest, model))
    ways = {DEFAULT: default, OFFERED: always if taken else default, ALWAYS: always}
    halves = {"all": range(len(rest))}
    halves |= {
        name: [k for k, case in enumerate(rest) if case.even is even]
        for name, even in (("even", True), ("odd", False))
    }
    return Point(
        f1={
            half: {way: f1([counts[k] for k in places]) for way, counts in ways.items()}
            for half, places in halves.items()
        },
        taken=taken,
        seconds=seconds,
    )


def _learned(reviewed: Sequence[Case], rest: Sequence[Case], prior: Trees) -> SpanModel:
    """Return a scorer, learned as the app does it."""
    taught = [c.example for c in reviewed if c.example is not None]
    calm = [c for c in reviewed if c.example is not None and c.undoubted is not None]
    free = [c.undoubted for c in rest if c.undoubted is not None]
    decided = [c.example.decided for c in calm]
    if not bears_out(decided, [c.undoubted.decided.answers for c in calm]):
        free = []
    return learn(taught, prior, free[: min(len(taught), MOST_UNDOUBTED)])


def _checked(reviewed: Sequence[Case], model: SpanModel) -> Check:
    """Return what the held-out check says, as the app asks it."""
    spec = with_options(METHODS["learned-exact"], {"learned.scorer": remember(model)})
    decided = [c.example.decided for c in reviewed if c.example is not None]
    base = [picks_of(project(d.task, METHODS["coverage-exact"])) for d in decided]
    return check(decided, base, [picks_of(project(d.task, spec)) for d in decided])


def _projected(rest: Sequence[Case], model: SpanModel) -> Iterator[Counts]:
    """Yield right, gold and predicted entities of each pair by the scorer."""
    spec = with_options(METHODS["learned-exact"], {"learned.scorer": remember(model)})
    for case in rest:
        found = {e for p in project(case.task, spec) for e in p.entities()}
        yield len(found & case.gold), len(case.gold), len(found)


def f1(counts: Sequence[Counts]) -> float:
    """Return the micro-averaged F1 of counts of pairs; 1 where there are none."""
    right, gold, found = (sum(c[k] for c in counts) for k in range(3))
    return 2 * right / (gold + found) if gold + found else 1.0


def report(curves: Mapping[str, Mapping[int, Sequence[Point]]]) -> None:
    """Print F1 over pairs that nobody has reviewed, by corpus and over Europarl."""
    print(f"F1 on unreviewed pairs, mean of {SEEDS} orders (spread)")
    print(f"{'':18} {'part':5} {'reviewed':>8} {'default':>9} {'offered':>16} {'always':>9}  taken")
    for name, points in curves.items():
        for half in ("all", "even", "odd"):
            for number, runs in points.items():
                print(f"{name:18} {half:5} {number:8} {_line(runs, half)}")
    print("\nmean of Europarl de, es, it")
    for half in ("all", "even", "odd"):
        for number in REVIEWED:
            runs = [curves[name][number] for name in EUROPARL if number in curves[name]]
            means = {way: fmean(_mean(r, half, way) for r in runs) for way in _WAYS}
            bar = BARS.get(number) if half == "all" else None
            told = f"  bar {bar}: {'met' if means[OFFERED] >= bar else 'missed'}" if bar else ""
            told += f"  gain {means[OFFERED] - means[DEFAULT]:+.4f}"
            print(
                f"{half:5} {number:4} " + "  ".join(f"{w} {v:.4f}" for w, v in means.items()) + told
            )


def guard(curves: Mapping[str, Mapping[int, Sequence[Point]]]) -> None:
    """Print whether what is offered is ever below the default, and what it brings."""
    print("\nnever below the default: least difference of any order, and mean gain")
    for name, points in curves.items():
        for number, runs in points.items():
            gains = [r.f1["all"][OFFERED] - r.f1["all"][DEFAULT] for r in runs]
            word = "below" if fmean(gains) < -_SLACK else "ok"
            print(f"{name:18} {number:4} least {min(gains):+.4f} mean {fmean(gains):+.4f} {word}")


_WAYS = (DEFAULT, OFFERED, ALWAYS)


def _mean(runs: Sequence[Point], half: str, way: str) -> float:
    return fmean(run.f1[half][way] for run in runs)


def _line(runs: Sequence[Point], half: str) -> str:
    spread = stdev(r.f1[half][OFFERED] for r in runs) if len(runs) > 1 else 0.0
    means = [_mean(runs, half, way) for way in _WAYS]
    taken = sum(run.taken for run in runs)
    return (
        f"{means[0]:9.4f} {means[1]:9.4f} ({spread:.3f}) {means[2]:8.4f}  {taken}/{len(runs)}"
        f"  {fmean(run.seconds for run in runs):.1f} s"
    )


def main(argv: Sequence[str] = ()) -> None:
    """Print the tables; with `--fit` learn and write the prior first."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("corpus", nargs="*", help="only these corpora; default those reported")
    ask.add_argument("--fit", action="store_true", help="learn the prior and write it")
    given = ask.parse_args(argv)
    if not DATA.is_dir():
        print("bench.learned: ../shared/data is not here, nothing to measure")
        return
    names = given.corpus or [*EUROPARL, *GUARDED]
    needed = given.fit or any(name in LEARNED_FROM for name in names)
    found = {name: cases(name) for name in (LEARNED_FROM if needed else ())}
    if given.fit:
        learned_fit.write(learned_fit.fit(found))
        print(f"written: {learned_fit.FILE.name}")
    curves = {}
    for name in names:
        some = found.get(name) or cases(name)
        prior = known(SHIPPED).prior
        if name in LEARNED_FROM:
            prior = learned_fit.fit(found, without=name.split(".")[0])
        curves[name] = curve(some, prior)
    if set(EUROPARL) <= set(curves):
        report(curves)
    guard(curves)


if __name__ == "__main__":
    main(sys.argv[1:])
