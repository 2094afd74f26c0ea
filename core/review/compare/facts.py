"""Facts: two layers compared entity by entity, one row each; every figure is a count of rows."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain.entity import Entity
from core.evaluation.differences import Compared, Difference, compare
from core.evaluation.spans import Score
from core.review.compare.sheet import Flags, Ints, Sheet, Spans

KINDS = tuple(Difference)
ERRORS = tuple(kind for kind in Difference if kind is not Difference.SAME)
NONE = -1
_SAME = KINDS.index(Difference.SAME)


@dataclass(frozen=True, slots=True)
class Facts:
    """One row for each entity of the reference and of the method; equal ones share a row.

    Args:
        pair: number of the pair in the sheet.
        kind: index in `KINDS` of the difference that the entity is part of.
        label: its own label, an index in the sheet's labels.
        other: the label of what it was paired with on the other side; `NONE` for nothing.
        length: its tokens.
        name: index of its source name; `NO_NAME` where unknown.
        in_reference: whether the reference has it.
        in_method: whether the method has it.
        head: whether it is the first of its difference, so that differences are counted once.
        counted: for each pair of the sheet whether it was compared at all.
    """

    pair: Ints
    kind: Ints
    label: Ints
    other: Ints
    length: Ints
    name: Ints
    in_reference: Flags
    in_method: Flags
    head: Flags
    counted: Flags

    @property
    def right(self) -> Flags:
        """Return for each row whether both sides have the entity."""
        found: Flags = self.kind == _SAME
        return found

    def of(self, kind: Difference) -> Flags:
        """Return for each row whether it is the first of a difference of this kind."""
        found: Flags = self.head & (self.kind == KINDS.index(kind))
        return found

    def score(self, rows: Flags | None = None) -> Score:
        """Return the strict score over all rows, or over those of a mask."""
        kept = np.ones(len(self.pair), np.bool_) if rows is None else rows
        return Score(
            tp=int(np.count_nonzero(kept & self.right)),
            n_gold=int(np.count_nonzero(kept & self.in_reference)),
            n_predicted=int(np.count_nonzero(kept & self.in_method)),
        )

    def table(self) -> NDArray[np.int64]:
        """Return (right, reference, method) of each pair that counts, shape (pairs, 3)."""
        columns = (self.right, self.in_reference, self.in_method)
        total = len(self.counted)
        sums = [np.bincount(self.pair[column], minlength=total) for column in columns]
        return np.stack(sums, axis=1).astype(np.int64)[self.counted]


def facts(sheet: Sheet, reference: str, method: str, *, within: str = "") -> Facts:
    """Return what differs between a reference and another layer, in the pairs that count.

    Args:
        sheet: the entities.
        reference: key of the layer that is taken for right.
        method: key of the layer compared with it.
        within: key of a third layer: those pairs count in which both would be compared with it, so
            that a failure may count as nothing found; "" for none.

    Raises:
        UnknownNameError: the sheet has no such layer.
    """
    counted = sheet.counted(within or reference, method)
    if within:
        counted = counted & sheet.counted(within, reference)
    gold, found = sheet.layer(reference), sheet.layer(method)
    gold, found = gold.where(counted[gold.pair]), found.where(counted[found.pair])
    codes, others = _codes(sheet, gold), _codes(sheet, found)
    same = np.isin(codes, others, assume_unique=True)
    left = found.where(~np.isin(others, codes, assume_unique=True))
    rows = np.concatenate([_same_rows(gold.where(same)), _other_rows(gold.where(~same), left)])
    rows = rows[np.argsort(rows[:, 0], kind="stable")]
    pair, kind, label, other, length, name, *flags = (np.ascontiguousarray(c) for c in rows.T)
    ours, theirs, head = (column.astype(np.bool_) for column in flags)
    return Facts(pair, kind, label, other, length, name, ours, theirs, head, counted)


def _codes(sheet: Sheet, spans: Spans) -> NDArray[np.int64]:
    """Return one number for each entity, equal where pair, span and label are."""
    found = spans.pair.astype(np.int64)
    sizes = (sheet.longest, sheet.longest, len(sheet.labels))
    for column, size in zip((spans.start, spans.end, spans.label), sizes, strict=True):
        found = found * size + column
    return found


def _same_rows(both: Spans) -> Ints:
    ones = np.ones(len(both), np.int32)
    kinds = np.full(len(both), _SAME, np.int32)
    length = both.end - both.start
    columns = (both.pair, kinds, both.label, both.label, length, both.name, ones, ones, ones)
    return np.stack(columns, axis=1)


def _other_rows(gold: Spans, found: Spans) -> Ints:
    """Return the rows of the entities that only one side has, told apart by `compare`.

    What both sides have was taken out before, as the first step of `compare` would have done.
    """
    rows: list[tuple[int, ...]] = []
    left, right = _by_pair(gold), _by_pair(found)
    for pair in sorted(left.keys() | right.keys()):
        mine, theirs = left.get(pair, {}), right.get(pair, {})
        for compared in compare(mine, theirs):
            rows += _rows_of(pair, compared, mine, theirs)
    return np.array(rows, np.int32).reshape(-1, 9)


def _by_pair(spans: Spans) -> dict[int, dict[Entity, tuple[int, int]]]:
    """Return of each pair its entities with the numbers of their labels and names."""
    found: dict[int, dict[Entity, tuple[int, int]]] = {}
    columns = (spans.pair, spans.start, spans.end, spans.label, spans.name)
    for pair, start, end, label, name in zip(*(c.tolist() for c in columns), strict=True):
        found.setdefault(pair, {})[Entity(start, end, str(label))] = (label, name)
    return found


def _rows_of(
    pair: int,
    compared: Compared,
    gold: dict[Entity, tuple[int, int]],
    found: dict[Entity, tuple[int, int]],
) -> Iterable[tuple[int, ...]]:
    kind = KINDS.index(compared.kind)
    sides = ((compared.gold, gold, compared.predicted), (compared.predicted, found, compared.gold))
    head = 1
    for side, (entities, known, others) in enumerate(sides):
        other = int(others[0].label) if others else NONE
        for entity in entities:
            label, name = known[entity]
            length = entity.end - entity.start
            yield (pair, kind, label, other, length, name, int(side == 0), int(side == 1), head)
            head = 0
