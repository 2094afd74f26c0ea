"""A small world with what methods need besides links: three pairs, a tagger's word and scores."""

import numpy as np

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.task import SuppliedSpan, TagProbs
from core.pipeline.outcomes import Extras

LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC")


def rows(*columns: int, sure: float = 0.9) -> TagProbs:
    """Return probabilities of words, each with its likeliest tag by its place in `LABELS`."""
    table = np.full((len(columns), len(LABELS)), (1 - sure) / (len(LABELS) - 1))
    table[range(len(columns)), columns] = sure
    return TagProbs(LABELS, table)


PAIRS = (
    Pair(
        "a",
        Sentence(("Anna", "Lee", "sees", "Rome"), (Entity(0, 2, "PER"), Entity(3, 4, "LOC")), "en"),
        Sentence(
            ("Ana", "Lee", "ve", "Roma", "."), (Entity(0, 2, "PER"), Entity(3, 4, "LOC")), "es"
        ),
    ),
    Pair(
        "b",
        Sentence(("Rome", "waits"), (Entity(0, 1, "LOC"),), "en"),
        Sentence(("espera", "Roma"), None, "es"),
    ),
    Pair(
        "c",
        Sentence(("It", "rains"), (), "en"),
        Sentence(("Ana", "duerme"), (Entity(0, 1, "PER"),), "es"),
    ),
)
LINKS = {
    "a": Alignment.of(4, 5, [(0, 0), (2, 2), (3, 3)]),
    "b": Alignment.of(2, 2, [(0, 0)]),
    "c": Alignment.of(2, 2, [(0, 0), (1, 1)]),
}
EXTRAS = Extras(
    tag_probs={"a": rows(1, 2, 0, 3, 0), "b": rows(0, 3, sure=0.8125), "c": rows(1, 0, sure=1 / 3)},
    spans={
        "a": (SuppliedSpan(0, 2, "PER", 0.75), SuppliedSpan(3, 4)),
        "b": (SuppliedSpan(1, 2, "LOC"),),
        "c": (),
    },
    translation_scores={
        "a": ((0, 2, 0, 2, 0.9), (3, 4, 3, 4, 0.1 + 0.2), (0, 2, 3, 4, -1.5)),
        "b": ((0, 1, 1, 2, 0.625),),
        "c": (),
    },
)
