"""Joiners: one annotation of a target sentence out of several sources of it."""

from core.projection.joiners import shares, sum_scores, vote_sources
from core.projection.joiners.shelf import JOINERS, Choice, Side, Sides

__all__ = ["JOINERS", "Choice", "Side", "Sides", "shares", "sum_scores", "vote_sources"]
