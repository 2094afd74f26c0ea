"""Provenance: one line for every target entity of an export, where it comes from and who said so.

It goes beside the export, as JSON Lines or as CSV. An entity that came by a whole pair being
accepted has that as its decision.
"""

import json
from collections.abc import Iterable, Iterator

from core.formats import csv_guard, jsonl
from core.formats.lines import Lines
from core.formats.outgoing import Row

COLUMNS = (
    "pair",
    "start",
    "end",
    "label",
    "tokens",
    "status",
    "method",
    "score",
    "source_start",
    "source_end",
    "decision",
    "person",
    "time",
    "reason",
    "origin",
)


def values(row: Row) -> Iterator[dict[str, object]]:
    """Yield what there is to say of each entity of a row, in order."""
    for said in row.said:
        entity, source = said.entity, said.source
        yield {
            "pair": row.pair.id,
            "start": entity.start,
            "end": entity.end,
            "label": entity.label,
            "tokens": list(row.pair.target.tokens[entity.start : entity.end]),
            "status": str(said.status),
            "method": said.method,
            "score": said.score,
            "source_start": source.start if source else None,
            "source_end": source.end if source else None,
            "decision": said.decision,
            "person": said.person,
            "time": said.time,
            "reason": said.reason,
            "origin": said.origin,
        }


def write(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield JSON Lines."""
    for row in rows:
        for value in values(row):
            yield jsonl.dump(value)


def read(data: Lines, *, file: str = "") -> Iterator[dict[str, object]]:
    """Yield the values of JSON Lines."""
    for _, value in jsonl.read_each(data, dict, file=file):
        yield value


def write_csv(rows: Iterable[Row], *, head: bool = True) -> Iterator[bytes]:
    """Yield CSV that no spreadsheet takes for formulas, tokens as a JSON list."""
    if head:
        yield from csv_guard.write([COLUMNS])
    for row in rows:
        yield from csv_guard.write(cells(row))


def cells(row: Row) -> Iterator[list[object]]:
    """Yield the cells of each entity of a row; what there is nothing to say of is empty."""
    for value in values(row):
        tokens = json.dumps(value["tokens"], ensure_ascii=False)
        told = ({**value, "tokens": tokens}[name] for name in COLUMNS)
        yield ["" if cell is None else cell for cell in told]
