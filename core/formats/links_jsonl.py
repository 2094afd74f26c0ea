"""Links file: JSON Lines, one pair a line, with probabilities and what the aligner did not see."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from core.domain.alignment import Alignment, Link
from core.errors import FormatError
from core.formats import jsonl
from core.formats.lines import Lines
from core.formats.pairs_jsonl import identity
from core.formats.problems import Report, refuse


@dataclass(frozen=True, slots=True)
class LinkRow:
    """The links of one pair as the file has them; the sizes of the pair are not known yet.

    Args:
        id: of the pair.
        links: as they stand, in ascending order.
        unseen_src: source positions that the aligner did not see.
        unseen_tgt: the same for the target.
        line: where it stands.
        file: the file it stands in.
    """

    id: str
    links: tuple[Link, ...]
    unseen_src: tuple[int, ...] = ()
    unseen_tgt: tuple[int, ...] = ()
    line: int = 0
    file: str = ""

    def alignment(self, n: int, m: int) -> Alignment:
        """Return the links for a pair of n x m tokens; raise FormatError if one lies outside."""
        for i, j, _ in self.links:
            if i >= n or j >= m:
                raise outside(i, j, n, m, pair=self.id, file=self.file, line=self.line)
        for side, unseen, size in (("src", self.unseen_src, n), ("tgt", self.unseen_tgt, m)):
            if any(k >= size for k in unseen):
                what = f"unseen_{side} names token {max(unseen)} of a sentence of {size} tokens"
                raise FormatError(
                    what, file=self.file, line=self.line, remedy="tokens count from 0"
                )
        return Alignment(n, m, self.links, self.unseen_src, self.unseen_tgt)


def read(data: Lines, *, file: str = "", report: Report = refuse) -> Iterator[LinkRow]:
    """Yield the rows of a links file, in order; report bad lines and doubled ids."""
    ids = jsonl.OnceEach(file=file, report=report)
    for line, row in jsonl.read_each(data, from_object, file=file, report=report):
        if ids.fresh(row.id, line):
            yield LinkRow(row.id, row.links, row.unseen_src, row.unseen_tgt, line, file)


def write(rows: Iterable[tuple[str, Alignment]]) -> Iterator[bytes]:
    """Yield one line for every (pair id, alignment); reading gives back the same links."""
    for name, alignment in rows:
        yield jsonl.dump(
            {
                "id": name,
                "links": [[i, j, p] for i, j, p in alignment.links],
                "unseen_src": list(alignment.unseen_src),
                "unseen_tgt": list(alignment.unseen_tgt),
            }
        )


def from_object(value: Mapping[str, Any]) -> LinkRow:
    """Return the row that one object spells; raise FormatError without a place."""
    links = [_link(item) for item in jsonl.list_of(jsonl.need(value, "links"), "links")]
    ordered = tuple(sorted(links, key=lambda link: link[:2]))
    for left, right in pairwise(ordered):
        if left[:2] == right[:2]:
            remedy = "every link may stand only once"
            raise FormatError(f"link {left.i}-{left.j} is given twice", remedy=remedy)
    return LinkRow(
        identity(value), ordered, _positions(value, "unseen_src"), _positions(value, "unseen_tgt")
    )


def outside(
    i: int, j: int, n: int, m: int, *, pair: str = "", file: str = "", line: int | None = None
) -> FormatError:
    """Return the error for a link that points outside its pair."""
    of = f" {pair!r}" if pair else ""
    return FormatError(
        f"link {i}-{j} lies outside the pair{of} of {n} x {m} tokens",
        file=file,
        line=line,
        remedy="links are source-target and count from 0; is the line one off, or the direction?",
    )


def _link(item: object) -> Link:
    row = jsonl.row_of(item, "a link", (2, 3))
    i, j = jsonl.whole(row[0], "the source of a link"), jsonl.whole(row[1], "the target of a link")
    if len(row) == 2 or row[2] is None:
        return Link(i, j)
    p = jsonl.number(row[2], f"the probability of link {i}-{j}")
    if not 0 <= p <= 1:
        remedy = "it has to lie in [0, 1]"
        raise FormatError(f"the probability of link {i}-{j} is {p}", remedy=remedy)
    return Link(i, j, p)


def _positions(value: Mapping[str, Any], key: str) -> tuple[int, ...]:
    found = jsonl.list_of(value.get(key) or [], key)
    return tuple(sorted({jsonl.whole(item, f"an item of {key}") for item in found}))
