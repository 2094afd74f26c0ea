"""Label Studio JSON: tasks with what methods predicted and what people annotated.

Offsets are code points, end exclusive; every region carries its text, which is checked. Machine
layers are `predictions`, one a method; what people made of the target is one of `annotations`,
`completed_by` whoever decided last (their name in the place of an address).
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from core.errors import CoreError, FormatError
from core.formats import json_array, jsonl
from core.formats.offsets import text_of
from core.formats.outgoing import Machine, Row
from core.formats.problems import Report, of_error, refuse
from core.formats.spanned import Span, Spanned, beside, of_row

HEAD, BETWEEN, TAIL = b"[\n", b",\n", b"\n]\n"


def write(rows: Iterable[Row], first: int = 1) -> Iterator[bytes]:
    """Yield one task a row, without what stands before, between and behind them."""
    for number, row in enumerate(rows, start=first):
        yield json.dumps(_task(number, row), ensure_ascii=False, allow_nan=False).encode()


def read(data: bytes, *, file: str = "", report: Report = refuse) -> Iterator[Spanned]:
    """Yield the tasks with what people annotated, else with what the first method predicted."""
    for number, value in json_array.read(data, file=file):
        try:
            yield _spanned(number, value)
        except CoreError as error:
            report(of_error(error, file=file, line=number))


def _task(number: int, row: Row) -> dict[str, object]:
    text, _ = of_row(row, (), "code-points")
    own = Machine("", row.entities(), tuple(said.score for said in row.said))
    annotations: list[object] = []
    machine = list(row.machine)
    if row.person or not machine:
        by = {"completed_by": {"email": row.person}} if row.person else {}
        result = _regions(row, own, f"{number}a")
        annotations.append({"id": number, **by, "was_cancelled": False, "result": result})
    predictions = [
        {
            "model_version": m.method,
            "score": _lowest(m),
            "result": _regions(row, m, f"{number}p{k}"),
        }
        for k, m in enumerate(machine)
    ]
    source = row.pair.source
    data = {"text": text, "source": text_of(source.tokens, source.lang)[0], "pair": beside(row)}
    return {
        "id": number,
        "data": data,
        "annotations": annotations,
        "predictions": predictions,
    }


def _lowest(machine: Machine) -> float | None:
    return min((score for score in machine.scores if score is not None), default=None)


def _regions(row: Row, machine: Machine, name: str) -> list[dict[str, object]]:
    spans = of_row(row, machine.entities, "code-points")[1]
    return [
        {
            "id": f"{name}-{k}",
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": span.start,
                "end": span.end,
                "text": span.surface,
                "labels": [span.label],
            },
        }
        for k, span in enumerate(spans)
    ]


def _spanned(number: int, value: Mapping[str, Any]) -> Spanned:
    data = value.get("data")
    if not isinstance(data, dict):
        raise FormatError("no object 'data'", remedy="a task has its text under data.text")
    text = jsonl.text_of(data, "text")
    pair = data.get("pair")
    done = _results(value, "annotations") or _results(value, "predictions")
    spans = tuple(_span(item) for item in (done[0] if done else ()) if _is_region(item))
    return Spanned(number, text, spans, pair if isinstance(pair, dict) else None)


def _results(value: Mapping[str, Any], key: str) -> list[list[Any]]:
    found = []
    for one in jsonl.list_of(value.get(key) or [], key):
        if not isinstance(one, dict):
            raise FormatError(f"{key!r} holds {jsonl.shown(one)}", remedy="it holds objects")
        if not one.get("was_cancelled"):
            found.append(jsonl.list_of(one.get("result") or [], "result"))
    if key == "annotations" and len(found) > 1:
        what = f"there are {len(found)} annotations of one text"
        raise FormatError(what, remedy="settle on one of them first")
    return found


def _is_region(item: object) -> bool:
    return isinstance(item, dict) and item.get("type") == "labels"


def _span(item: Mapping[str, Any]) -> Span:
    value = item.get("value")
    if not isinstance(value, dict):
        raise FormatError("a region has no object 'value'", remedy="leave it as exported")
    (label,) = jsonl.row_of(value.get("labels"), "labels", (1,))
    if not isinstance(label, str):
        raise FormatError(f"a label is {jsonl.shown(label)}", remedy="it has to be text")
    surface = jsonl.text_of(value, "text") or None
    start, end = (jsonl.whole(value.get(key), key) for key in ("start", "end"))
    return Span(start, end, label, surface)
