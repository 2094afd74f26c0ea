"""Spans file: JSON Lines `{"id", "spans": [[start, end, label or null, score or null], ...]}`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.domain.task import SuppliedSpan
from core.errors import FormatError
from core.formats import jsonl
from core.formats.lines import Lines
from core.formats.pairs_jsonl import identity
from core.formats.problems import Report, refuse

Spans = tuple[SuppliedSpan, ...]


def read(data: Lines, *, file: str = "", report: Report = refuse) -> Iterator[tuple[str, Spans]]:
    """Yield (pair id, spans as they stand), in order; report bad lines and doubled ids."""
    ids = jsonl.OnceEach(file=file, report=report)
    for line, (name, spans) in jsonl.read_each(data, _from_object, file=file, report=report):
        if ids.fresh(name, line):
            yield name, spans


def write(rows: Iterable[tuple[str, Sequence[SuppliedSpan]]]) -> Iterator[bytes]:
    """Yield one line for every (pair id, spans); reading gives them back."""
    for name, spans in rows:
        listed = [[s.start, s.end, s.label, s.score] for s in spans]
        yield jsonl.dump({"id": name, "spans": listed})


def _from_object(value: Mapping[str, Any]) -> tuple[str, Spans]:
    items = jsonl.list_of(jsonl.need(value, "spans"), "spans")
    return identity(value), tuple(_span(item) for item in items)


def _span(item: object) -> SuppliedSpan:
    row = jsonl.row_of(item, "a span", (2, 3, 4))
    start = jsonl.whole(row[0], "the start of a span")
    end = jsonl.whole(row[1], "the end of a span")
    if end <= start:
        what = f"span [{start}, {end}) is empty or reversed"
        raise FormatError(what, remedy="the end is one behind the last token")
    label, score = (*row[2:], None, None)[:2]
    if label is not None and (not isinstance(label, str) or not label or len(label.split()) != 1):
        what = f"the label of span [{start}, {end}) is {jsonl.shown(label)}"
        raise FormatError(what, remedy="a label is text without white space, or null")
    if score is not None:
        score = jsonl.number(score, f"the score of span [{start}, {end})")
    return SuppliedSpan(start, end, label, score)
