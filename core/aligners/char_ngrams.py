"""Links between words that share pieces: character n-grams, in one script or in two."""

from functools import partial
from typing import Annotated

from core.aligners.base import ALIGNERS
from core.aligners.lexical import Lexical
from core.aligners.rules import Matching
from core.errors import OptionError
from core.registry import Between
from core.text.ngrams import ngram_similarities


@ALIGNERS.register("char-ngrams")
def char_ngrams(
    *,
    shortest: Annotated[int, Between(1, 6)] = 1,
    longest: Annotated[int, Between(1, 6)] = 2,
    rule: Matching = "itermax",
    least: Annotated[float, Between(0.01, 1.0)] = 0.25,
) -> Lexical:
    """Link words that share character n-grams, without marks and in rough Latin.

    Finds stems with other endings or beginnings, which a comparison of whole words misses. Words
    that look alike equally well link in their order; nothing is learned.

    Args:
        shortest: characters of the shortest n-gram.
        longest: characters of the longest n-gram.
        rule: how links are found among the similarities; match links one to one, argmax is most
            precise, itermax finds more.
        least: least similarity of a link; higher is more precise, lower finds more.

    Raises:
        OptionError: the longest n-gram is shorter than the shortest.

    Source: Simard, Foster and Isabelle 1992, aclanthology.org/1992.tmi-1.7 (cognates); n-grams,
    scripts and order are ours.
    """
    if longest < shortest:
        raise OptionError(f"longest: {longest} is less than shortest, {shortest}")
    compare = partial(ngram_similarities, least=shortest, most=longest)
    return Lexical("shared n-grams", compare, rule, least)
