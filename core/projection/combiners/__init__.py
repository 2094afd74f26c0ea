"""Combiners: one choice out of what several methods, or several sources, would choose."""

from core.projection.combiners import vote
from core.projection.combiners.shelf import COMBINERS, Ballot, Counted

__all__ = ["COMBINERS", "Ballot", "Counted", "vote"]
