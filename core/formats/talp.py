"""TALP: gold links, one line a pair, `i-j` sure and `ipj` possible, source-target from 0.

`gold_links.read_pharaoh` reads it; an empty line says that there are no links.
"""

from collections.abc import Iterable, Iterator

from core.formats.outgoing import Row


def write(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield one line a row: its links, and those that are not certain."""
    for row in rows:
        sure = row.links.links if row.links else ()
        possible = row.possible.links if row.possible else ()
        cells = [(i, j, "-") for i, j, _ in sure] + [(i, j, "p") for i, j, _ in possible]
        yield " ".join(f"{i}{sign}{j}" for i, j, sign in sorted(cells)).encode() + b"\n"
