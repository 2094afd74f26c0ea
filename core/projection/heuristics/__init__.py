"""Heuristics: spans read straight off the links, without scores."""

from core.projection.heuristics import runs, span_rule
from core.projection.heuristics.shelf import HEURISTICS, Fate, Run, Runs

__all__ = ["HEURISTICS", "Fate", "Run", "Runs", "runs", "span_rule"]
