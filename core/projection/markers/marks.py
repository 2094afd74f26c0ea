"""What all ways of marking share: setting marks, and tokens out of marked stretches."""

import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.errors import InputError, MissingInputError
from core.projection.markers.shelf import (
    InsideWord,
    LossReason,
    Lost,
    Marked,
    Recovered,
    Tokenise,
)
from core.text.detokenise import cleaned, is_unspaced, placed

Piece = tuple[str, str | None]
"""A stretch of a translation without marks, and the label that marks give it."""


def with_marks(sentence: Sentence, marks: Sequence[tuple[str, str]]) -> Marked | Lost:
    """Return the text of a sentence with marks tight around its entities.

    Args:
        sentence: with entities.
        marks: what to set before and behind each entity.
    """
    entities = entities_of(sentence)
    made = placed(sentence.tokens, sentence.lang)
    pieces: list[str] = []
    phrases: list[str] = []
    position = 0
    for entity, (before, behind) in zip(entities, marks, strict=True):
        start, end = made.spans_char[entity.start][0], made.spans_char[entity.end - 1][1]
        phrase = made.text[start:end]
        if not cleaned(phrase):
            return Lost(LossReason.NO_TEXT, f"entity {entity} holds nothing that can be seen")
        pieces += [made.text[position:start], before, phrase, behind]
        phrases.append(phrase)
        position = end
    text = "".join([*pieces, made.text[position:]])
    return Marked(text, entities, tuple(phrases), sentence.lang)


def entities_of(sentence: Sentence) -> tuple[Entity, ...]:
    """Return the entities; raise MissingInputError if nobody annotated the sentence."""
    if sentence.entities is None:
        raise MissingInputError("the source has no entities to mark; annotate it or tag it first")
    return sentence.entities


def check_phrases(marked: Marked, translations: Sequence[str]) -> None:
    """Raise InputError unless there is one translation a phrase."""
    if len(translations) != len(marked.phrases):
        raise InputError(
            f"{len(translations)} translations of entities for {len(marked.phrases)} entities; "
            "give one for each, in order"
        )


def in_tokens(
    pieces: Sequence[Piece], tokenise: Tokenise, inside_word: InsideWord
) -> Recovered | Lost:
    """Return the tokens of all stretches, each tokenised on its own, and the entities.

    Edges of entities so become edges of tokens; no character but white space is lost.
    """
    tokens: list[str] = []
    entities: list[Entity] = []
    for text, label in _widened(pieces) if inside_word == "widen" else pieces:
        found = tokenise(text)
        if label is not None:
            if not found or not cleaned(text):
                return Lost(LossReason.EMPTY_ENTITY, f"a marker of {label} holds no word")
            entities.append(Entity(len(tokens), len(tokens) + len(found), label))
        tokens.extend(found)
    if not tokens or not any(cleaned(text) for text, _ in pieces):
        return Lost(LossReason.EMPTY_TRANSLATION, "the translation holds no word")
    return Recovered(tuple(tokens), tuple(entities))


def likeness(a: str, b: str) -> float:
    """Return how alike two texts are but for case, in [0, 1]; 0 where one is empty."""
    a, b = a.strip().lower(), b.strip().lower()
    return SequenceMatcher(None, a, b).ratio() if a and b else 0.0


def _widened(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the stretches with entities grown to whole words, never into one another."""
    texts = [text for text, _ in pieces]
    marked = [label is not None for _, label in pieces]
    for k in range(len(pieces)):
        if not marked[k]:
            continue
        if k and not marked[k - 1] and _within_word(texts[k - 1], texts[k]):
            cut = len(texts[k - 1]) - _leading_word(texts[k - 1][::-1])
            texts[k - 1], texts[k] = texts[k - 1][:cut], texts[k - 1][cut:] + texts[k]
        if k + 1 < len(pieces) and not marked[k + 1] and _within_word(texts[k], texts[k + 1]):
            cut = _leading_word(texts[k + 1])
            texts[k], texts[k + 1] = texts[k] + texts[k + 1][:cut], texts[k + 1][cut:]
    return [(text, label) for text, (_, label) in zip(texts, pieces, strict=True)]


def _within_word(left: str, right: str) -> bool:
    return _leading_word(left[-1:]) > 0 and _leading_word(right[:1]) > 0


def _leading_word(text: str) -> int:
    """Return how many characters at the start belong to one word of a script with spaces."""
    for k, char in enumerate(text):
        in_word = char.isalnum() or unicodedata.category(char).startswith("M")
        if not in_word or is_unspaced(char):
            return k
    return len(text)
