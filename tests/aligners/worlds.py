"""A small made-up language pair, large enough to learn from."""

import random

from core.aligners import Bitext

WORDS = {
    "the": "le", "cat": "shaq", "dog": "wom", "sees": "bodi", "house": "tariz", "big": "gam",
    "red": "rouk", "eats": "zimo", "fish": "plen", "and": "ut", "bird": "kolf", "water": "nisk",
}  # fmt: skip


def sentence(rng: random.Random) -> Bitext:
    """Return a sentence and its translation, where adjectives follow their noun."""
    left: list[str] = []
    right: list[str] = []
    for _ in range(rng.randint(1, 3)):
        noun = rng.choice(["cat", "dog", "house", "fish", "bird", "water"])
        adjective = rng.choice(["big", "red"])
        verb = rng.choice(["sees", "eats", "and"])
        left += ["the", adjective, noun, verb]
        right += [WORDS["the"], WORDS[noun], WORDS[adjective], WORDS[verb]]
    return Bitext(tuple(left), tuple(right), "xa", "xb")


def corpus(size: int, *, seed: int = 0) -> list[Bitext]:
    """Return `size` sentence pairs."""
    rng = random.Random(seed)
    return [sentence(rng) for _ in range(size)]


def right_links(pair: Bitext) -> set[tuple[int, int]]:
    """Return the links that a perfect aligner finds."""
    out = set()
    for start in range(0, len(pair.source), 4):
        out |= {(start, start), (start + 1, start + 2), (start + 2, start + 1)}
        out.add((start + 3, start + 3))
    return out
