"""Word aligners: links between the tokens of a sentence pair, with probabilities."""

from core.aligners import same_word, simalign, statistical  # each registers its part
from core.aligners.base import ALIGNERS, Aligner, Bitext, Progress, by_language
from core.aligners.saved import Keep, Learner, Models, models_from_bytes, models_to_bytes

__all__ = [
    "ALIGNERS",
    "Aligner",
    "Bitext",
    "Keep",
    "Learner",
    "Models",
    "Progress",
    "by_language",
    "models_from_bytes",
    "models_to_bytes",
    "same_word",
    "simalign",
    "statistical",
]
