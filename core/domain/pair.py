"""Sentences and sentence pairs, token by token as they came in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from core.domain.entity import Entity, check_entities
from core.errors import InputError

_FORBIDDEN = frozenset("\0\t\n\r")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens with their entities; `entities` is None where nobody has annotated the sentence yet.

    Tokens are kept exactly as given. Only what no column format could hold is refused: an empty
    token, or one with a TAB, a line break or a NUL.
    """

    tokens: tuple[str, ...]
    entities: tuple[Entity, ...] | None = None
    lang: str = "und"

    def __post_init__(self) -> None:
        """Refuse tokens that cannot be written and entities that do not fit."""
        if not self.tokens:
            raise InputError("a sentence needs at least one token")
        for i, token in enumerate(self.tokens):
            if not token or not _FORBIDDEN.isdisjoint(token):
                raise InputError(
                    f"token {i} ({token!r}) is empty or holds a TAB, line break or NUL"
                )
        if self.entities is not None:
            object.__setattr__(self, "entities", check_entities(self.entities, len(self.tokens)))

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.tokens)

    def text(self, start: int, end: int) -> str:
        """Return `tokens[start:end]` joined by spaces, for showing, never for finding."""
        return " ".join(self.tokens[start:end])


@dataclass(frozen=True, slots=True)
class Pair:
    """A source sentence and a target sentence; the target's entities, if any, are gold.

    Args:
        id: unique within its corpus, never empty.
        doc: the document it comes from, or "".
        group: pairs with one group share one target sentence, or "".
        origin: the corpus it comes from (key `source` of a pairs file), or "".
        eval_types: labels that count in evaluation; None means all.
        extra: every other key of the pairs file, kept as it came.
    """

    id: str
    source: Sentence
    target: Sentence
    doc: str = ""
    group: str = ""
    origin: str = ""
    eval_types: tuple[str, ...] | None = None
    extra: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        """Refuse an empty id."""
        if not self.id or any(c in _FORBIDDEN for c in self.id):
            raise InputError(f"a pair needs an id without TAB, line break or NUL, got {self.id!r}")

    def sentence(self, side: str) -> Sentence:
        """Return one side: `source`, else the target."""
        return self.source if side == "source" else self.target

    def reads_as(self, other: "Pair") -> bool:
        """Return whether another version of the pair has the same words on both sides."""
        mine, theirs = self.source.tokens, other.source.tokens
        return mine == theirs and self.target.tokens == other.target.tokens
