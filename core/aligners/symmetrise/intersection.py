"""Symmetriser: the links of both directions."""

from core.aligners.symmetrise.shelf import SYMMETRISERS, Cell, Cells


@SYMMETRISERS.register("intersection")
def intersection(forward: Cells, reverse: Cells) -> frozenset[Cell]:
    """Return the links that both directions found.

    Source: Och and Ney 2003, aclanthology.org/J03-1002.
    """
    return frozenset(forward & reverse)
