"""Back-translation: a marked source sentence brought into the target language, entities and all.

Aligning it with the original target sentence then is a matter of one language. Published figures
show that this hurts nearly everywhere but in languages written without spaces.
"""

import re
from collections.abc import Sequence

from core.projection.markers.brackets import VARIANTS
from core.projection.markers.marks import Piece, check_phrases, in_tokens, likeness
from core.projection.markers.shelf import (
    InsideWord,
    LossReason,
    Lost,
    Marked,
    Recovered,
    Tokenise,
)
from core.text.detokenise import cleaned

_BRACKETED = re.compile(r"\[([^\[\]]*)\]")


def back_translated(
    marked: Marked,
    translated: str,
    translations: Sequence[str],
    tokenise: Tokenise,
    *,
    min_ratio: float = 0.5,
    inside_word: InsideWord = "widen",
) -> Recovered | Lost:
    """Return tokens and entities of a back-translation, for use in place of the source sentence.

    From left to right each bracketed stretch is given to the entity that is left whose translation
    is most alike, if it is alike enough; of equal ones to the first. Other brackets stay as text,
    and an entity that no stretch is like is left out: nothing is dropped for that.

    Args:
        marked: what the markers `brackets` made of the source sentence.
        translated: its translation into the target language.
        translations: of each phrase alone, into the target language.
        tokenise: for the target language.
        min_ratio: how alike, but for case, a stretch and a translation must be: more than this.
        inside_word: as in `brackets`.

    Returns:
        Lost only where the translation holds no word.

    Raises:
        InputError: there is not one translation a phrase.

    Source: Shkalikov 2025, arxiv.org/abs/2501.18750 (tgt2tgt); that brackets do not count as part
    of a stretch when it is compared, and brackets of other shapes, are ours.
    """
    check_phrases(marked, translations)
    left = dict(enumerate(translations))
    pieces: list[Piece] = []
    position = 0
    for found in _BRACKETED.finditer(translated.translate(VARIANTS)):
        inside = translated[found.start(1) : found.end(1)]
        ratios = {k: likeness(inside, phrase) for k, phrase in left.items()}
        best = max(ratios, key=lambda k: (ratios[k], -k), default=-1)
        if best < 0 or ratios[best] <= min_ratio:
            continue
        del left[best]
        pieces.append((translated[position : found.start()], None))
        pieces.append((inside, marked.entities[best].label))
        position = found.end()
    pieces.append((translated[position:], None))
    if not cleaned(translated):
        return Lost(LossReason.EMPTY_TRANSLATION, "the translation is empty")
    return in_tokens(pieces, tokenise, inside_word)
