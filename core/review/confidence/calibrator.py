"""The map from evidence to the probability of being right, learned from a project's decisions.

logit P = CENTRE + sum over kinds of evidence of weight * (log-odds - CENTRE) + base + offset of
the method. It is fitted by maximum a posteriori under Gaussian priors around the map that changes
nothing, so that it is never fitted to nothing: without decisions it is that map.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError
from core.review.confidence.evidence import KINDS

CENTRE = 2.0
"""Log-odds at which the weights turn the map: in the midst of what evidence says."""

SPREAD_OF_WEIGHT, SPREAD_OF_BASE, SPREAD_OF_OFFSET = 0.6, 1.0, 0.8
"""Standard deviations of the priors: those of the lowest log loss on relx, xSID and PUD, with
signals whose weights had not seen the collection in question (`python -m bench.reliability
--choose`)."""

_ROUNDS, _HALVINGS, _SMALL = 100, 40, 1e-9

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """Decided source entities, one row for each and each method.

    Args:
        logits: log-odds of each kind of evidence, shape (rows, kinds).
        method: place of the method among those that are fitted, shape (rows,).
        right: whether it turned out right, shape (rows,).
        pair: a number for each pair, the same for all its rows, shape (rows,).
    """

    logits: Floats
    method: Places
    right: NDArray[np.bool_]
    pair: Places

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.right)

    def some(self, kept: NDArray[np.bool_]) -> "Cases":
        """Return the rows that a mask keeps."""
        return Cases(self.logits[kept], self.method[kept], self.right[kept], self.pair[kept])


@dataclass(frozen=True, slots=True, eq=False)
class Calibrator:
    """A fitted map.

    Args:
        weights: of each kind of evidence.
        base: what is added to every log-odds.
        offsets: what is added for a method, by the content hash of its layer.
        covariance: how unsure all of these are, in that order, as a square of their number.
        decisions: rows it was fitted to.
    """

    weights: tuple[float, ...]
    base: float
    offsets: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    covariance: tuple[tuple[float, ...], ...] = ()
    decisions: int = 0

    def chances(self, logits: Floats, layer: str) -> Floats:
        """Return how probably each row is right, shape (rows,), in (0, 1).

        Args:
            logits: shape (rows, kinds).
            layer: content hash; one that is not known gets no offset.
        """
        if not len(logits):
            return np.zeros(0)
        shift = self.base + self.offsets.get(layer, 0.0)
        return sigmoid(CENTRE + (logits - CENTRE) @ np.array(self.weights) + shift)

    def chance(self, logits: Sequence[float], layer: str) -> float:
        """Return how probably one row is right."""
        return float(self.chances(np.array([logits], np.float64), layer)[0])

    def drawn(self, number: int, rng: np.random.Generator) -> list["Calibrator"]:
        """Return maps as they might as well be, by the normal approximation around this one."""
        names = list(self.offsets)
        middle = np.array([*self.weights, self.base, *(self.offsets[name] for name in names)])
        values, axes = np.linalg.eigh(np.array(self.covariance))
        root = axes * np.sqrt(np.maximum(values, 0.0))
        found = middle + rng.standard_normal((number, len(middle))) @ root.T
        kinds = len(self.weights)
        return [
            Calibrator(
                tuple(row[:kinds]), row[kinds], dict(zip(names, row[kinds + 1 :], strict=True))
            )
            for row in found.tolist()
        ]


def sigmoid(logits: Floats) -> Floats:
    """Return the probabilities that log-odds stand for."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(logits, -50.0, 50.0))))


def raw(logits: Floats) -> Floats:
    """Return what the evidence says by itself, before any decision, shape (rows,)."""
    shares = np.array([kind.share for kind in KINDS])
    return sigmoid(CENTRE + (logits - CENTRE) @ shares)


def fit(
    cases: Cases,
    layers: Sequence[str],
    *,
    spreads: tuple[float, float, float] = (SPREAD_OF_WEIGHT, SPREAD_OF_BASE, SPREAD_OF_OFFSET),
) -> Calibrator:
    """Return the map that decisions make most probable, given the priors.

    What several methods made of one entity is right or wrong together more often than not, so
    that each row counts one over the number of methods. The covariance is that of the normal
    approximation, with whole pairs as what varies.

    Args:
        cases: decided source entities; there may be none.
        layers: content hashes of the methods, in the order of `cases.method`.
        spreads: standard deviations of the priors of weights, base and offsets, each > 0.

    Raises:
        InputError: a spread is not above zero.

    Source: Platt 1999, "Probabilistic outputs for support vector machines"; pairs as clusters:
    Liang and Zeger 1986, doi.org/10.1093/biomet/73.1.13.
    """
    if min(spreads) <= 0:
        raise InputError(f"spreads {spreads}: need numbers above zero")
    kinds = len(KINDS)
    design = np.zeros((len(cases), kinds + 1 + len(layers)))
    design[:, :kinds] = cases.logits - CENTRE
    design[:, kinds] = 1.0
    design[np.arange(len(cases)), kinds + 1 + cases.method] = 1.0
    start = np.array([*(k.share for k in KINDS), *[0.0] * (1 + len(layers))])
    deviations = [spreads[0]] * kinds + [spreads[1]] + [spreads[2]] * len(layers)
    prior = np.diag(np.array(deviations) ** -2.0)
    count = 1.0 / max(1, len(layers))
    found = _highest(design, cases.right.astype(np.float64), count, prior, start)
    chances = sigmoid(CENTRE + design @ found)
    inverse = np.linalg.inv(_curvature(design, chances, count) + prior)
    pulls = count * design * (cases.right - chances)[:, None]
    unsure = inverse @ (_by_pair(pulls, cases.pair) + prior) @ inverse
    return Calibrator(
        weights=tuple(found[:kinds].tolist()),
        base=float(found[kinds]),
        offsets=dict(zip(layers, found[kinds + 1 :].tolist(), strict=True)),
        covariance=tuple(map(tuple, unsure.tolist())),
        decisions=len(cases),
    )


def _highest(design: Floats, right: Floats, count: float, prior: Floats, start: Floats) -> Floats:
    """Return the parameters of the highest posterior: Newton's steps, halved until they climb."""

    def loss(given: Floats) -> float:
        logits = CENTRE + design @ given
        off = given - start
        return float(
            count * (np.logaddexp(0.0, logits) - right * logits).sum() + off @ prior @ off / 2
        )

    found, least = start, loss(start)
    for _ in range(_ROUNDS):
        chances = sigmoid(CENTRE + design @ found)
        slope = count * design.T @ (right - chances) - prior @ (found - start)
        step = np.linalg.solve(_curvature(design, chances, count) + prior, slope)
        for _ in range(_HALVINGS):
            reached = loss(found + step)
            if reached <= least:
                break
            step = step / 2
        else:
            return found
        found, least = found + step, reached
        if np.abs(step).max() < _SMALL:
            break
    return found


def _curvature(design: Floats, chances: Floats, count: float) -> Floats:
    found: Floats = count * (design * (chances * (1.0 - chances))[:, None]).T @ design
    return found


def _by_pair(pulls: Floats, pair: Places) -> Floats:
    """Return the spread of the slopes of whole pairs, shape (parameters, parameters)."""
    _, place = np.unique(pair, return_inverse=True)
    sums = np.zeros((int(place.max()) + 1 if len(place) else 0, pulls.shape[1]))
    np.add.at(sums, place, pulls)
    found: Floats = sums.T @ sums
    return found
