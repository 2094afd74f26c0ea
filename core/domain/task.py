"""A projection task: everything that a method may look at for one sentence pair."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.errors import InputError, MissingInputError


@dataclass(frozen=True, slots=True)
class SuppliedSpan:
    """A target span from a file: a proposal with a label and a score where the file has them."""

    start: int
    end: int
    label: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class TagProbs:
    """Tag probabilities of a target-language tagger.

    Args:
        labels: IOB2 tags, one a column.
        probs: shape (target tokens, labels), each row sums to 1.
    """

    labels: tuple[str, ...]
    probs: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A source sentence with entities, target tokens, and what is known about the pair."""

    source: Sentence
    target: tuple[str, ...]
    alignment: Alignment | None = None
    spans: tuple[SuppliedSpan, ...] | None = None
    tag_probs: TagProbs | None = None
    translation_scores: tuple[tuple[int, int, int, int, float], ...] | None = None

    def __post_init__(self) -> None:
        """Refuse parts that belong to another pair."""
        a = self.alignment
        if a is not None and (a.n, a.m) != (len(self.source), len(self.target)):
            raise InputError(
                f"alignment of {a.n} x {a.m} tokens for a pair of "
                f"{len(self.source)} x {len(self.target)}"
            )

    def entities(self) -> tuple[Entity, ...]:
        """Return the source entities; raise MissingInputError if nobody annotated the source."""
        if self.source.entities is None:
            raise MissingInputError("the source has no entities; annotate it or import its tags")
        return self.source.entities

    def need_alignment(self) -> Alignment:
        """Return the alignment; raise MissingInputError if there is none."""
        if self.alignment is None:
            raise MissingInputError("no word alignment; run `align` first or pass --links")
        return self.alignment
