"""How alike two phrases look as a whole: written as one word, and by their initials."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.text.forms import similarities
from core.text.looks import look

OTHER_ORDER = 0.8
"""What the right initials in another order count."""

_MOST_INITIALS = 8


class Phrase(NamedTuple):
    """What is seen of some tokens together.

    Args:
        key: their comparison keys as one word, letters and digits only.
        digits: their digits, in order.
        initials: first letters of their words but the short ones, as comparison keys.
        acronym: the letters of a single token of two capitals or more and no small letter, as a
            comparison key, else "".
        capital: a capital letter is among them.
        small: they have letters, and all are small.
    """

    key: str
    digits: str
    initials: str
    acronym: str
    capital: bool
    small: bool


@lru_cache(maxsize=4096)
def phrase(tokens: tuple[str, ...]) -> Phrase:
    """Return what is seen of tokens together; the last answers are kept: scores share them."""
    looks = [look(token) for token in tokens]
    initials = "".join([seen.key[:1] for seen in looks if not seen.short])
    capital = any(seen.capital for seen in looks)
    return Phrase(
        key="".join([seen.letters for seen in looks]),
        digits="".join([seen.digits for seen in looks]),
        initials=initials if len(initials) > 1 else "",
        acronym=_acronym(tokens[0]) if len(tokens) == 1 else "",
        capital=capital,
        small=not capital and any(seen.small for seen in looks),
    )


def _acronym(token: str) -> str:
    letters = "".join(c for c in token if c.isalnum())
    fits = letters.isupper() and 2 <= len(letters) <= _MOST_INITIALS
    return look(token).letters if fits else ""


def written_alike(one: Phrase, others: Sequence[Phrase]) -> NDArray[np.float64]:
    """Return how alike a phrase and each of the others are as one word, shape (others,).

    A phrase more than three times as long as the other, in characters, is not like it. The last
    few answers are kept, since scores share them.
    """
    return np.array(_keys_alike(one.key, tuple(other.key for other in others)))


@lru_cache(maxsize=64)
def _keys_alike(one: str, others: tuple[str, ...]) -> tuple[float, ...]:
    found = np.zeros(len(others))
    near = [k for k, other in enumerate(others) if _of_one_size(len(one), len(other))]
    if near:
        found[near] = similarities([one] * len(near), [others[k] for k in near])
    return tuple(found.tolist())


def initials_alike(a: Phrase, b: Phrase) -> float:
    """Return 1 where one phrase is the initials of the other, less in another order, else 0."""
    for short, long in ((a.acronym, b.initials), (b.acronym, a.initials)):
        if short and short == long:
            return 1.0
        if short and sorted(short) == sorted(long):
            return OTHER_ORDER
    return 0.0


def _of_one_size(a: int, b: int) -> bool:
    return 0 < a <= 3 * b and 0 < b <= 3 * a
