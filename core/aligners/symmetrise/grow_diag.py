"""Symmetriser: the intersection and what touches it, corners too."""

from core.aligners.symmetrise.growing import AROUND, grown
from core.aligners.symmetrise.shelf import SYMMETRISERS, Cell, Cells


@SYMMETRISERS.register("grow-diag")
def grow_diag(forward: Cells, reverse: Cells) -> frozenset[Cell]:
    """Return the intersection, grown by links of the union around it (8 neighbours).

    Source: Koehn, Och and Marcu 2003, aclanthology.org/N03-1017.
    """
    return grown(forward, reverse, AROUND)
