"""Symmetriser: the intersection and what touches it."""

from core.aligners.symmetrise.growing import BESIDE, grown
from core.aligners.symmetrise.shelf import SYMMETRISERS, Cell, Cells


@SYMMETRISERS.register("grow")
def grow(forward: Cells, reverse: Cells) -> frozenset[Cell]:
    """Return the intersection, grown by links of the union beside it (4 neighbours).

    Source: Koehn, Och and Marcu 2003, aclanthology.org/N03-1017.
    """
    return grown(forward, reverse, BESIDE)
