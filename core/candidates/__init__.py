"""Candidate spans: which stretches of the target could be an entity."""

from core.candidates import aligned, grown, ngrams, runs, supplied, tagged
from core.candidates.shelf import CANDIDATES
from core.candidates.union import union

__all__ = ["CANDIDATES", "aligned", "grown", "ngrams", "runs", "supplied", "tagged", "union"]
