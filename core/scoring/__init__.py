"""Scores of candidates: one matrix of shape (entities, candidates) each."""

from core.domain.scores import Matrix
from core.scoring import (
    alignment,
    border,
    bounded,
    coverage,
    filled_gap,
    form,
    length,
    ner,
    ner_span,
    position,
    soft_min,
    translation,
)
from core.scoring.fuse import fuse
from core.scoring.shelf import SCORES

__all__ = [
    "SCORES",
    "Matrix",
    "alignment",
    "border",
    "bounded",
    "coverage",
    "filled_gap",
    "form",
    "fuse",
    "length",
    "ner",
    "ner_span",
    "position",
    "soft_min",
    "translation",
]
