"""The pairs behind a cell: the same rows that its figure counts."""

import numpy as np

from core.errors import UnknownNameError
from core.evaluation.differences import Difference
from core.review.compare.breakdowns import By, buckets
from core.review.compare.columns import name_key
from core.review.compare.facts import NONE, Facts, facts
from core.review.compare.selection import ANY, NOTHING, Selection, Side, What
from core.review.compare.sheet import SOURCE, Flags, Ints, Sheet, in_words, select


def pairs_of(sheet: Sheet, selection: Selection) -> tuple[str, ...]:
    """Return the ids of the pairs of a selection, in corpus order.

    Raises:
        UnknownNameError: a method, label, language or bucket that the project does not have.
    """
    return select(sheet.ids, _PAIRS[selection.what](sheet, selection))


def _differing(sheet: Sheet, selection: Selection) -> Flags:
    found = facts(sheet, selection.against, selection.method)
    return _on_pairs(sheet, found.pair[rows_of(sheet, found, selection)])


def rows_of(sheet: Sheet, found: Facts, selection: Selection) -> Flags:
    """Return which rows of the facts a selection of differences asks for.

    A kind counts each difference once, by its first row: so do the figures.
    """
    kept = _of_kind(found, selection.kind)
    if selection.wanted or selection.given:
        kept = kept & found.head
    if selection.side:
        kept = kept & (found.in_reference if selection.side == Side.REFERENCE else found.in_method)
    for by in By:
        if wanted := getattr(selection, by):
            known = buckets(sheet, found, by)
            if wanted not in known:
                raise UnknownNameError(by, wanted, known)
            kept = kept & known[wanted]
    wanted_label, given_label = labels_of(found)
    for asked, column in ((selection.wanted, wanted_label), (selection.given, given_label)):
        if asked:
            kept = kept & (column == _number(sheet, asked))
    return kept


def _of_kind(found: Facts, kind: str) -> Flags:
    if kind == ANY:
        return np.ones(len(found.pair), np.bool_)
    return found.of(Difference(kind)) if kind else ~found.right


def labels_of(found: Facts) -> tuple[Ints, Ints]:
    """Return for each row the label in the reference and in the method, `NONE` for no entity."""
    wanted = np.where(found.in_reference, found.label, found.other)
    given = np.where(found.in_reference, found.other, found.label)
    return wanted, given


def _number(sheet: Sheet, label: str) -> int:
    if label == NOTHING:
        return NONE
    if label not in sheet.labels:
        raise UnknownNameError("label", label, sheet.labels)
    return sheet.labels.index(label)


def _failing(sheet: Sheet, selection: Selection) -> Flags:
    found = sheet.failed.get(in_words(selection.method))
    if found is None:
        raise UnknownNameError("method", in_words(selection.method), sheet.methods)
    return found


def _naming(sheet: Sheet, selection: Selection) -> Flags:
    numbers = [
        k
        for k, name in enumerate(sheet.names)
        if name.key == selection.name and sheet.languages[name.language] == selection.language
    ]
    if not numbers:
        raise UnknownNameError(
            f"name in {selection.language}", selection.name, [*_some_names(sheet, selection)]
        )
    pairs = _with_name(sheet, SOURCE, numbers[0])
    if not selection.method:
        return pairs
    spans = sheet.layer(selection.method)
    if selection.kind == Difference.MISSING:
        return (
            pairs
            & sheet.counted(selection.method)
            & ~_with_name(sheet, selection.method, numbers[0])
        )
    mine = spans.where(spans.name == numbers[0])
    given = {k: name_key(sheet.forms[k]) for k in set(mine.form.tolist())}
    alike = [k for k, form in given.items() if form == selection.form]
    return _on_pairs(sheet, mine.pair[np.isin(mine.form, alike)])


def _with_name(sheet: Sheet, layer: str, number: int) -> Flags:
    spans = sheet.layers[layer]
    return _on_pairs(sheet, spans.pair[spans.name == number])


def _some_names(sheet: Sheet, selection: Selection) -> list[str]:
    found = [n.key for n in sheet.names if sheet.languages[n.language] == selection.language]
    return [*found[:3], *(["…"] if len(found) > 3 else [])]


def _on_pairs(sheet: Sheet, numbers: Ints) -> Flags:
    found = np.zeros(len(sheet.ids), np.bool_)
    found[numbers] = True
    return found


_PAIRS = {What.DIFFER: _differing, What.FAILED: _failing, What.NAME: _naming}
