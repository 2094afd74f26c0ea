"""Markers: a tag of its own around every entity, so that its type is never in doubt."""

import re
from collections import Counter
from collections.abc import Sequence

from core.domain.pair import Sentence
from core.projection.markers.marks import (
    Piece,
    check_phrases,
    entities_of,
    in_tokens,
    with_marks,
)
from core.projection.markers.shelf import (
    MARKERS,
    InsideWord,
    LossReason,
    Lost,
    Marked,
    Markers,
    Recovered,
    Tokenise,
)
from core.text.detokenise import cleaned, placed

_TAG = re.compile(r"[<＜〈]\s*([/／]?)\s*([a-z]{1,2})\s*[>＞〉]", re.IGNORECASE)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@MARKERS.register("xml")
def xml(*, inside_word: InsideWord = "widen") -> Markers:
    """Return markers that give every entity a tag of its own: `<a>..</a>`, `<b>..</b>`.

    A sentence is dropped where a tag is missing, doubled, empty, or where two of them overlap, and
    from the start where it has such tags of its own. Other tags in a translation are text.

    Args:
        inside_word: a tag inside a word: `widen` the entity to the whole word, or `split` it.

    Source: LabelPigeon 2026, arxiv.org/abs/2603.12021; Chen et al. 2023, arxiv.org/abs/2211.15613.
    """

    def recover(
        marked: Marked, translated: str, translations: Sequence[str], tokenise: Tokenise
    ) -> Recovered | Lost:
        check_phrases(marked, translations)
        if not cleaned(translated):
            return Lost(LossReason.EMPTY_TRANSLATION, "the translation is empty")
        pieces = _stretches(translated, marked)
        return pieces if isinstance(pieces, Lost) else in_tokens(pieces, tokenise, inside_word)

    return Markers(insert, recover, wants_phrases=False)


def insert(sentence: Sentence) -> Marked | Lost:
    """Return the sentence with a tag around each entity; Lost where it has such tags of its own."""
    entities = entities_of(sentence)
    if own := _TAG.search(placed(sentence.tokens, sentence.lang).text):
        return Lost(LossReason.SOURCE_HAS_MARKERS, f"the source holds {own.group()!r}")
    names = [_name(k) for k in range(len(entities))]
    if names and len(names[-1]) > 2:
        return Lost(LossReason.COUNT, f"{len(names)} entities are more than there are tags")
    return with_marks(sentence, [(f"<{name}>", f"</{name}>") for name in names])


def _name(k: int) -> str:
    """Return `a` to `z`, then `aa`, `ab` and so on."""
    return (_name(k // len(_LETTERS) - 1) if k >= len(_LETTERS) else "") + _LETTERS[
        k % len(_LETTERS)
    ]


def _stretches(translated: str, marked: Marked) -> list[Piece] | Lost:
    labels = {_name(k): entity.label for k, entity in enumerate(marked.entities)}
    tags = [tag for tag in _TAG.finditer(translated) if tag.group(2).lower() in labels]
    signs = [("/" if tag.group(1) else "") + tag.group(2).lower() for tag in tags]
    seen = Counter(signs)
    wanted = [sign for name in labels for sign in (name, f"/{name}")]
    if missing := [sign for sign in wanted if not seen[sign]]:
        return Lost(LossReason.COUNT, f"<{missing[0]}> is missing")
    if doubled := [sign for sign in wanted if seen[sign] > 1]:
        return Lost(LossReason.DOUBLED, f"<{doubled[0]}> stands there {seen[doubled[0]]} times")
    if any(f"/{opened}" != closed for opened, closed in zip(signs[::2], signs[1::2], strict=True)):
        reason = LossReason.BROKEN if signs[0].startswith("/") else LossReason.NESTED
        return Lost(reason, "the tags do not open and close in turn")
    edges = [0, *(edge for tag in tags for edge in tag.span()), len(translated)]
    pieces: list[Piece] = []
    for k, (start, end) in enumerate(zip(edges[::2], edges[1::2], strict=True)):
        pieces.append((translated[start:end], labels[signs[k - 1]] if k % 2 else None))
    return pieces
