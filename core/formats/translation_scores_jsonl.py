"""Translation scores: JSON Lines `{"id", "scores": [[src_start, src_end, tgt_start, tgt_end, s]]}`.

A score says how well the target span translates the source span; higher is better.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.errors import FormatError
from core.formats import jsonl
from core.formats.lines import Lines
from core.formats.pairs_jsonl import identity
from core.formats.problems import Report, refuse

Score = tuple[int, int, int, int, float]


def read(
    data: Lines, *, file: str = "", report: Report = refuse
) -> Iterator[tuple[str, tuple[Score, ...]]]:
    """Yield (pair id, scores as they stand), in order; report bad lines and doubled ids."""
    ids = jsonl.OnceEach(file=file, report=report)
    for line, (name, scores) in jsonl.read_each(data, _from_object, file=file, report=report):
        if ids.fresh(name, line):
            yield name, scores


def write(rows: Iterable[tuple[str, Sequence[Score]]]) -> Iterator[bytes]:
    """Yield one line for every (pair id, scores); reading gives them back."""
    for name, scores in rows:
        yield jsonl.dump({"id": name, "scores": [list(score) for score in scores]})


def _from_object(value: Mapping[str, Any]) -> tuple[str, tuple[Score, ...]]:
    items = jsonl.list_of(jsonl.need(value, "scores"), "scores")
    return identity(value), tuple(_score(item) for item in items)


def _score(item: object) -> Score:
    row = jsonl.row_of(item, "a score", (5,))
    a, b, c, d = (jsonl.whole(k, "a bound of a span") for k in row[:4])
    if a >= b or c >= d:
        what = f"spans [{a}, {b}) and [{c}, {d}): one is empty or reversed"
        raise FormatError(what, remedy="an end is one behind the last token")
    return a, b, c, d, jsonl.number(row[4], "a score")
