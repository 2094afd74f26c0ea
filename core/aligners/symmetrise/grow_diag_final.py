"""Symmetriser: grow-diag, then links of words of which one is free."""

from core.aligners.symmetrise.growing import AROUND, finished, grown
from core.aligners.symmetrise.shelf import SYMMETRISERS, Cell, Cells


@SYMMETRISERS.register("grow-diag-final")
def grow_diag_final(forward: Cells, reverse: Cells) -> frozenset[Cell]:
    """Return `grow-diag` plus links, forward ones first, where source or target has none yet.

    Source: Koehn, Och and Marcu 2003, aclanthology.org/N03-1017.
    """
    return finished(grown(forward, reverse, AROUND), forward, reverse, both=False)
