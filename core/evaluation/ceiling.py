"""How good a projector could be at best: a perfect one, and the best choice among several."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain.entity import Entity
from core.errors import InputError
from core.evaluation.counts import Table, counts
from core.evaluation.spans import Score, counted


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What perfect projectors reach, because the two sides were annotated by different people.

    Args:
        carrying_all: of a projector that gives every source entity its place in the target, and
            is wrong only where gold has no entity of that label left.
        leaving_out: of one that also knows which source entities gold does not have. No projector
            with one span an entity can do better.
    """

    carrying_all: Score
    leaving_out: Score


@dataclass(frozen=True, slots=True)
class Oracle:
    """What somebody could reach who saw the gold and chose among the methods at hand.

    Args:
        overall: of the choice, sentence by sentence, that has the best micro F1.
        chosen: how many sentences went to each method; equally good ones to the first.
        found: gold entities that at least one method has.
    """

    overall: Score
    chosen: Mapping[str, int]
    found: int


def ceiling(
    source: Sequence[Iterable[Entity]],
    gold: Sequence[Iterable[Entity]],
    *,
    ignore: Collection[str] = (),
    eval_types: Sequence[Collection[str] | None] | None = None,
) -> Ceiling:
    """Return what perfect projectors reach: of each label, as many as both sides have.

    Args:
        source: for each sentence its source entities, labels mapped to those of the target.
        gold: for each sentence the gold entities of the target.
        ignore: labels that count on neither side.
        eval_types: for each sentence the labels that count there; None means all.

    Raises:
        InputError: the arguments differ in length.
    """
    common = n_source = n_gold = 0
    for there, here in counted(source, gold, ignore=ignore, eval_types=eval_types):
        common += (labels_of(there) & labels_of(here)).total()
        n_source += len(there)
        n_gold += len(here)
    return Ceiling(Score(common, n_gold, n_source), Score(common, n_gold, common))


def oracle(
    gold: Sequence[Iterable[Entity]],
    methods: Mapping[str, Sequence[Iterable[Entity]]],
    *,
    ignore: Collection[str] = (),
    eval_types: Sequence[Collection[str] | None] | None = None,
) -> Oracle:
    """Return the best that choosing among the methods, sentence by sentence, could reach.

    F1 is a ratio of sums, so the best choice for a sentence depends on the others; it is found
    exactly, in a few rounds.

    Args:
        gold: for each sentence its entities.
        methods: the entities that each method predicts, by its name.
        ignore: labels that count on neither side.
        eval_types: for each sentence the labels that count there; None means all.

    Raises:
        InputError: no method, or arguments that differ in length.

    Source: rounds after Dinkelbach 1967, doi.org/10.1287/mnsc.13.7.492.
    """
    if not methods:
        raise InputError("no method to choose from; name at least one")
    tables = np.stack(
        [counts(gold, p, ignore=ignore, eval_types=eval_types) for p in methods.values()]
    )
    best = _choice(tables)
    times = np.bincount(best, minlength=len(methods))
    right, n_gold, n_predicted = tables[best, np.arange(len(best))].sum(axis=0).tolist()
    union = [[e for p in methods.values() for e in p[k]] for k in range(len(gold))]
    found = counts(gold, union, ignore=ignore, eval_types=eval_types)[:, 0].sum()
    return Oracle(
        overall=Score(right, n_gold, n_predicted),
        chosen=dict(zip(methods, times.tolist(), strict=True)),
        found=int(found),
    )


def labels_of(entities: Iterable[Entity]) -> Counter[str]:
    """Return how often each label comes."""
    return Counter(e.label for e in entities)


def _choice(tables: Table) -> NDArray[np.int64]:
    """Return for each sentence the method whose row belongs to the best sum.

    A choice with F1 = a / b is best if and only if no choice makes b * 2 * right - a * (gold +
    predicted), summed, positive; whole numbers, so nothing is rounded.
    """
    sentences = np.arange(tables.shape[1])
    parts = 2 * tables[:, :, 0], tables[:, :, 1] + tables[:, :, 2]
    top, bottom = 0, 1
    while True:
        best: NDArray[np.int64] = np.argmax(bottom * parts[0] - top * parts[1], axis=0)
        a, b = (int(part[best, sentences].sum()) for part in parts)
        if a * bottom <= top * b:
            return best
        top, bottom = a, b
