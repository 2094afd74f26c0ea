"""Gold links: Pharaoh with `i-j` sure and `ipj` possible, or JSON Lines that say more.

The JSON form is `{"id", "sure": [[i, j], ...], "possible": [...]}`, optionally with the tokens and
with `src_unaligned` and `tgt_unaligned`: then only some tokens were annotated (the ends of links
and the unaligned ones), and only links between two annotated tokens can be scored.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.errors import CoreError, FormatError
from core.formats import jsonl
from core.formats.lines import Lines, read_lines
from core.formats.links_jsonl import outside
from core.formats.pairs_jsonl import identity
from core.formats.pharaoh import Cell, parse
from core.formats.problems import Report, of_error, refuse

_NONE: frozenset[Cell] = frozenset()


@dataclass(frozen=True, slots=True)
class GoldRow:
    """The gold links of one pair.

    Args:
        id: of the pair; "" in Pharaoh files.
        sure: certain links.
        possible: uncertain ones, without the sure ones.
        size: source and target tokens, where the file has them.
        src_unaligned: annotated source tokens without a link; None where all are annotated.
        tgt_unaligned: the same for the target.
        line: where it stands.
    """

    id: str
    sure: frozenset[Cell]
    possible: frozenset[Cell] = frozenset()
    size: Cell | None = None
    src_unaligned: frozenset[int] | None = None
    tgt_unaligned: frozenset[int] | None = None
    line: int = 0


def read_pharaoh(data: Lines, *, file: str = "", report: Report = refuse) -> Iterator[GoldRow]:
    """Yield one value a line, empty lines included; a bad line is reported and left out."""
    for number, text in read_lines(data, file=file, report=report):
        try:
            sure, possible = parse(text or "")
        except CoreError as error:
            report(of_error(error, file=file, line=number))
            continue
        certain = frozenset(sure) if sure else _NONE  # a line without links takes no sets
        merely = frozenset(possible) - certain if possible else _NONE
        yield GoldRow("", certain, merely, line=number)


def read_jsonl(data: Lines, *, file: str = "", report: Report = refuse) -> Iterator[GoldRow]:
    """Yield the rows of a gold-links file, in order; report bad lines and doubled ids."""
    ids = jsonl.OnceEach(file=file, report=report)
    for line, gold in jsonl.read_each(data, _from_object, file=file, report=report):
        if ids.fresh(gold.id, line):
            yield GoldRow(
                gold.id,
                gold.sure,
                gold.possible,
                gold.size,
                gold.src_unaligned,
                gold.tgt_unaligned,
                line,
            )


def _from_object(value: Mapping[str, Any]) -> GoldRow:
    name = identity(value)
    size = None
    if "src_tokens" in value and "tgt_tokens" in value:
        size = tuple(len(jsonl.list_of(value[k], k)) for k in ("src_tokens", "tgt_tokens"))
    sure = frozenset(_cells(jsonl.need(value, "sure"), "sure"))
    possible = frozenset(_cells(value.get("possible") or [], "possible"))
    if size is not None:
        for i, j in sorted(sure | possible):
            if i >= size[0] or j >= size[1]:
                raise outside(i, j, size[0], size[1], pair=name)
    return GoldRow(
        name,
        sure,
        possible - sure,
        None if size is None else (size[0], size[1]),
        _tokens(value, "src_unaligned"),
        _tokens(value, "tgt_unaligned"),
    )


def _cells(value: object, key: str) -> Iterator[Cell]:
    for item in jsonl.list_of(value, key):
        row = jsonl.row_of(item, f"an item of {key}", (2,))
        if any(isinstance(k, bool) or not isinstance(k, int) or k < 0 for k in row):
            remedy = "a link is [source, target], counted from 0"
            raise FormatError(f"{key} holds {jsonl.shown(item)}", remedy=remedy)
        yield row[0], row[1]


def _tokens(value: Mapping[str, Any], key: str) -> frozenset[int] | None:
    if value.get(key) is None:
        return None
    return frozenset(jsonl.whole(k, f"an item of {key}") for k in jsonl.list_of(value[key], key))
