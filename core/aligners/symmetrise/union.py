"""Symmetriser: the links of either direction."""

from core.aligners.symmetrise.shelf import SYMMETRISERS, Cell, Cells


@SYMMETRISERS.register("union")
def union(forward: Cells, reverse: Cells) -> frozenset[Cell]:
    """Return the links that either direction found.

    Source: Och and Ney 2003, aclanthology.org/J03-1002.
    """
    return frozenset(forward | reverse)
