"""The board: every method compared with one reference, as tables whose cells open their pairs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np

from core.evaluation.differences import Difference
from core.evaluation.intervals import Interval, f1_interval
from core.evaluation.paired import paired_test
from core.evaluation.spans import Score
from core.review.compare.breakdowns import TITLES, By, buckets
from core.review.compare.facts import ERRORS, NONE, Facts, facts
from core.review.compare.grid import Cell, Grid, count_cell, rate_cell
from core.review.compare.pairs import labels_of
from core.review.compare.selection import ANY, NOTHING, Selection, Side, What
from core.review.compare.sheet import Flags, Sheet, in_words, method_key, select

RESAMPLES = 1000
"""Draws of an interval: enough for two places, and quick where there are many documents."""


class Measure(StrEnum):
    """Which rate a breakdown shows."""

    F1 = "f1"
    PRECISION = "precision"
    RECALL = "recall"


_SIDES = {Measure.PRECISION: Side.METHOD, Measure.RECALL: Side.REFERENCE}
"""Whose wrong entities lower a measure, where it is not those of both."""


@dataclass(frozen=True, slots=True)
class Board:
    """Methods compared with one reference.

    Args:
        sheet: the entities.
        reference: key of the layer that is taken for right.
        found: for each method its facts; a method that is the reference is left out.
    """

    sheet: Sheet
    reference: str
    found: Mapping[str, Facts]

    @property
    def pairs(self) -> int:
        """Return how many pairs were compared."""
        return int(np.count_nonzero(self.sheet.counted(self.reference)))

    def selection(self, method: str) -> Selection:
        """Return the pairs on which a method differs from the reference."""
        return Selection(What.DIFFER, method_key(method), self.reference)


def make_board(sheet: Sheet, reference: str) -> Board:
    """Return every method compared with a reference.

    Raises:
        UnknownNameError: the sheet has no such layer.
    """
    others = [name for name in sheet.methods if method_key(name) != reference]
    return Board(sheet, reference, {m: facts(sheet, reference, method_key(m)) for m in others})


SCORES = (
    "method",
    "precision",
    "recall",
    "F1",
    "F1 from",
    "F1 to",
    "right",
    "in reference",
    "in method",
    "failed",
)


def scores(board: Board) -> Grid:
    """Return precision, recall and F1 of each method, with its 95 % interval and the counts.

    The interval is a percentile bootstrap over documents, else groups, else pairs; its ends open
    what F1 opens.
    """
    rows = []
    for method, found in board.found.items():
        score, interval = found.score(), _interval(board, found)
        wrong = board.selection(method)
        failed = int(np.count_nonzero(board.sheet.failed[method]))
        rows.append(
            (
                Cell(method, wrong),
                Cell(score.precision, _wrong_in(wrong, Measure.PRECISION)),
                Cell(score.recall, _wrong_in(wrong, Measure.RECALL)),
                Cell(score.f1, wrong),
                rate_cell(interval.low, wrong),
                rate_cell(interval.high, wrong),
                count_cell(score.tp, replace(wrong, kind=str(Difference.SAME))),
                count_cell(score.n_gold, _all_of(wrong, Side.REFERENCE)),
                count_cell(score.n_predicted, _all_of(wrong, Side.METHOD)),
                count_cell(failed, Selection(What.FAILED, method_key(method))),
            )
        )
    return Grid("Scores", SCORES, tuple(rows))


def _wrong_in(selection: Selection, measure: Measure) -> Selection:
    """Return the pairs in which an entity that the measure counts is wrong."""
    return replace(selection, side=str(_SIDES.get(measure, "")))


def _all_of(selection: Selection, side: Side) -> Selection:
    """Return the pairs in which a side has an entity, right or wrong."""
    return replace(selection, kind=ANY, side=str(side))


def _interval(board: Board, found: Facts) -> Interval:
    units = select(board.sheet.units, found.counted)
    return f1_interval(found.table(), units=units, resamples=RESAMPLES)


def against_base(board: Board) -> Grid:
    """Return how much F1 of each method differs from that of the first, with interval and p.

    Both methods are scored on the same drawn documents, groups or pairs; only methods compared on
    the same pairs can be told apart so, and the others are left out. Every figure of a row opens
    those of these pairs on which the two differ.
    """
    columns = ("method", "F1 less that of", "difference", "from", "to", "p")
    base, *others = board.found or ("",)
    rows = []
    for method in others:
        mine, theirs = board.found[method], board.found[base]
        if not np.array_equal(mine.counted, theirs.counted):
            continue
        units = select(board.sheet.units, mine.counted)
        test = paired_test(mine.table(), theirs.table(), units=units, resamples=RESAMPLES)
        d = test.difference
        apart = replace(board.selection(method), against=method_key(base), within=board.reference)
        figures = (d.value, d.low, d.high, test.p_value)
        names = Cell(method, apart), Cell(base, board.selection(base))
        rows.append((*names, *(rate_cell(figure, apart) for figure in figures)))
    return Grid("Differences in F1", columns, tuple(rows))


def breakdown(board: Board, by: By, measure: Measure) -> Grid:
    """Return a rate of each method in each bucket; empty where there is nothing to divide by.

    The name of a bucket opens the pairs in which the reference or a method has an entity of it, the
    count those in which the reference has; of the methods, the one with most of them. Precision
    opens what the method has wrong, recall what it lacks of the reference, F1 both.
    """
    found = {m: buckets(board.sheet, f, by) for m, f in board.found.items()}
    rows = []
    for bucket in dict.fromkeys(name for names in found.values() for name in names):
        scored = {m: board.found[m].score(found[m][bucket]) for m in found}
        if not any(s.n_gold + s.n_predicted for s in scored.values()):
            continue
        opens = {m: _narrowed(board.selection(m), by, bucket) for m in scored}
        fullest = max(scored, key=lambda m: scored[m].n_gold + scored[m].n_predicted)
        most = max(scored, key=lambda m: scored[m].n_gold)
        name = Cell(bucket, replace(opens[fullest], kind=ANY))
        wanted = count_cell(scored[most].n_gold, _all_of(opens[most], Side.REFERENCE))
        wrong = {m: _wrong_in(selection, measure) for m, selection in opens.items()}
        rates = [rate_cell(_rate(score, measure), wrong[m]) for m, score in scored.items()]
        rows.append((name, wanted, *rates))
    columns = (str(by), "in reference", *board.found)
    return Grid(TITLES[by], columns, tuple(rows))


def _narrowed(selection: Selection, by: By, bucket: str) -> Selection:
    where: dict[str, Any] = {str(by): bucket}
    return replace(selection, **where)


def _rate(score: Score, measure: Measure) -> float | None:
    below = {
        Measure.F1: score.n_gold + score.n_predicted,
        Measure.PRECISION: score.n_predicted,
        Measure.RECALL: score.n_gold,
    }
    return float(getattr(score, measure)) if below[measure] else None


def errors(board: Board, label: str = "") -> Grid:
    """Return how many differences of each kind each method has, a row a kind, a column a method.

    The name of a row opens what the cells of it open together.

    Args:
        board: the methods.
        label: only those of this label, of the reference where it has the entity; "" for all.
    """
    kept = {m: _with_label(board, found, label) for m, found in board.found.items()}
    rows = []
    for kind in ERRORS:
        every = Selection(What.DIFFER, ANY, board.reference, kind=str(kind), label=label)
        cells = []
        for method, found in board.found.items():
            count = int(np.count_nonzero(found.of(kind) & kept[method]))
            cells.append(count_cell(count, replace(every, method=method_key(method))))
        rows.append((_heading(str(kind), every, cells), *cells))
    return Grid("Errors", ("error", *board.found), tuple(rows))


def _heading(name: str, opens: Selection, cells: Sequence[Cell]) -> Cell:
    """Return the name of a row of counts; it opens nothing where they count nothing."""
    return Cell(name, opens if any(cell.value for cell in cells) else None)


def _with_label(board: Board, found: Facts, label: str) -> Flags:
    if not label:
        return np.ones(len(found.pair), np.bool_)
    return buckets(board.sheet, found, By.LABEL).get(label, np.zeros(len(found.pair), np.bool_))


def confusion(board: Board, method: str) -> Grid:
    """Return how often a label of the reference became which label of the method.

    Entities are paired as `core.evaluation.differences` does; rows are labels of the reference,
    columns those of the method, and both have one for no entity. The name of a row opens what the
    cells of it open together.
    """
    found = board.found[method]
    wanted, given = (column[found.head] for column in labels_of(found))
    counted = Counter(zip(wanted.tolist(), given.tolist(), strict=True))
    used = sorted({k for cell in counted for k in cell if k != NONE})
    names = {k: board.sheet.labels[k] for k in used} | {NONE: NOTHING}
    rows = []
    for w, row in names.items():
        cells = []
        for g, column in names.items():
            opens = replace(board.selection(method), kind=ANY, wanted=row, given=column)
            count = counted[w, g]
            cells.append(Cell(None) if w == g == NONE else count_cell(count, opens))
        every = replace(board.selection(method), kind=ANY, wanted=row)
        rows.append((_heading(row, every, cells), *cells))
    title = f"Types of {in_words(board.reference)} (rows) and of {method} (columns)"
    return Grid(title, ("reference", *names.values()), tuple(rows))
