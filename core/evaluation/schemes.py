"""Four ways to count an entity as right: strict, exact, partial and type (SemEval 2013)."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.domain.entity import Entity
from core.evaluation.spans import counted

Sides = tuple[list[Entity], list[Entity]]


class Scheme(StrEnum):
    """What must be right: span and label, the span, some of the span, the label on some of it."""

    STRICT = "strict"
    EXACT = "exact"
    PARTIAL = "partial"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class Counts:
    """How gold and predicted entities were paired, and the scores that follow.

    Args:
        correct: pairs that are right.
        incorrect: pairs that overlap but are not right.
        partial: pairs that overlap and count half (scheme `partial` only).
        missed: gold entities in no pair.
        spurious: predicted entities in no pair.
    """

    correct: int = 0
    incorrect: int = 0
    partial: int = 0
    missed: int = 0
    spurious: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Return the counts of both together."""
        return Counts(
            self.correct + other.correct,
            self.incorrect + other.incorrect,
            self.partial + other.partial,
            self.missed + other.missed,
            self.spurious + other.spurious,
        )

    @property
    def possible(self) -> int:
        """Return the number of gold entities."""
        return self.correct + self.incorrect + self.partial + self.missed

    @property
    def actual(self) -> int:
        """Return the number of predicted entities."""
        return self.correct + self.incorrect + self.partial + self.spurious

    @property
    def precision(self) -> float:
        """Return what is right, half for partial pairs, over the predicted entities; else 0."""
        return (self.correct + self.partial / 2) / self.actual if self.actual else 0.0

    @property
    def recall(self) -> float:
        """Return what is right, half for partial pairs, over the gold entities; else 0."""
        return (self.correct + self.partial / 2) / self.possible if self.possible else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall; 0 where there is nothing."""
        total = self.possible + self.actual
        return 2 * (self.correct + self.partial / 2) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class SchemeReport:
    """Counts of one scheme over a corpus, and for each label, labels in alphabetical order.

    A label is counted with all other labels left out of both sides, so its `incorrect` are wrong
    boundaries, never wrong labels.
    """

    overall: Counts
    per_type: Mapping[str, Counts]


def evaluate_schemes(
    gold: Sequence[Iterable[Entity]],
    predicted: Sequence[Iterable[Entity]],
    *,
    ignore: Collection[str] = (),
    eval_types: Sequence[Collection[str] | None] | None = None,
) -> dict[Scheme, SchemeReport]:
    """Return the counts of each scheme, summed over all sentences.

    Args:
        gold: for each sentence its entities.
        predicted: the same, in the same order.
        ignore: labels that count on neither side.
        eval_types: for each sentence the labels that count there; None means all.

    Raises:
        InputError: the arguments differ in length.

    Source: Segura-Bedmar et al. 2013, aclanthology.org/S13-2056; counted as Batista's nervaluate
    does, github.com/MantisAI/nervaluate.
    """
    both = counted(gold, predicted, ignore=ignore, eval_types=eval_types)
    sentences = [(sorted(g), sorted(p)) for g, p in both]
    labels = sorted({e.label for sides in sentences for side in sides for e in side})
    alone = {
        label: [([e for e in g if e.label == label], [e for e in p if e.label == label]) for g, p in
                sentences]
        for label in labels
    }  # fmt: skip
    return {
        scheme: SchemeReport(
            overall=_total(scheme, sentences),
            per_type={label: _total(scheme, rows) for label, rows in alone.items()},
        )
        for scheme in Scheme
    }


def count(scheme: Scheme, gold: Iterable[Entity], predicted: Iterable[Entity]) -> Counts:
    """Return the counts of one sentence.

    Every entity stands in at most one pair. Strict, exact and partial pair what is right first;
    then, predicted entities from left to right, each that is left takes the first gold entity that
    is left and shares a token with it. With disjoint entities on either side this makes as many
    pairs as can be made, so no other order would count otherwise.

    Type goes through the predicted entities from left to right once: each takes, of the gold
    entities left that share a token with it, the one of its own label whose ends are nearest, of
    equals the first (correct), or else the first (incorrect). Here the order can matter: a
    predicted entity may take a gold entity that a later one would have needed.
    """
    left, right = sorted(set(gold)), sorted(set(predicted))
    return _by_type(left, right) if scheme is Scheme.TYPE else _RULES[scheme](left, right)


def _total(scheme: Scheme, sentences: Iterable[Sides]) -> Counts:
    return sum((count(scheme, g, p) for g, p in sentences if g or p), Counts())


def _by_span(
    gold: list[Entity], predicted: list[Entity], right: Callable[[Entity, Entity], bool]
) -> tuple[int, int, int, int]:
    """Return how many pairs are right, how many only overlap, and what is left on each side."""
    found, touching = _take(gold, predicted, right), _take(gold, predicted, Entity.overlaps)
    return found, touching, len(gold), len(predicted)


def _take(
    gold: list[Entity], predicted: list[Entity], fits: Callable[[Entity, Entity], bool]
) -> int:
    """Return how many pairs were made; they are taken out of both lists."""
    made = 0
    for p in tuple(predicted):
        g = next((g for g in gold if fits(g, p)), None)
        if g is not None:
            gold.remove(g)
            predicted.remove(p)
            made += 1
    return made


def _strict(gold: list[Entity], predicted: list[Entity]) -> Counts:
    right, wrong, missed, spurious = _by_span(gold, predicted, Entity.__eq__)
    return Counts(right, wrong, 0, missed, spurious)


def _exact(gold: list[Entity], predicted: list[Entity]) -> Counts:
    right, wrong, missed, spurious = _by_span(gold, predicted, _same_span)
    return Counts(right, wrong, 0, missed, spurious)


def _partial(gold: list[Entity], predicted: list[Entity]) -> Counts:
    right, half, missed, spurious = _by_span(gold, predicted, _same_span)
    return Counts(right, 0, half, missed, spurious)


_RULES = {Scheme.STRICT: _strict, Scheme.EXACT: _exact, Scheme.PARTIAL: _partial}


def _by_type(gold: list[Entity], predicted: list[Entity]) -> Counts:
    correct = incorrect = 0
    for p in predicted:
        near = [g for g in gold if g.overlaps(p)]
        if near:
            taken = min(near, key=lambda g: (g.label != p.label, _distance(g, p), g))
            gold.remove(taken)
            correct += taken.label == p.label
            incorrect += taken.label != p.label
    paired = correct + incorrect
    return Counts(correct, incorrect, 0, len(gold), len(predicted) - paired)


def _same_span(a: Entity, b: Entity) -> bool:
    return (a.start, a.end) == (b.start, b.end)


def _distance(a: Entity, b: Entity) -> int:
    """Return how far the ends of two entities of one label lie apart; 0 for two labels."""
    return abs(a.start - b.start) + abs(a.end - b.end) if a.label == b.label else 0
