"""Confidence: how probably each projection is right, learned from the decisions of a project.

Evidence is worked out once for all pairs (`core.pipeline.evidence`) and kept; `calibrate` fits the
map to what people decided, checks it on pairs held out, and says what precision, recall and F1 to
expect; `confidences` tells of one pair.
"""

from core.review.confidence.calibrator import Calibrator
from core.review.confidence.checked import FEWEST, Checked, ends
from core.review.confidence.evidence import KINDS
from core.review.confidence.lookup import confidences, sure_of
from core.review.confidence.report import (
    Confidence,
    MethodConfidence,
    calibrate,
    is_fresh,
    measure,
)

__all__ = [
    "FEWEST",
    "KINDS",
    "Calibrator",
    "Checked",
    "Confidence",
    "MethodConfidence",
    "calibrate",
    "confidences",
    "ends",
    "is_fresh",
    "measure",
    "sure_of",
]
