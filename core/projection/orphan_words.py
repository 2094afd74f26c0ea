"""What an orphan is and why it is told, in plain words."""

from core.domain.decision import Side
from core.domain.pair import Sentence
from core.domain.projection import Beyond, Orphan, Reason, Stray
from core.projection.words import NONE, span_words

_BEYOND = {
    None: "",
    Beyond.NO_PICK: ", which got no span",
    Beyond.BESIDE: " and stands beside its span",
    Beyond.APART: " and stands apart from its span",
    Beyond.BEHIND: ", but the span of another entity lies between them",
}


def orphan_reason(orphan: Orphan, source: Sentence) -> str:
    """Return why an orphan is told, a clause that its words could be the beginning of.

    Args:
        orphan: of either side.
        source: the source sentence with all its entities.
    """
    if isinstance(orphan.reason, Reason):
        return f"not projected: {NONE[orphan.reason]}"
    name = _name(orphan, source)
    label = orphan.label or "an entity"
    return {
        Stray.COPIED: f"looks or sounds like {name}",
        Stray.SUPPLIED: f"was supplied as {label}" if orphan.label else "was supplied as a span",
        Stray.TAGGED: f"is tagged {label}",
        Stray.LINKED_OUTSIDE: f"is linked to {name}{_BEYOND[orphan.beyond]}",
        Stray.NAME_LIKE: "has a capital, and nothing like a name is linked to it",
    }[orphan.reason]


def orphan_words(orphan: Orphan, source: Sentence, target: Sentence) -> str:
    """Return a sentence on an orphan; words are counted from 1."""
    tokens = source.tokens if orphan.side is Side.SOURCE else target.tokens
    joined = ": " if orphan.side is Side.SOURCE else " "
    words = span_words(orphan.start, orphan.end, tokens)
    return f"{words}{joined}{orphan_reason(orphan, source)}."


def _name(orphan: Orphan, source: Sentence) -> str:
    entities = source.entities or ()
    if orphan.entity is None or orphan.entity >= len(entities):
        return "an entity"
    entity = entities[orphan.entity]
    return f"'{source.text(entity.start, entity.end)}'"
