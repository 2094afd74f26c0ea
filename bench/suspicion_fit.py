"""Where the weights of `data/suspicion.json` come from: `python -m bench.suspicion --fit`.

Logistic regression with weights >= 0 and a ridge, so that every signal can only raise the
suspicion. Learned from relx (English and Spanish), xSID, PUD and the even half of Europarl; each of
the four collections counts alike. English and French of relx and the odd half are only reported.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bench.quality import EUROPARL
from bench.suspicion_cases import Case
from core.review.suspicion.model import FILE
from core.review.suspicion.table import OF_ENTITY, OF_REST, OF_SENTENCE, Signal, Signals

LEARNED_FROM = (
    *("relx.en-es", "xsid-valid.en-ar", "xsid-valid.en-de", "xsid-valid.en-it"),
    *("xsid-valid.en-ja", "pud.en-de", "pud.en-pt", "pud.en-zh"),
)
"""Besides the even half of Europarl."""

RIDGE, RIDGE_OF_REST = 1.0, 3.0
_PLACES = 3

Floats = NDArray[np.float64]


def fit(found: Sequence[Case]) -> dict[str, dict[str, float]]:
    """Return the weights of both questions as plain values, `base` first."""
    share = _shares(found)
    of_entity, of_rest = (*OF_ENTITY, *OF_SENTENCE), (*OF_REST, *OF_SENTENCE)
    entities = [
        (signals, wrong, share[_collection(case)])
        for case in found
        for signals, wrong in zip(case.seen.entities, case.entities, strict=True)
    ]
    rest = [(case.seen.rest, case.rest, share[_collection(case)]) for case in found]
    return {
        "entity": _regression(entities, of_entity, RIDGE),
        "rest": _regression(rest, of_rest, RIDGE_OF_REST),
    }


def write(weights: Mapping[str, Mapping[str, float]]) -> None:
    """Write the file that ships."""
    FILE.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")


def may_learn_from(case: Case) -> bool:
    """Return whether weights may be learned from a pair."""
    return case.corpus in LEARNED_FROM or (case.corpus in EUROPARL and case.even)


def _collection(case: Case) -> str:
    return case.corpus.split(".")[0]


def _shares(found: Sequence[Case]) -> dict[str, float]:
    """Return what an example of each collection counts: all collections alike, 1 on average."""
    counts: Counter[str] = Counter()
    for case in found:
        counts[_collection(case)] += len(case.entities)
    return {name: counts.total() / len(counts) / n for name, n in counts.items()}


def _regression(
    examples: Sequence[tuple[Signals, bool, float]], signals: Sequence[Signal], ridge: float
) -> dict[str, float]:
    """Return `base` and the weight >= 0 of each signal that make the examples most probable."""
    from scipy.optimize import minimize

    codes = [signal.code for signal in signals]
    x = np.array([[s.get(code, (0.0,))[0] for code in codes] for s, _, _ in examples])
    y = np.array([wrong for _, wrong, _ in examples], np.float64)
    weight = np.array([share for _, _, share in examples])

    def loss(given: Floats) -> tuple[float, Floats]:
        z = given[0] + x @ given[1:]
        off = weight * (1.0 / (1.0 + np.exp(-z)) - y)
        value = (weight * (np.logaddexp(0.0, z) - y * z)).sum() + ridge / 2 * (given[1:] ** 2).sum()
        return float(value), np.r_[off.sum(), x.T @ off + ridge * given[1:]]

    start = np.zeros(len(codes) + 1)
    bounds = [(None, None), *[(0.0, None)] * len(codes)]
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds).x
    values = (round(float(v), _PLACES) for v in best)
    return dict(zip(("base", *codes), values, strict=True))
