"""Matchers: which candidate goes to which entity, given one score matrix."""

from core.matching import exact, greedy
from core.matching.shelf import MATCHERS, Chosen, Constraint, NotComputed, Solution

__all__ = ["MATCHERS", "Chosen", "Constraint", "NotComputed", "Solution", "exact", "greedy"]
