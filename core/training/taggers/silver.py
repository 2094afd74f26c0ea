"""Sentences to learn from, token by token with a weight: 0 where nothing is believed of the tag."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.domain.entity import from_iob2
from core.errors import InputError, SpanError, TagError


@dataclass(frozen=True, slots=True)
class Silver:
    """One sentence to learn from.

    Args:
        id: of the pair or sentence.
        tokens: at least one.
        tags: IOB2, one a token.
        weights: one a token, in [0, 1]; a tag of weight 0 is masked, it says nothing.
        ties: what it shares with other sentences that must stay on its side of a split.
        lang: of the tokens, or "".
    """

    id: str
    tokens: tuple[str, ...]
    tags: tuple[str, ...]
    weights: tuple[float, ...]
    ties: frozenset[str] = frozenset()
    lang: str = ""

    def __post_init__(self) -> None:
        """Refuse parts of unequal length, tags that spell nothing, and what is no weight."""
        if not len(self.tokens) == len(self.tags) == len(self.weights) > 0:
            raise InputError(
                f"{self.id!r}: {len(self.tokens)} tokens, {len(self.tags)} tags and "
                f"{len(self.weights)} weights; give every token one of each"
            )
        if not all(0 <= weight <= 1 for weight in self.weights):
            raise InputError(f"{self.id!r}: a weight lies outside [0, 1]")
        try:
            from_iob2(self.tags)
        except (TagError, SpanError) as error:
            raise InputError(f"{self.id!r}: {error}") from None

    @property
    def masked(self) -> int:
        """Return how many tokens say nothing."""
        return self.weights.count(0)


def renamed(row: Silver, label_map: Mapping[str, str]) -> Silver:
    """Return a row with its labels mapped; `O` makes the tags of an entity those of none."""
    tags = []
    for tag in row.tags:
        new = label_map.get(tag[2:], tag[2:])
        tags.append("O" if tag == "O" or new == "O" else f"{tag[:2]}{new}")
    return replace(row, tags=tuple(tags))


def labels_of(rows: Iterable[Silver]) -> tuple[str, ...]:
    """Return `O`, and `B-` and `I-` of every class that some sentence has, by class."""
    found = {tag[2:] for row in rows for tag in row.tags if tag != "O"}
    return ("O", *(f"{prefix}-{label}" for label in sorted(found) for prefix in "BI"))


def check_rows(rows: Sequence[Silver], labels: Collection[str] | None = None) -> None:
    """Raise InputError where nothing can be learned from the rows, or a tag is not known.

    Args:
        rows: to learn from.
        labels: that the tagger can give; None leaves them open.
    """
    kept = [tag for row in rows for tag, w in zip(row.tags, row.weights, strict=True) if w and tag]
    if not kept:
        raise InputError(
            f"nothing to learn from: {len(rows)} sentences, and no tag in them is believed; review "
            "some pairs, add a status to --trust, or lower --least-confidence"
        )
    if set(kept) == {"O"} or "O" not in kept:
        what, remedy = (
            ("no entity", "bring sentences with entities, or lower --least-confidence")
            if "O" in kept
            else ("no O", "give O a weight with --open-o, or add a status to --trust")
        )
        raise InputError(f"{what} is left among the tags that are believed; {remedy}")
    if labels is not None:
        for row in rows:
            if unknown := set(row.tags) - set(labels):
                raise InputError(
                    f"{row.id!r} has the tag {min(unknown)!r}; known: {', '.join(labels)}"
                )
