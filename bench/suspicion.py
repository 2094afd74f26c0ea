"""How soon the suspicion order finds wrong pairs: `python -m bench suspicion`.

Gold is the judge: a pair is wrong where the projected set of span and label is not the gold set.
Only pairs with a source entity; the cost of a pair is its source entities, the decisions that it
takes to check it. `python -m bench.suspicion --fit` learns the weights anew and writes them.
"""

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from bench.quality import DATA, EUROPARL
from bench.suspicion_cases import FOUR, Case, cases
from bench.suspicion_fit import LEARNED_FROM, fit, may_learn_from, write
from core.evaluation.calibration import calibration_error, reliability
from core.review.gain import Ranking, Recurring
from core.review.suspicion import Suspicion, suspicion, suspicions
from core.review.suspicion.model import Model, model_of

BAR = 0.64
SPENT = (0.05, 0.1, 0.2, 0.3, 0.5)
AT = 0.2
RANDOM_ORDERS, RESAMPLES = 200, 2000
BESIDE = "relx.en-fr"
PARTS: Mapping[str, Callable[[Case], bool]] = {
    "all": lambda case: True,
    "even": lambda case: case.even,
    "odd": lambda case: not case.even,
}

Floats = NDArray[np.float64]
Order = Callable[["Judged"], float]


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A pair with its suspicion, what gold says of it, and what there is to gain from it."""

    case: Case
    said: Suspicion
    gain: float

    @property
    def score(self) -> float:
        """Return what pairs are ordered by, the highest first."""
        return self.said.chance / self.case.cost


ORDERS: Mapping[str, Order] = {
    "most entities first": lambda judged: judged.case.cost,
    "disagreement of four rules": lambda judged: judged.case.disagreement,
    "suspicion": lambda judged: judged.score,
    "expected gain": lambda judged: judged.gain,
}


def found_at(scores: Floats, cost: Floats, wrong: Floats, spent: Sequence[float]) -> list[float]:
    """Return the share of wrong pairs found when these shares of all decisions are spent.

    Pairs come by falling score, of equals the earlier one; of the pair in which the budget ends the
    share counts that is left of it.
    """
    order = np.argsort(-scores, kind="stable")
    paid = np.concatenate([[0.0], np.cumsum(cost[order])]) / cost.sum()
    got = np.concatenate([[0.0], np.cumsum(wrong[order])]) / max(1.0, wrong.sum())
    return [float(v) for v in np.interp(spent, paid, got)]


def share(judged: Sequence[Judged], order: Order, spent: Sequence[float] = (AT,)) -> list[float]:
    """Return the share of wrong pairs found by an order."""
    return found_at(np.array([order(j) for j in judged], np.float64), *_arrays(judged), spent)


def by_chance(judged: Sequence[Judged], spent: Sequence[float] = (AT,)) -> list[float]:
    """Return the mean share of wrong pairs found by random orders, seeded."""
    rng = np.random.default_rng(0)
    cost, wrong = _arrays(judged)
    runs = [found_at(rng.random(len(judged)), cost, wrong, spent) for _ in range(RANDOM_ORDERS)]
    return [fmean(column) for column in zip(*runs, strict=True)]


def gain(groups: Sequence[Sequence[Judged]]) -> tuple[float, float]:
    """Return the 95 % interval of what suspicion finds more than disagreement, mean of corpora.

    Paired bootstrap: whole sentences are drawn, the same in every corpus that has them.
    """
    rng = np.random.default_rng(0)
    ids = sorted({j.case.row.pair.id for group in groups for j in group})
    place = {name: k for k, name in enumerate(ids)}
    tables = [
        (np.array([place[j.case.row.pair.id] for j in group]), *_scores(group), *_arrays(group))
        for group in groups
    ]
    gains = []
    for _ in range(RESAMPLES):
        times = np.bincount(rng.integers(len(ids), size=len(ids)), minlength=len(ids))
        gains.append(fmean(_gain(times[where], *rest) for where, *rest in tables))
    low, high = np.quantile(gains, (0.025, 0.975))
    return float(low), float(high)


def _gain(
    times: NDArray[np.int64], ours: Floats, theirs: Floats, cost: Floats, wrong: Floats
) -> float:
    drawn = np.repeat(np.arange(len(times)), times)
    cost, wrong = cost[drawn], wrong[drawn]
    both = (found_at(scores[drawn], cost, wrong, (AT,))[0] for scores in (ours, theirs))
    return next(both) - next(both)


def _scores(judged: Sequence[Judged]) -> tuple[Floats, Floats]:
    ours, theirs = ORDERS["suspicion"], ORDERS["disagreement of four rules"]
    return np.array([ours(j) for j in judged]), np.array([theirs(j) for j in judged])


def _arrays(judged: Sequence[Judged]) -> tuple[Floats, Floats]:
    cost = np.array([j.case.cost for j in judged], np.float64)
    return cost, np.array([j.case.wrong for j in judged], np.float64)


def judge(found: Sequence[Case], model: Model | None = None) -> list[Judged]:
    """Return the cases that have a source entity, with what suspicion says of them."""
    kept = [case for case in found if case.entities]
    said = [suspicion(case.row, case.counted, model=model) for case in kept]
    recurring = Recurring()
    for case in kept:
        recurring.add(case.row, settled=False)
    ranking = Ranking(recurring)
    for case, one in zip(kept, said, strict=True):
        ranking.add(case.row, one, settled=False)
    return [Judged(*each) for each in zip(kept, said, ranking.gains(), strict=True)]


def report(judged: Mapping[str, Sequence[Judged]]) -> None:
    """Print the tables."""
    for part, holds in PARTS.items():
        groups = {name: [j for j in judged[name] if holds(j.case)] for name in EUROPARL}
        wrong = {name: sum(j.case.wrong for j in group) for name, group in groups.items()}
        print(f"\nEuroparl, {part}: wrong pairs {', '.join(f'{n} {w}' for n, w in wrong.items())}")
        _table(groups)
        low, high = gain(list(groups.values()))
        print(f"suspicion less disagreement at {AT:.0%}: 95 % interval {low:+.3f} to {high:+.3f}")
        _calibration([j for group in groups.values() for j in group])
    print(f"\n{BESIDE}, all: wrong pairs {sum(j.case.wrong for j in judged[BESIDE])}")
    _table({BESIDE: judged[BESIDE]})
    print(f"\nshare of wrong pairs found at {AT:.0%}, corpora that weights were learned from")
    for name in LEARNED_FROM:
        ours = share(judged[name], ORDERS["suspicion"])[0]
        four = share(judged[name], ORDERS["disagreement of four rules"])[0]
        most = share(judged[name], ORDERS["expected gain"])[0]
        print(f"{name:28} suspicion {ours:.3f}  gain {most:.3f}  disagreement {four:.3f}")


def _table(groups: Mapping[str, Sequence[Judged]]) -> None:
    print(f"{'mean':28}", *(f"{spent:7.0%}" for spent in SPENT), "  each at 20 %")
    rows: dict[str, Callable[[Sequence[Judged]], list[float]]] = {
        "random": lambda group: by_chance(group, SPENT)
    }
    rows |= {
        name: lambda group, order=order: share(group, order, SPENT)
        for name, order in ORDERS.items()
    }
    for name, ask in rows.items():
        found = [ask(group) for group in groups.values()]
        means = (fmean(column) for column in zip(*found, strict=True))
        each = " ".join(f"{row[SPENT.index(AT)]:.3f}" for row in found)
        print(f"{name:28}", *(f"{value:7.3f}" for value in means), f"  {each}")


def _calibration(judged: Sequence[Judged]) -> None:
    outcomes = [(j.said.chance, j.case.wrong) for j in judged]
    said, wrong = fmean(p for p, _ in outcomes), fmean(w for _, w in outcomes)
    print(
        f"calibration error {calibration_error(outcomes):.3f}; "
        f"mean chance {said:.3f}, wrong {wrong:.3f}; said/found: "
        + " ".join(f"{b.said:.2f}/{b.found:.2f}" for b in reliability(outcomes, bins=5))
    )


def without_europarl(found: Mapping[str, Sequence[Case]]) -> None:
    """Print what weights find that have never seen Europarl."""
    model = model_of(fit([c for name in LEARNED_FROM for c in found[name]]))
    shares = [share(judge(found[name], model), ORDERS["suspicion"])[0] for name in EUROPARL]
    each = " ".join(f"{value:.3f}" for value in shares)
    print(f"\nweights learned without Europarl, all of it: mean {fmean(shares):.3f} ({each})")


def _speed(found: Sequence[Case]) -> None:
    began = time.perf_counter()
    told = sum(1 for _ in suspicions([case.row for case in found], found[0].counted))
    print(f"\n{(time.perf_counter() - began) / told * 1000:.2f} ms a pair, once counted")


def main(argv: Sequence[str] = ()) -> None:
    """Print the tables; with `--fit` learn and write the weights first."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--fit", action="store_true", help="learn the weights and write them")
    given = ask.parse_args(argv)
    if not DATA.is_dir():
        print("bench.suspicion: ../shared/data is not here, nothing to measure")
        return
    found = {name: cases(name) for name in (*EUROPARL, *LEARNED_FROM, BESIDE)}
    model = None
    if given.fit:
        weights = fit([c for some in found.values() for c in some if may_learn_from(c)])
        write(weights)
        model = model_of(weights)
    judged = {name: judge(some, model) for name, some in found.items()}
    print(f"four rules: {', '.join(FOUR)}; bar {BAR} at {AT:.0%}, mean of Europarl")
    report(judged)
    without_europarl(found)
    _speed(found[EUROPARL[0]])


if __name__ == "__main__":
    main(sys.argv[1:])
