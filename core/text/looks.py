"""How the words of two sentences look beside each other, cheap enough to ask of every pair."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from core.text.forms import form_similarity, similarities
from core.text.key import comparison_key
from core.text.transliterate import latin, script, skeleton

SHORT = 3
"""Words of so many small letters are mostly articles, prepositions and the like."""

_CUT = 0.85
"""Jaro-Winkler similarity below which two words of one script do not look alike at all."""

_LEAST = 4
"""Letters that words need to look alike without being the same but for marks."""


_BONES = 3
"""Consonants that a word needs to be recognised within another."""


class Look(NamedTuple):
    """What is seen of a single token.

    Args:
        key: its comparison key.
        letters: letters and digits of the key.
        rough: the key in rough Latin, where there is one.
        script: of its first letter.
        bones: the consonant classes of its sound.
        block: only tokens of one block can look alike; "" stands for none.
        digits: its digits, in order.
        size: how many letters and digits it has.
        short: up to three small letters, or nothing but punctuation.
        capital: it holds a capital letter.
        small: its letters are all small; False too where the script has no case.
    """

    key: str
    letters: str
    rough: str
    script: str
    bones: str
    block: str
    digits: str
    size: int
    short: bool
    capital: bool
    small: bool


@lru_cache(maxsize=200_000)
def look(token: str) -> Look:
    """Return what is seen of a token."""
    key = comparison_key(token)
    rough = latin(key)
    digits = "".join(filter(str.isdigit, rough))
    letters = "".join(filter(str.isalnum, key))
    size = len(letters)
    bones = skeleton(key)
    return Look(
        key=key,
        letters=letters,
        rough=rough or key,
        script=script(key),
        bones=bones,
        block="" if size < 2 and not digits else bones[:2] or rough[:2] or key[:2],
        digits=digits,
        size=size,
        short=not size or (len(token) <= SHORT and token.islower()),
        capital=token.lower() != token,
        small=token.islower(),
    )


@lru_cache(maxsize=64)
def alike(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[tuple[int, int, float], ...]:
    """Return the tokens that look alike: position in each, and how alike, in (0, 1].

    That of `core.text.forms` for words that start with the same two consonants; others are not
    listed, nor are single letters, punctuation, and tokens whose digits differ. The last few
    answers are kept, because candidates and scores ask for the same.
    """
    found: list[tuple[int, int, float]] = []
    across: list[tuple[int, int, str, str]] = []
    for i, j, a, b in _in_one_block(left, right):
        if a.key == b.key:
            found.append((i, j, 1.0))
        elif a.script != b.script:
            across.append((i, j, a.key, b.key))
        elif likeness := _near(a, b):
            found.append((i, j, likeness))
    if across:
        values = similarities([a for _, _, a, _ in across], [b for _, _, _, b in across])
        pairs = zip(across, values.tolist(), strict=True)
        found += [(i, j, value) for (i, j, _, _), value in pairs if value > 0]
    return tuple(sorted(found))


def holds(compound: str, word: str) -> bool:
    """Return whether a longer word may be a compound with a word, or its likeness, in it.

    Some `Kohäsionsfonds` holds `Fund`. Says yes too often to be asked of words picked at random.
    """
    whole, part = look(compound), look(word)
    longer = whole.size >= part.size + _LEAST
    return longer and len(part.bones) >= _BONES and part.bones in whole.bones


def _near(a: Look, b: Look) -> float:
    """Return how alike two words of one script look; most are done with at a glance."""
    x, y = a.rough, b.rough
    if x != y and (
        min(len(x), len(y)) < _LEAST or not JaroWinkler.similarity(x, y, score_cutoff=_CUT)
    ):
        return 0.0
    return _cognates(a.key, b.key)


_cognates = lru_cache(maxsize=200_000)(form_similarity)


def _in_one_block(
    left: tuple[str, ...], right: tuple[str, ...]
) -> Iterator[tuple[int, int, Look, Look]]:
    """Yield positions and looks of tokens that share block and digits."""
    blocks: dict[str, list[tuple[int, Look]]] = {}
    for i, token in enumerate(left):
        seen = look(token)
        blocks.setdefault(seen.block, []).append((i, seen))
    blocks.pop("", None)
    for j, token in enumerate(right):
        seen = look(token)
        for i, other in blocks.get(seen.block, ()):
            if seen.digits == other.digits:
                yield i, j, other, seen
