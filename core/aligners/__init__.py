"""Word aligners: links between the tokens of a sentence pair, with probabilities."""

from core.aligners import (  # each registers its part
    char_ngrams,
    fuzzy,
    same_word,
    simalign,
    statistical,
    vote,
)
from core.aligners.base import ALIGNERS, Aligner, Bitext, Progress, by_language
from core.aligners.rules import RULES
from core.aligners.saved import Keep, Learner, Models, models_from_bytes, models_to_bytes
from core.aligners.symmetrise import SYMMETRISERS

__all__ = [
    "ALIGNERS",
    "RULES",
    "SYMMETRISERS",
    "Aligner",
    "Bitext",
    "Keep",
    "Learner",
    "Models",
    "Progress",
    "by_language",
    "char_ngrams",
    "fuzzy",
    "models_from_bytes",
    "models_to_bytes",
    "same_word",
    "simalign",
    "statistical",
    "vote",
]
