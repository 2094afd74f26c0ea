"""The pairs behind a cell: the same rows that its figure counts."""

from collections.abc import Iterator

import numpy as np

from core.errors import UnknownNameError
from core.evaluation.differences import Difference
from core.review.compare.breakdowns import By, buckets
from core.review.compare.columns import name_key
from core.review.compare.facts import NONE, Facts, facts
from core.review.compare.selection import ANY, NOTHING, Selection, Side, What, brief
from core.review.compare.sheet import Flags, Ints, Sheet, Spans, in_words, method_key, select


def pairs_of(sheet: Sheet, selection: Selection) -> tuple[str, ...]:
    """Return the ids of the pairs of a selection, in corpus order.

    Raises:
        UnknownNameError: a method, label, language or bucket that the project does not have.
    """
    return select(sheet.ids, _PAIRS[selection.what](sheet, selection))


def layers_of(sheet: Sheet, selection: Selection) -> tuple[str, ...]:
    """Return the keys of the layers that a selection compares, the reference first, each once."""
    found = (*_each(sheet, selection.against), *_each(sheet, selection.method))
    return tuple(dict.fromkeys(found))


def _each(sheet: Sheet, key: str) -> Iterator[str]:
    """Return the key of the layer that is meant, of every method for any; nothing for none."""
    if key == ANY:
        yield from map(method_key, sheet.methods)
    elif key:
        yield key


def _differing(sheet: Sheet, selection: Selection) -> Flags:
    pairs = np.zeros(len(sheet.ids), np.bool_)
    for against in _each(sheet, selection.against):
        for method in _each(sheet, selection.method):
            if method != against:
                found = facts(sheet, against, method, within=selection.within)
                pairs[found.pair[rows_of(sheet, found, selection)]] = True
    return pairs


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
        if brief(name.key) == selection.name
        and sheet.languages[name.language] == selection.language
    ]
    if not numbers:
        raise UnknownNameError(
            f"name in {selection.language}", selection.name, [*_some_names(sheet, selection)]
        )
    places = sheet.places(numbers[0])
    if not selection.method:
        return _on_pairs(sheet, places.pair)
    pairs = np.zeros(len(sheet.ids), np.bool_)
    for key in _each(sheet, selection.method):
        if selection.kind == Difference.MISSING:
            pairs[places.pair[sheet.unplaced(key, places)]] = True
        else:
            pairs[_with_form(sheet.layer(key), sheet, numbers[0], selection.form)] = True
    return pairs


def _with_form(spans: Spans, sheet: Sheet, number: int, wanted: str) -> Ints:
    """Return the numbers of the pairs in which a layer gave a name a form."""
    mine = spans.where(spans.name == number)
    given = {k: brief(name_key(sheet.forms[k])) for k in set(mine.form.tolist())}
    alike = [k for k, form in given.items() if form == wanted]
    found: Ints = mine.pair[np.isin(mine.form, alike)]
    return found


def _some_names(sheet: Sheet, selection: Selection) -> list[str]:
    found = [brief(n.key) for n in sheet.names if sheet.languages[n.language] == selection.language]
    return [*found[:3], *(["…"] if len(found) > 3 else [])]


def _on_pairs(sheet: Sheet, numbers: Ints) -> Flags:
    found = np.zeros(len(sheet.ids), np.bool_)
    found[numbers] = True
    return found


_PAIRS = {What.DIFFER: _differing, What.FAILED: _failing, What.NAME: _naming}
