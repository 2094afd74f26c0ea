"""Entities: labelled token spans, and the IOB2 tags that write them down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from core.errors import SpanError, TagError


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """A labelled, half-open span of token positions: `tokens[start:end]`."""

    start: int
    end: int
    label: str

    def __post_init__(self) -> None:
        """Refuse an empty or reversed span and a label that no IOB2 tag could carry."""
        if not 0 <= self.start < self.end:
            raise SpanError(f"need 0 <= start < end, got [{self.start}, {self.end})")
        if self.label.split() != [self.label] or "\0" in self.label:
            raise SpanError(f"need a label without white space, got {self.label!r}")

    def overlaps(self, other: "Entity") -> bool:
        """Return whether the two spans share a token."""
        return self.start < other.end and other.start < self.end


def from_iob2(tags: Sequence[str]) -> tuple[Entity, ...]:
    """Return the entities that IOB2 tags spell; raise TagError, with the position, on others."""
    found: list[Entity] = []
    for i, tag in enumerate(tags):
        prefix, _, label = tag.partition("-")
        if prefix == "B" and label:
            found.append(Entity(i, i + 1, label))
        elif prefix == "I" and found and (found[-1].end, found[-1].label) == (i, label):
            found[-1] = replace(found[-1], end=i + 1)
        elif tag != "O":
            raise TagError(f"tag {i} ({tag!r}) starts or continues no entity in IOB2", token=i)
    return tuple(found)


def to_iob2(entities: Iterable[Entity], length: int) -> tuple[str, ...]:
    """Return `length` IOB2 tags; raise SpanError where entities overlap or end outside."""
    tags = ["O"] * length
    for entity in check_entities(entities, length):
        tags[entity.start] = f"B-{entity.label}"
        for i in range(entity.start + 1, entity.end):
            tags[i] = f"I-{entity.label}"
    return tuple(tags)


def check_entities(entities: Iterable[Entity], length: int) -> tuple[Entity, ...]:
    """Return the entities in order; raise SpanError where they overlap or leave `[0, length)`."""
    ordered = tuple(sorted(entities))
    for entity in ordered:
        if entity.end > length:
            raise SpanError(f"{entity} ends outside a sentence of {length} tokens")
    for left, right in pairwise(ordered):
        if left.overlaps(right):
            raise SpanError(f"{left} and {right} overlap; IOB2 can hold only one of them")
    return ordered
