"""Gold links of a file, each with the pair that it belongs to."""

from collections.abc import Iterable, Iterator, Sequence

from core.domain.alignment import Alignment
from core.domain.pair import Pair
from core.errors import FormatError, LengthMismatchError
from core.formats.gold_links import GoldRow
from core.formats.links_jsonl import outside

GoldLinks = tuple[str, Alignment, Alignment]
"""Pair id, sure links, possible links."""


def of_pairs(
    rows: Iterable[GoldRow], pairs: Sequence[Pair], *, file: str = ""
) -> Iterator[GoldLinks]:
    """Yield the gold links of pairs: by id where the rows have ids, else line by line.

    Args:
        rows: of a gold-links file.
        pairs: the corpus; with ids, pairs may be without gold links.
        file: its name, for messages.

    Raises:
        FormatError: a row is of no pair of the corpus or of one of another size, or a link lies
            outside its pair.
        LengthMismatchError: rows without ids are more or fewer than the pairs.
    """
    known = {pair.id: pair for pair in pairs}
    count, by_line = 0, False
    for count, row in enumerate(rows, start=1):
        by_line = not row.id
        here = pairs[count - 1] if count <= len(pairs) else None
        pair = here if by_line else known.get(row.id)
        if pair is None:
            raise _of_nothing(row, len(pairs), file)
        yield _fitting(row, pair, file)
    if by_line and count < len(pairs):
        raise LengthMismatchError(
            f"no line for pair {count + 1} of {len(pairs)}",
            file=file,
            line=count + 1,
            remedy="give every pair one line; an empty line says that it has no links",
        )


def _of_nothing(row: GoldRow, pairs: int, file: str) -> FormatError:
    if row.id:
        remedy = "bring the gold links of this corpus"
        return FormatError(f"no pair {row.id!r}", file=file, line=row.line, remedy=remedy)
    return LengthMismatchError(
        f"a line more than there are pairs ({pairs})",
        file=file,
        line=row.line,
        remedy="give every pair one line",
    )


def _fitting(row: GoldRow, pair: Pair, file: str) -> GoldLinks:
    n, m = len(pair.source), len(pair.target)
    if row.size not in {None, (n, m)}:
        raise FormatError(
            f"the tokens of pair {pair.id!r} are {row.size[0]} x {row.size[1]}, "
            f"those of the corpus {n} x {m}",
            file=file,
            line=row.line,
            remedy="bring the gold links of this corpus, split into the same tokens",
        )
    for i, j in sorted(row.sure | row.possible):
        if i >= n or j >= m:
            raise outside(i, j, n, m, pair=pair.id, file=file, line=row.line)
    return pair.id, Alignment.of(n, m, row.sure), Alignment.of(n, m, row.possible)
