"""Word aligners: links between the tokens of a sentence pair, with probabilities."""

from core.aligners import (  # each registers its part
    accalign,
    awesome,
    char_ngrams,
    embedding,
    fuzzy,
    same_word,
    simalign,
    statistical,
    transalign,
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
    "accalign",
    "awesome",
    "by_language",
    "char_ngrams",
    "embedding",
    "fuzzy",
    "models_from_bytes",
    "models_to_bytes",
    "same_word",
    "simalign",
    "statistical",
    "transalign",
    "vote",
]
