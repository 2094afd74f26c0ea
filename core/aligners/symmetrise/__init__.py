"""Symmetrisers: one alignment from links found in one direction and in the other."""

from core.aligners.symmetrise import (  # each registers its part
    grow,
    grow_diag,
    grow_diag_final,
    grow_diag_final_and,
    intersection,
    union,
)
from core.aligners.symmetrise.shelf import SYMMETRISERS, Cell, Cells

__all__ = [
    "SYMMETRISERS",
    "Cell",
    "Cells",
    "grow",
    "grow_diag",
    "grow_diag_final",
    "grow_diag_final_and",
    "intersection",
    "union",
]
