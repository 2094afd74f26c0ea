"""Links between words that are spelled alike, in one script or in two."""

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from core.aligners.base import ALIGNERS
from core.aligners.lexical import Lexical, Longs
from core.aligners.rules import Matching
from core.registry import Between
from core.text.forms import blocks, similarities


@ALIGNERS.register("fuzzy")
def fuzzy(
    *, rule: Matching = "itermax", least: Annotated[float, Between(0.01, 1.0)] = 0.1
) -> Lexical:
    """Link words that are spelled alike: names, loans, numbers, punctuation; nothing is learned.

    Words of one script are compared by Jaro-Winkler similarity, words of two scripts by the edit
    similarity of their consonants in rough Latin. Words that look alike equally well link in
    their order.

    Args:
        rule: how links are found among the similarities; match links one to one, argmax is most
            precise, itermax finds more.
        least: least similarity of a link; higher is more precise, lower finds more.

    Source: ours, with the similarity of Winkler 1990, eric.ed.gov/?id=ED325505.
    """
    return Lexical("similar words", _compare, rule, least)


def _compare(
    source: Sequence[str], target: Sequence[str], cells: tuple[Longs, Longs]
) -> NDArray[np.float64]:
    """Return the similarities, looking only at words that begin with like consonants."""
    rows, columns = cells
    out = np.zeros(len(rows))
    numbers: dict[str, int] = {}
    left, right = (
        np.array([numbers.setdefault(b, len(numbers)) if b else -1 for b in blocks(keys)], np.int64)
        for keys in (source, target)
    )
    near = np.flatnonzero((left[rows] == right[columns]) & (left[rows] >= 0))
    out[near] = similarities(
        [source[k] for k in rows[near].tolist()], [target[k] for k in columns[near].tolist()]
    )
    return out
