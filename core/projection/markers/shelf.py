"""The shelf of markers: entities carried through a translation inside the text itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.registry import Shelf

Tokenise = Callable[[str], Sequence[str]]
"""Gives the tokens of a stretch of a translation; may drop white space, changes nothing else."""

InsideWord = Literal["widen", "split"]
"""What becomes of a marker inside a word (`[Helsinki]ssä`): the entity gets the whole word, or the
word becomes two tokens."""


class LossReason(StrEnum):
    """Why a marked sentence gave no labelled translation."""

    SOURCE_HAS_MARKERS = "source-has-markers"
    NO_TEXT = "no-text"
    EMPTY_TRANSLATION = "empty-translation"
    COUNT = "marker-count"
    BROKEN = "markers-broken"
    DOUBLED = "marker-doubled"
    NESTED = "markers-nested"
    EMPTY_ENTITY = "empty-entity"
    UNRESOLVED = "types-unresolved"
    TYPES = "types-differ"


REASONS = {
    LossReason.SOURCE_HAS_MARKERS: "the source has brackets or tags of its own",
    LossReason.NO_TEXT: "an entity of the source holds nothing that can be seen",
    LossReason.EMPTY_TRANSLATION: "the translation is empty",
    LossReason.COUNT: "markers are missing or too many",
    LossReason.BROKEN: "markers do not open and close in turn",
    LossReason.DOUBLED: "a marker stands there twice",
    LossReason.NESTED: "markers overlap",
    LossReason.EMPTY_ENTITY: "a marker holds no word",
    LossReason.UNRESOLVED: "several marked stretches are like no entity",
    LossReason.TYPES: "the types found are not those of the source",
}
"""Each reason in words for people."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence with markers, to be translated.

    Args:
        text: detokenised, markers set tight around each entity.
        entities: of the source, in order.
        phrases: text of each entity, to be translated alone where the part asks for that.
        lang: of the source.
    """

    text: str
    entities: tuple[Entity, ...]
    phrases: tuple[str, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class Recovered:
    """A translation without its markers, and the entities that they marked, in order."""

    tokens: tuple[str, ...]
    entities: tuple[Entity, ...]

    def sentence(self, lang: str) -> Sentence:
        """Return both as a sentence of a language."""
        return Sentence(self.tokens, self.entities, lang)


@dataclass(frozen=True, slots=True)
class Lost:
    """A sentence that is dropped: why, and what was seen, in a clause."""

    reason: LossReason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Markers:
    """One way of marking.

    Args:
        insert: from a sentence with entities to its marked text; Lost where its own text would be
            taken for a marker. Raises MissingInputError where nobody annotated the sentence.
        recover: from what was marked, its translation, the translation of each phrase alone (any
            texts where these are not asked for) and a tokeniser to what the markers say. Raises
            InputError where the translations are not one a phrase.
        wants_phrases: whether `recover` looks at the translations of phrases.
    """

    insert: Callable[[Sentence], Marked | Lost]
    recover: Callable[[Marked, str, Sequence[str], Tokenise], Recovered | Lost]
    wants_phrases: bool


MARKERS: Shelf[Callable[..., Markers]] = Shelf("markers")
