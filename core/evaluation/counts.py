"""Right, gold and predicted entities of each sentence, as an array: what resampling works on."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.domain.entity import Entity
from core.errors import InputError
from core.evaluation.spans import counted

Table = NDArray[np.int64]


def counts(
    gold: Sequence[Iterable[Entity]],
    predicted: Sequence[Iterable[Entity]],
    *,
    ignore: Collection[str] = (),
    eval_types: Sequence[Collection[str] | None] | None = None,
) -> Table:
    """Return (right, gold, predicted) of each sentence, strict, shape (sentences, 3).

    Args:
        gold: for each sentence its entities.
        predicted: the same, in the same order.
        ignore: labels that count on neither side.
        eval_types: for each sentence the labels that count there; None means all.

    Raises:
        InputError: the arguments differ in length.
    """
    rows = counted(gold, predicted, ignore=ignore, eval_types=eval_types)
    return np.array([(len(g & p), len(g), len(p)) for g, p in rows], np.int64).reshape(-1, 3)


def by_unit(table: Table, units: Sequence[str] | None) -> Table:
    """Return the sums of the rows that share a unit, shape (units, columns).

    Args:
        table: one row a sentence.
        units: what each sentence belongs to (its document), drawn as a whole; "" stands for a unit
            of its own. None: every sentence is one.

    Raises:
        InputError: the arguments differ in length.
    """
    if units is None:
        return table
    if len(units) != len(table):
        raise InputError(f"{len(units)} units for {len(table)} sentences; need one for each")
    names = [(unit, -1) if unit else ("", k) for k, unit in enumerate(units)]
    numbers = {name: k for k, name in enumerate(dict.fromkeys(names))}
    sums = np.zeros((len(numbers), table.shape[1]), np.int64)
    np.add.at(sums, [numbers[name] for name in names], table)
    return sums


def drawn(table: Table, resamples: int, rng: np.random.Generator) -> Table:
    """Return column sums of as many rows as there are, drawn with replacement, a row a resample.

    Equal rows are drawn together: how often each kind comes is multinomial, which is the same
    distribution in a fraction of the time.
    """
    kinds, times = np.unique(table, axis=0, return_counts=True)
    found = rng.multinomial(len(table), times / len(table), size=resamples) @ kinds
    return np.asarray(found, np.int64)


def f1(table: Table) -> NDArray[np.float64]:
    """Return F1 of each row (right, gold, predicted); 0 where there is nothing."""
    total = table[:, 1] + table[:, 2]
    found = np.zeros(len(table))
    np.divide(2 * table[:, 0], total, out=found, where=total > 0)
    return found
