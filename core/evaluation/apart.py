"""Agreement of persons who annotated the same pairs apart, with intervals, overall and per label.

Every figure is drawn again from whole documents; where a figure is undefined, words say why.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.domain.entity import Entity, to_iob2
from core.evaluation.counts import Table, by_unit, drawn
from core.evaluation.intervals import FEWEST, ends

LEVEL = 0.95
RESAMPLES = 2000
OVERALL = ""
"""In the place of a label: all of them."""

_AT_ONCE = 4_000_000
NO_SENTENCE = "no pair was finished by both"
NO_ENTITY = "neither marked an entity of this kind in the pairs that both finished"
ONE_VALUE = "all tokens have one and the same tag, so that chance alone agrees fully"
NO_TWO = "no pair was finished by two persons"

Layer = Sequence[Sequence[Entity] | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of agreement.

    Args:
        value: None where it is undefined.
        low: lower end of its interval; None where there is none.
        high: upper end, likewise.
        n: entities (F1) or tokens (kappa, alpha) that it was computed from.
        why: why the value is undefined; where there is a value, why there is no interval.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Two:
    """How far two persons agree on the entities of one label.

    Args:
        first: name of one.
        second: name of the other.
        label: `OVERALL` for all.
        sentences: pairs that both finished.
        units: documents, or pairs of no document, that intervals are drawn from.
        f1: strict F1 of one against the other, which is symmetric.
        kappa: Cohen's kappa of the tags of all tokens.
    """

    first: str
    second: str
    label: str
    sentences: int
    units: int
    f1: Figure
    kappa: Figure


@dataclass(frozen=True, slots=True)
class All:
    """How far all persons agree on the entities of one label.

    Args:
        label: `OVERALL` for all.
        sentences: pairs that at least two finished.
        units: documents, or pairs of no document, that intervals are drawn from.
        alpha: Krippendorff's alpha of the tags of all tokens.
    """

    label: str
    sentences: int
    units: int
    alpha: Figure


@dataclass(frozen=True, slots=True)
class Apart:
    """Agreement of every two persons and of all, overall first, then per label."""

    two: tuple[Two, ...]
    all: tuple[All, ...]


def apart(
    layers: Mapping[str, Layer], lengths: Sequence[int], units: Sequence[str], *, seed: int = 0
) -> Apart:
    """Return how far persons agree on the same sentences.

    Args:
        layers: the entities of each sentence by person; None where they did not finish it.
        lengths: tokens of each sentence.
        units: the document of each sentence, drawn as a whole; "" for one by itself.
        seed: of the random numbers; equal arguments give equal intervals.

    Source: kappa and alpha as in `core.evaluation.chance`; F1 as in `core.evaluation.agreement`;
    the interval: Efron 1979, doi.org/10.1214/aos/1176344552.
    """
    labels = sorted({e.label for layer in layers.values() for some in layer for e in some or ()})
    two, every = [], []
    for label in (OVERALL, *labels):
        own = {name: _only(layer, label) for name, layer in layers.items()}
        every.append(_all(own, lengths, units, label, seed))
        two += [
            _two((a, b), (own[a], own[b]), lengths, units, label, seed)
            for a, b in combinations(layers, 2)
        ]
    return Apart(tuple(two), tuple(every))


def _only(layer: Layer, label: str) -> Layer:
    if not label:
        return layer
    return [None if some is None else [e for e in some if e.label == label] for some in layer]


def _two(
    names: tuple[str, str],
    layers: tuple[Layer, Layer],
    lengths: Sequence[int],
    units: Sequence[str],
    label: str,
    seed: int,
) -> Two:
    both = [
        (set(a), set(b), length, unit)
        for a, b, length, unit in zip(*layers, lengths, units, strict=True)
        if a is not None and b is not None
    ]
    of = [unit for *_, unit in both]
    counts = np.array([(len(a & b), len(a), len(b)) for a, b, *_ in both], np.int64)
    tables = _tables([(_tags(a, n), _tags(b, n)) for a, b, n, _ in both])
    counted, tagged = by_unit(counts.reshape(-1, 3), of), by_unit(tables, of)
    why = NO_SENTENCE if not both else ""
    f1 = _figure(counted, _f1, int(counts[:, 1:].sum()) if both else 0, why or NO_ENTITY, seed)
    kappa = _figure(tagged, _kappa, int(tables.sum()), why or ONE_VALUE, seed)
    return Two(*names, label, len(both), len(counted), f1, kappa)


def _all(
    layers: Mapping[str, Layer],
    lengths: Sequence[int],
    units: Sequence[str],
    label: str,
    seed: int,
) -> All:
    said, of = [], []
    for k, length in enumerate(lengths):
        tags = [_tags(some, length) for layer in layers.values() if (some := layer[k]) is not None]
        if len(tags) > 1:
            said.append(tuple(tags))
            of.append(units[k])
    scale = _scale(said)
    tables = _tables(said, scale)
    n = sum(len(tags) * len(tags[0]) for tags in said)
    alpha = _figure(
        by_unit(tables, of), partial(_alpha, scale=scale), n, ONE_VALUE if said else NO_TWO, seed
    )
    return All(label, len(said), len(by_unit(tables, of)), alpha)


def _tags(entities: Sequence[Entity] | set[Entity], length: int) -> tuple[str, ...]:
    return to_iob2(sorted(entities), length)


Said = Sequence[tuple[tuple[str, ...], ...]]
"""Of each sentence the tags that each person gave its tokens."""


def _scale(said: Said) -> int:
    """Return what coincidences are multiplied by, so that they are whole numbers."""
    return int(np.lcm.reduce([1, *(len(some) - 1 for some in said)]))


def _tables(said: Said, scale: int = 0) -> Table:
    """Return how often two values met in each sentence, one row a sentence, a column a pair.

    With a scale they are the coincidences of Krippendorff: both ways round, each token of m values
    weighing m, times the scale.
    """
    values = {v: k for k, v in enumerate(sorted({v for some in said for t in some for v in t}))}
    size = len(values)
    found = np.zeros((len(said), size * size), np.int64)
    for row, some in zip(found, said, strict=True):
        coded = [np.array([values[v] for v in tags], np.int64) for tags in some]
        weight = scale // (len(some) - 1) if scale else 1
        for a, b in combinations(coded, 2):
            np.add.at(row, a * size + b, weight)
            if scale:
                np.add.at(row, b * size + a, weight)
    return found


Measure = Callable[[NDArray[np.float64]], NDArray[np.float64]]


def _figure(rows: Table, measure: Measure, n: int, why: str, seed: int) -> Figure:
    """Return a figure of the column sums with its interval; NaN of `measure` is undefined."""
    if not rows.size:
        return Figure(None, None, None, n, why)
    value = float(measure(rows.sum(axis=0, keepdims=True).astype(float))[0])
    if np.isnan(value):
        return Figure(None, None, None, n, why)
    if len(rows) < FEWEST:
        too_few = f"{len(rows)} document or pair to draw from; an interval needs {FEWEST}"
        return Figure(value, None, None, n, too_few)
    found = measure(_resampled(rows, seed))
    found = found[~np.isnan(found)]
    if len(found) < RESAMPLES / 2:
        return Figure(value, None, None, n, "undefined in most samples drawn, so no interval")
    low, high = ends(found, LEVEL)
    return Figure(value, low, high, n)


def _resampled(rows: Table, seed: int) -> NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    at_once = max(1, min(RESAMPLES, _AT_ONCE // len(rows)))
    sizes = [at_once] * (RESAMPLES // at_once)
    sizes += [RESAMPLES - sum(sizes)] if sum(sizes) < RESAMPLES else []
    return np.vstack([drawn(rows, size, rng) for size in sizes]).astype(float)


def _f1(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return _ratio(2 * rows[:, 0], rows[:, 1] + rows[:, 2])


def _kappa(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    size = round(np.sqrt(rows.shape[1]))
    table = rows.reshape(-1, size, size)
    n = table.sum(axis=(1, 2))
    same = np.einsum("kii->k", table)
    chance = (table.sum(axis=2) * table.sum(axis=1)).sum(axis=1)
    return _ratio(same * n - chance, n * n - chance)


def _alpha(rows: NDArray[np.float64], scale: int) -> NDArray[np.float64]:
    """Return 1 - observed / expected disagreement of coincidences times a scale."""
    size = round(np.sqrt(rows.shape[1]))
    table = rows.reshape(-1, size, size)
    n = table.sum(axis=(1, 2))
    per_value = table.sum(axis=2)
    observed = n - np.einsum("kii->k", table)
    expected = n * n - (per_value * per_value).sum(axis=1)
    return 1 - _ratio(observed * (n - scale), expected)


def _ratio(above: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
    found = np.full(len(above), np.nan)
    np.divide(above, below, out=found, where=below > 0)
    return found
