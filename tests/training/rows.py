"""Sentences that tests learn from."""

from core.domain.entity import from_iob2
from core.domain.pair import Pair, Sentence
from core.training.taggers.silver import Silver

NAMES = {"Anna": "B-PER", "Bob": "B-PER", "Rome": "B-LOC", "Paris": "B-LOC"}
TEXTS = (
    "Anna lives in Rome .",
    "Bob lives in Paris .",
    "in Rome lives Bob .",
    "Paris .",
    "Anna sees Bob .",
    "she sees it .",
)


def silver(text: str, weights: tuple[float, ...] | None = None, name: str = "s") -> Silver:
    tokens = tuple(text.split())
    tags = tuple(NAMES.get(token, "O") for token in tokens)
    return Silver(name, tokens, tags, weights or (1.0,) * len(tokens), lang="en")


ROWS = [silver(text, name=f"s{k}") for k, text in enumerate(TEXTS)]


def pair(tags: str, *, name: str = "p", src: str = "x", doc: str = "", **extra: object) -> Pair:
    """A pair whose target has a token a tag: `O B-PER I-PER`."""
    spelt = tags.split()
    target = Sentence(tuple(f"t{k}" for k in range(len(spelt))), from_iob2(spelt), "de")
    return Pair(name, Sentence(tuple(src.split()), (), "en"), target, doc=doc, extra=extra)
