"""Matchers: which candidate goes to which entity, given one score matrix."""

from core.matching import exact, greedy
from core.matching.shelf import MATCHERS, Chosen, Solution

__all__ = ["MATCHERS", "Chosen", "Solution", "exact", "greedy"]
