"""doccano JSON Lines: a text and `label: [[start, end, type], ...]`, offsets of a unit not said.

Also read: `labels` and `annotations` of older versions, and `entities` of projects with relations.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

from core.errors import FormatError
from core.formats import jsonl
from core.formats.lines import Lines
from core.formats.offsets import Unit
from core.formats.outgoing import Row
from core.formats.problems import Report, refuse
from core.formats.spanned import Span, Spanned, beside, of_row

UNIT: Unit = "utf-16"
"""What doccano counts in, unless a project of it says graphemes."""
_KEYS = ("label", "labels", "annotations", "entities")


def write(rows: Iterable[Row], unit: Unit = UNIT) -> Iterator[bytes]:
    """Yield one line a row, offsets in a unit, which it names."""
    for row in rows:
        text, spans = of_row(row, row.entities(), unit)
        label = [[span.start, span.end, span.label] for span in spans]
        more = {"offset_unit": unit, "pair": beside(row)}
        yield jsonl.dump({"text": text, "label": label, **more})


def read(data: Lines, *, file: str = "", report: Report = refuse) -> Iterator[Spanned]:
    """Yield the texts; report lines that are none."""
    for line, found in jsonl.read_each(data, _spanned, file=file, report=report):
        yield Spanned(line, found.text, found.spans, found.pair)


def named_unit(value: Mapping[str, Any]) -> Unit | None:
    """Return the unit that an object names, None where it does not."""
    unit: Unit
    for unit in get_args(Unit):
        if value.get("offset_unit") == unit:
            return unit
    return None


def is_one(value: Mapping[str, Any]) -> bool:
    """Return whether an object is a text of doccano."""
    return isinstance(value.get("text"), str) and any(
        isinstance(value.get(key), list) for key in _KEYS
    )


def _spanned(value: Mapping[str, Any]) -> Spanned:
    text = jsonl.need(value, "text")
    if not isinstance(text, str):
        raise FormatError(f"'text' is {jsonl.shown(text)}", remedy="it has to be text")
    key = next((key for key in _KEYS if key in value), None)
    if key is None:
        raise FormatError("no key 'label'", remedy="a text has a list of its labels")
    spans = tuple(_span(item, key) for item in jsonl.list_of(value[key], key))
    pair = value.get("pair")
    return Spanned(0, text, spans, pair if isinstance(pair, dict) else None)


def _span(item: object, key: str) -> Span:
    if isinstance(item, dict):
        item = [item.get("start_offset"), item.get("end_offset"), item.get("label")]
    start, end, label = jsonl.row_of(item, f"an item of {key}", (3,))
    if not isinstance(label, str):
        raise FormatError(f"a label is {jsonl.shown(label)}", remedy="it has to be text")
    return Span(jsonl.whole(start, "start"), jsonl.whole(end, "end"), label)
