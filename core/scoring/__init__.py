"""Scores of candidates: one matrix of shape (entities, candidates) each."""

from core.domain.scores import Matrix
from core.scoring import (
    alignment,
    border,
    bounded,
    coverage,
    filled_gap,
    foremost,
    form,
    learned,
    length,
    ner,
    ner_span,
    position,
    proposed,
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
    "foremost",
    "form",
    "fuse",
    "learned",
    "length",
    "ner",
    "ner_span",
    "position",
    "proposed",
    "soft_min",
    "translation",
]
