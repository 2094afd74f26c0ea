"""A projection task: everything that a method may look at for one sentence pair."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.errors import InputError, MissingInputError, SpanError


@dataclass(frozen=True, slots=True)
class SuppliedSpan:
    """A target span from a file: a proposal with a label and a score where the file has them."""

    start: int
    end: int
    label: str | None = None
    score: float | None = None

    def __post_init__(self) -> None:
        """Refuse an empty or reversed span and a score that is no number."""
        if not 0 <= self.start < self.end:
            raise SpanError(f"a supplied span needs 0 <= start < end, got {self}")
        if self.score is not None and not math.isfinite(self.score):
            raise InputError(f"the score of a supplied span must be a finite number, got {self}")


@dataclass(frozen=True, slots=True, eq=False)
class TagProbs:
    """Tag probabilities of a target-language tagger.

    Args:
        labels: IOB2 tags, one a column.
        probs: shape (target tokens, labels), each row sums to 1.
    """

    labels: tuple[str, ...]
    probs: NDArray[np.float64]

    def __post_init__(self) -> None:
        """Refuse a table of another width, tags named twice, and what is no probability."""
        if self.probs.ndim != 2 or self.probs.shape[1] != len(self.labels):
            raise InputError(
                f"tag probabilities of shape {self.probs.shape} for {len(self.labels)} labels; "
                "give one row a target token and one column a label"
            )
        if len(set(self.labels)) < len(self.labels):
            raise InputError("tag probabilities name a label twice; name every label once")
        if not ((self.probs >= 0) & (self.probs <= 1)).all():
            raise InputError("tag probabilities must be numbers in [0, 1]")


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
        self._check_extras()

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

    def need_spans(self) -> tuple[SuppliedSpan, ...]:
        """Return the supplied spans; raise MissingInputError if there are none for this pair."""
        if self.spans is None:
            raise MissingInputError("no supplied spans; pass a spans file with --spans")
        return self.spans

    def need_tag_probs(self) -> TagProbs:
        """Return the tag probabilities; raise MissingInputError if there are none."""
        if self.tag_probs is None:
            raise MissingInputError(
                "no tag probabilities of the target; pass the file of a tagger with --tag-probs"
            )
        return self.tag_probs

    def need_translation_scores(self) -> tuple[tuple[int, int, int, int, float], ...]:
        """Return the translation scores; raise MissingInputError if there are none."""
        if self.translation_scores is None:
            raise MissingInputError(
                "no translation scores; pass their file with --translation-scores"
            )
        return self.translation_scores

    def _check_extras(self) -> None:
        n, m = len(self.source), len(self.target)
        if any(span.end > m for span in self.spans or ()):
            raise InputError(f"a supplied span ends outside a target of {m} tokens")
        if self.tag_probs is not None and len(self.tag_probs.probs) != m:
            raise InputError(
                f"{len(self.tag_probs.probs)} rows of tag probabilities for {m} target tokens"
            )
        for a, b, c, d, score in self.translation_scores or ():
            if not (0 <= a < b <= n and 0 <= c < d <= m and math.isfinite(score)):
                raise InputError(
                    f"translation score {score} of source [{a}, {b}) and target [{c}, {d}) is no "
                    f"finite number or lies outside {n} x {m} tokens"
                )
