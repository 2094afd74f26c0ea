"""The steps that the growing symmetrisers share."""

from collections.abc import Iterable

from core.aligners.symmetrise.shelf import Cell, Cells

BESIDE = ((-1, 0), (0, -1), (1, 0), (0, 1))
AROUND = (*BESIDE, (-1, -1), (-1, 1), (1, -1), (1, 1))


def grown(forward: Cells, reverse: Cells, around: tuple[Cell, ...]) -> frozenset[Cell]:
    """Return the intersection, grown by links of the union next to it.

    Passes over the union in ascending order, repeated until one adds nothing; a link is added
    where its source or its target has none yet.
    """
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
    return frozenset(links)


def finished(found: Cells, forward: Cells, reverse: Cells, *, both: bool) -> frozenset[Cell]:
    """Return the links found, and those, forward ones first and ascending, of free units.

    Args:
        found: what is linked already.
        forward: links found from the source.
        reverse: links found from the target.
        both: whether source and target must be free, or one of them.
    """
    links = set(found)
    rows, columns = _ends(links)
    for i, j in [*sorted(forward), *sorted(reverse)]:
        free = (i not in rows, j not in columns)
        if all(free) if both else any(free):
            links.add((i, j))
            rows.add(i)
            columns.add(j)
    return frozenset(links)


def _ends(links: Iterable[Cell]) -> tuple[set[int], set[int]]:
    cells = list(links)
    return {i for i, _ in cells}, {j for _, j in cells}
