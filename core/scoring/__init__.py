"""Scores of candidates: one matrix of shape (entities, candidates) each."""

from core.domain.scores import Matrix
from core.scoring import alignment, coverage, position
from core.scoring.fuse import fuse
from core.scoring.shelf import SCORES

__all__ = ["SCORES", "Matrix", "alignment", "coverage", "fuse", "position"]
