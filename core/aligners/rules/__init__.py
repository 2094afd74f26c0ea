"""Rules: which cells of a matrix of similarities, probabilities or dot products are links."""

from core.aligners.rules import (  # each registers its part
    argmax,
    entmax15,
    forward,
    itermax,
    match,
    mutual_softmax,
    reverse,
)
from core.aligners.rules.shelf import RULES, Linked, Mask, Matching, Matrix

__all__ = [
    "RULES",
    "Linked",
    "Mask",
    "Matching",
    "Matrix",
    "argmax",
    "entmax15",
    "forward",
    "itermax",
    "match",
    "mutual_softmax",
    "reverse",
]
