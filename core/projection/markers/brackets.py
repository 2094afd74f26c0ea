"""Markers: the same square brackets around every entity, its type found again afterwards."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated, Literal

from core.domain.pair import Sentence
from core.projection.markers.marks import (
    Piece,
    check_phrases,
    entities_of,
    in_tokens,
    likeness,
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
from core.registry import Between
from core.text.detokenise import cleaned

OwnBrackets = Literal["drop", "round"]

VARIANTS = str.maketrans({"［": "[", "］": "]", "【": "[", "】": "]", "〔": "[", "〕": "]"})
"""What translation models write in place of square brackets."""

_ROUND = str.maketrans("[]", "()")
_TITLES = str.maketrans({"《": "[", "》": "]"})
_DOUBLED = re.compile(r"\[(?:\s*\[)+|\](?:\s*\])+")
_MARK = re.compile(r"([\[\]])")


@MARKERS.register("brackets")
def brackets(
    *,
    min_ratio: Annotated[float, Between(0, 1)] = 0.5,
    inside_word: InsideWord = "widen",
    own_brackets: OwnBrackets = "drop",
) -> Markers:
    """Return markers that put the same square brackets around every entity.

    The type of a bracketed stretch is that of the entity whose translation alone (else whose source
    phrase) is the same but for case, else of the one most alike; a single one left gets the type
    that is left. A sentence is dropped unless there are as many brackets as entities and each type
    is found as often as in the source.

    Args:
        min_ratio: how alike a stretch and a phrase must be, more than this share.
        inside_word: a bracket inside a word: `widen` the entity to the whole word, or `split` it.
        own_brackets: a sentence with square brackets of its own: `drop` it, or make them `round`
            in what is translated.

    Source: Chen et al. 2023, arxiv.org/abs/2211.15613; the best instead of the first likeness, and
    brackets of other shapes only where plain ones do not do, are ours.
    """

    def recover(
        marked: Marked, translated: str, translations: Sequence[str], tokenise: Tokenise
    ) -> Recovered | Lost:
        check_phrases(marked, translations)
        if not cleaned(translated):
            return Lost(LossReason.EMPTY_TRANSLATION, "the translation is empty")
        pools = (translations, marked.phrases)
        wanted = [entity.label for entity in marked.entities]
        pieces = _stretches(translated, pools, min_ratio)
        if isinstance(pieces, Lost):
            return pieces
        stretches = [text for text, inside in pieces if inside]
        labels = _labels(stretches, pools, wanted, min_ratio)
        if isinstance(labels, Lost):
            return labels
        left = iter(labels)
        labelled: list[Piece] = [(text, next(left) if inside else None) for text, inside in pieces]
        return in_tokens(labelled, tokenise, inside_word)

    marking = partial(insert, own_brackets=own_brackets)
    return Markers(marking, recover, wants_phrases=True)


def insert(sentence: Sentence, *, own_brackets: OwnBrackets = "drop") -> Marked | Lost:
    """Return the sentence with brackets around its entities.

    Args:
        sentence: with entities.
        own_brackets: `drop` a sentence that has square brackets itself, or make them `round`.
    """
    entities = entities_of(sentence)
    plain = [token.translate(VARIANTS) for token in sentence.tokens]
    own = [k for k, token in enumerate(plain) if _MARK.search(token)]
    if own and own_brackets == "drop":
        seen = f"token {own[0]} ({sentence.tokens[own[0]]!r}) holds a bracket"
        return Lost(LossReason.SOURCE_HAS_MARKERS, seen)
    if own:
        tokens = [
            plain[k].translate(_ROUND) if k in own else t for k, t in enumerate(sentence.tokens)
        ]
        sentence = replace(sentence, tokens=tuple(tokens))
    return with_marks(sentence, [("[", "]")] * len(entities))


def _stretches(
    translated: str, pools: Sequence[Sequence[str]], min_ratio: float
) -> list[tuple[str, bool]] | Lost:
    """Return stretches without brackets, each with whether it stood in some.

    Title marks count as brackets only around what is like an entity: they may be there because
    something is a title.
    """
    count = len(pools[0])
    plain = translated.translate(VARIANTS)
    single = _DOUBLED.sub(lambda found: found.group()[0], plain)
    first = found = _split(translated, count)
    for text in (plain, single):
        found = _split(text, count) if isinstance(found, Lost) else found
    if not isinstance(found, Lost):
        return found
    found = _split(single.translate(_TITLES), count)
    if isinstance(found, Lost) or not all(
        _nearest(text, pools, min_ratio) is not None for text, inside in found if inside
    ):
        return first
    return found


def _split(text: str, count: int) -> list[tuple[str, bool]] | Lost:
    opened, closed = text.count("["), text.count("]")
    if not opened == closed == count:
        seen = f"{opened} opening and {closed} closing brackets for {count} entities"
        return Lost(LossReason.COUNT, seen)
    parts = _MARK.split(text)
    if parts[1::2] != ["[", "]"] * count:
        return Lost(LossReason.BROKEN, "the brackets do not open and close in turn")
    found = [(part, index % 2 == 1) for index, part in enumerate(parts[::2])]
    if any(inside and not cleaned(part) for part, inside in found):
        return Lost(LossReason.EMPTY_ENTITY, "there is nothing between two brackets")
    return found


def _labels(
    stretches: Sequence[str], pools: Sequence[Sequence[str]], wanted: list[str], min_ratio: float
) -> list[str] | Lost:
    """Return a label for each bracketed stretch."""
    if len(set(wanted)) <= 1:
        return wanted
    nearest = [_nearest(text, pools, min_ratio) for text in stretches]
    found = [None if k is None else wanted[k] for k in nearest]
    unknown = [k for k, label in enumerate(found) if label is None]
    if len(unknown) > 1:
        listed = ", ".join(repr(stretches[k].strip()) for k in unknown)
        return Lost(LossReason.UNRESOLVED, f"like no entity: {listed}")
    left = Counter(wanted) - Counter(label for label in found if label is not None)
    if unknown and left.total() == 1:
        (found[unknown[0]],) = left
    labels = [label for label in found if label is not None]
    if Counter(labels) != Counter(wanted):
        return Lost(LossReason.TYPES, f"{_counted(labels)} instead of {_counted(wanted)}")
    return labels


def _nearest(text: str, pools: Sequence[Sequence[str]], min_ratio: float) -> int | None:
    """Return the entity that a stretch is the same as, else most like; None where like none."""
    key = text.strip().lower()
    for pool in pools:
        for k, phrase in enumerate(pool):
            if phrase.strip().lower() == key:
                return k
    for pool in pools:
        ratios = [likeness(text, phrase) for phrase in pool]
        if max(ratios, default=0.0) > min_ratio:
            return ratios.index(max(ratios))
    return None


def _counted(labels: Sequence[str]) -> str:
    counts = sorted(Counter(labels).items())
    return ", ".join(f"{count} {label}" for label, count in counts) or "none"
