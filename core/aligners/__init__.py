"""Word aligners: links between the tokens of a sentence pair, with probabilities."""

from core.aligners import same_word, simalign, statistical  # each registers its part
from core.aligners.base import ALIGNERS, Aligner, Bitext, Progress, by_language

__all__ = [
    "ALIGNERS",
    "Aligner",
    "Bitext",
    "Progress",
    "by_language",
    "same_word",
    "simalign",
    "statistical",
]
