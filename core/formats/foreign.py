"""Files of other tools as uploads: doccano, Label Studio, spaCy DocBin, Hugging Face Parquet.

Those that were exported from here carry whole pairs. Others are one side, to be joined with a file
of the other; of Parquet files only ours are read.
"""

import json
from collections.abc import Iterator

from core.domain.pair import Pair
from core.errors import FormatError
from core.formats import docbin, doccano, json_array, label_studio, parquet, spanned
from core.formats.halves import Half
from core.formats.offsets import Unit
from core.formats.problems import Problem, Report

FORMS = ("doccano", "label-studio", "docbin", "parquet")
_HEAD = 2**16


def form_of(suffix: str, data: bytes) -> str:
    """Return which of `FORMS` a file is, by suffix and content; "" where it is none."""
    if suffix == "spacy":
        return "docbin"
    if data.startswith(b"PAR1"):
        return "parquet"
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if suffix == "json" and head.startswith(b"["):
        return "label-studio"
    return "doccano" if head.startswith(b"{") and _is_doccano(head) else ""


def pairs(data: bytes, form: str, *, file: str, report: Report) -> Iterator[Pair]:
    """Yield the pairs of a file that carries them; report what does not."""
    if form == "docbin":
        yield from docbin.read(data, file=file, report=report)
    elif form == "parquet":
        for row in parquet.read(data, file=file):
            yield row.pair
    elif form == "doccano":
        read = doccano.read(data, file=file, report=report)
        yield from spanned.pairs_of(read, _unit(data, form), file=file, report=report)
    else:
        tasks = label_studio.read(data, file=file, report=report)
        yield from spanned.pairs_of(tasks, _unit(data, form), file=file, report=report)


def halves(data: bytes, form: str, lang: str, *, file: str, report: Report) -> Iterator[Half]:
    """Yield the texts of a file as one side."""
    if form == "docbin":
        yield from docbin.halves(data, file=file, report=report)
        return
    if form == "parquet":
        raise FormatError("this holds whole pairs", file=file, remedy="bring it alone")
    read = (doccano if form == "doccano" else label_studio).read(data, file=file, report=report)
    unit = _unit(data, form)
    if unit is None:
        what = "offsets are read in the unit in which all of them begin and end with tokens"
        report(Problem(what, file=file, severity="note"))
    yield from spanned.halves_of(read, unit, lang, file=file, report=report)


def _unit(data: bytes, form: str) -> Unit | None:
    """Return the unit that the file names, None where it has to be found out."""
    if form == "label-studio":
        return None if not _ours(data) else "code-points"
    value = _first(data)
    return doccano.named_unit(value) if isinstance(value, dict) else None


def _ours(data: bytes) -> bool:
    first = next((value for _, value in json_array.read(data)), {})
    inner = first.get("data")
    return isinstance(inner, dict) and "pair" in inner


def _is_doccano(head: bytes) -> bool:
    value = _first(head)
    return isinstance(value, dict) and doccano.is_one(value)


def _first(data: bytes) -> object:
    line = data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").partition(b"\n")[0]
    try:
        return json.loads(line) if len(line) <= _HEAD * 64 else None
    except (ValueError, RecursionError):
        return None
