"""Candidate spans: which stretches of the target could be an entity."""

from core.candidates import aligned, ngrams, runs, supplied, tagged
from core.candidates.shelf import CANDIDATES
from core.candidates.union import union

__all__ = ["CANDIDATES", "aligned", "ngrams", "runs", "supplied", "tagged", "union"]
