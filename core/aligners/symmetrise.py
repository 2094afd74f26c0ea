"""One alignment from two: links that were found from the source and links found from the target."""

from collections.abc import Callable, Iterable, Mapping, Set
from types import MappingProxyType

Cell = tuple[int, int]
Cells = Set[Cell]

_BESIDE = ((-1, 0), (0, -1), (1, 0), (0, 1))
_AROUND = (*_BESIDE, (-1, -1), (-1, 1), (1, -1), (1, 1))


def intersection(forward: Cells, reverse: Cells) -> frozenset[Cell]:
    """Return the links that both directions found."""
    return frozenset(forward & reverse)


def union(forward: Cells, reverse: Cells) -> frozenset[Cell]:
    """Return the links that either direction found."""
    return frozenset(forward | reverse)


def grow(forward: Cells, reverse: Cells) -> frozenset[Cell]:
    """Return the intersection, grown by links of the union beside it (4 neighbours)."""
    return frozenset(_grown(forward, reverse, _BESIDE))


def grow_diag(forward: Cells, reverse: Cells) -> frozenset[Cell]:
    """Return the intersection, grown by links of the union around it (8 neighbours).

    Passes over the union in ascending order, repeated until one adds nothing; a link is added
    where its source or its target token has none yet.

    Source: Koehn, Och and Marcu 2003, aclanthology.org/N03-1017.
    """
    return frozenset(_grown(forward, reverse, _AROUND))


def grow_diag_final(forward: Cells, reverse: Cells) -> frozenset[Cell]:
    """Return `grow_diag` plus links, forward ones first, where source or target has none yet."""
    return frozenset(_finished(forward, reverse, both=False))


def grow_diag_final_and(forward: Cells, reverse: Cells) -> frozenset[Cell]:
    """Return `grow_diag` plus links, forward ones first, where source and target have none yet."""
    return frozenset(_finished(forward, reverse, both=True))


SYMMETRISERS: Mapping[str, Callable[[Cells, Cells], frozenset[Cell]]] = MappingProxyType(
    {
        "intersection": intersection,
        "union": union,
        "grow": grow,
        "grow-diag": grow_diag,
        "grow-diag-final": grow_diag_final,
        "grow-diag-final-and": grow_diag_final_and,
    }
)


def _grown(forward: Cells, reverse: Cells, around: tuple[Cell, ...]) -> set[Cell]:
    links = set(forward & reverse)
    rows, columns = _ends(links)
    pending = sorted((forward | reverse) - links)
    added = True
    while added:
        added = False
        for i, j in list(pending):
            free = i not in rows or j not in columns
            if free and any((i + di, j + dj) in links for di, dj in around):
                links.add((i, j))
                rows.add(i)
                columns.add(j)
                pending.remove((i, j))
                added = True
    return links


def _finished(forward: Cells, reverse: Cells, *, both: bool) -> set[Cell]:
    links = _grown(forward, reverse, _AROUND)
    rows, columns = _ends(links)
    for i, j in [*sorted(forward), *sorted(reverse)]:
        free = (i not in rows, j not in columns)
        if all(free) if both else any(free):
            links.add((i, j))
            rows.add(i)
            columns.add(j)
    return links


def _ends(links: Iterable[Cell]) -> tuple[set[int], set[int]]:
    cells = list(links)
    return {i for i, _ in cells}, {j for _, j in cells}
