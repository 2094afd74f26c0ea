"""Tag probabilities: JSON Lines `{"id", "labels": [IOB2 tags], "probs": [[...] a token]}`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from core.domain.task import TagProbs
from core.errors import FormatError
from core.formats import jsonl
from core.formats.lines import Lines
from core.formats.pairs_jsonl import identity
from core.formats.problems import Report, refuse
from core.formats.schemes import is_tag

TOLERANCE = 0.01
"""How far the probabilities of one token may be from adding up to 1."""


def read(data: Lines, *, file: str = "", report: Report = refuse) -> Iterator[tuple[str, TagProbs]]:
    """Yield (pair id, probabilities), in order; report bad lines and doubled ids."""
    ids = jsonl.OnceEach(file=file, report=report)
    for line, (name, probs) in jsonl.read_each(data, _from_object, file=file, report=report):
        if ids.fresh(name, line):
            yield name, probs


def write(rows: Iterable[tuple[str, TagProbs]]) -> Iterator[bytes]:
    """Yield one line for every (pair id, probabilities); reading gives back the same numbers."""
    for name, tagged in rows:
        value = {"id": name, "labels": list(tagged.labels), "probs": tagged.probs.tolist()}
        yield jsonl.dump(value)


def _from_object(value: Mapping[str, Any]) -> tuple[str, TagProbs]:
    labels = jsonl.list_of(jsonl.need(value, "labels"), "labels")
    for label in labels:
        if not isinstance(label, str) or not is_tag(label) or label[0] not in "OBI":
            what = f"label {jsonl.shown(label)} is no IOB2 tag"
            raise FormatError(what, remedy="labels look like O, B-PER, I-PER")
    if not labels or len(set(labels)) < len(labels):
        raise FormatError("'labels' is empty or names a tag twice", remedy="name every tag once")
    rows = jsonl.list_of(jsonl.need(value, "probs"), "probs")
    for i, row in enumerate(rows):
        _check(row, len(labels), i)
    probs = np.array(rows, dtype=np.float64).reshape(len(rows), len(labels))
    return identity(value), TagProbs(tuple(labels), probs)


def _check(row: object, size: int, token: int) -> None:
    if not isinstance(row, list) or len(row) != size:
        what = f"a row of probabilities is {jsonl.shown(row)}"
        raise FormatError(what, token=token, remedy=f"one number for each of the {size} labels")
    values = [jsonl.number(p, "a probability") for p in row]
    if not all(0 <= p <= 1 for p in values) or abs(sum(values) - 1) > TOLERANCE:
        what = f"the probabilities add up to {sum(values):.4g}"
        remedy = "each has to lie in [0, 1], and those of one token add up to 1"
        raise FormatError(what, token=token, remedy=remedy)
