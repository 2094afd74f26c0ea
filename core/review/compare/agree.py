"""How far every two layers of a sheet agree."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from core.evaluation.agreement import NEITHER
from core.evaluation.chance import Agreement
from core.review.compare.facts import facts
from core.review.compare.grid import Cell, Grid
from core.review.compare.selection import ANY, Selection, What
from core.review.compare.sheet import DECISIONS, GOLD, Sheet, in_words, method_key

Agreements = dict[tuple[str, str], Agreement]


def agreements(sheet: Sheet) -> Agreements:
    """Return strict F1 of every two layers, on the pairs of which both say something.

    The layers are all methods, and gold and decisions where there are any. It is the figure of
    `core.evaluation.agreement.pairwise_f1`, counted from the sheet.

    The first of two is the reference. Methods come first, so that one never counts a failure where
    it is compared with people: `Sheet.counted`.
    """
    found: Agreements = {}
    for first, second in combinations(_layers(sheet), 2):
        score = facts(sheet, first, second).score()
        total = score.n_gold + score.n_predicted
        found[first, second] = Agreement(score.f1, total) if total else Agreement(None, 0, NEITHER)
    return found


def _layers(sheet: Sheet) -> Iterator[str]:
    yield from map(method_key, sheet.methods)
    for key in (GOLD, DECISIONS):
        if key in sheet.layers and np.any(sheet.counted(key)):
            yield key


def agreement_grid(sheet: Sheet, found: Agreements) -> Grid:
    """Return the agreements as a square, empty on the diagonal; a cell opens what differs.

    The name of a row opens the pairs on which its layer differs from any method.
    """
    keys = tuple(dict.fromkeys(key for pair in found for key in pair))
    rows = []
    for row in keys:
        cells = [Cell(None) if row == column else _cell(found, row, column) for column in keys]
        rows.append((_heading(sheet, row, found), *cells))
    return Grid("Agreement (F1)", ("layer", *map(in_words, keys)), tuple(rows))


def _heading(sheet: Sheet, row: str, found: Agreements) -> Cell:
    """Return the name of a row; it opens nothing where no method can be compared with its layer."""
    methods = {method_key(name) for name in sheet.methods} - {row}
    told = any(
        agreement.value is not None
        for pair, agreement in found.items()
        if row in pair and not methods.isdisjoint(pair)
    )
    return Cell(in_words(row), Selection(What.DIFFER, row, ANY) if told else None)


def _cell(found: Agreements, row: str, column: str) -> Cell:
    first, second = (row, column) if (row, column) in found else (column, row)
    value = found[first, second].value
    if second in {GOLD, DECISIONS}:  # judged by the method: `Sheet.counted`
        apart = Selection(What.DIFFER, method=second, against=first)
    else:
        apart = Selection(What.DIFFER, method=first, against=second)
    return Cell(value, None if value is None else apart)
