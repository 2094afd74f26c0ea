"""Learning a span scorer from decided pairs, and checking it on pairs that it has not seen."""

from core.training.scorer.check import SURE, UNDOUBTED, Answers, Check, bears_out, check, picks_of
from core.training.scorer.examples import Example, example
from core.training.scorer.fitting import FEWEST, learn, learn_prior

__all__ = [
    "FEWEST",
    "SURE",
    "UNDOUBTED",
    "Answers",
    "Check",
    "Example",
    "bears_out",
    "check",
    "example",
    "learn",
    "learn_prior",
    "picks_of",
]
