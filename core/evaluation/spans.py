"""Strict span scores: an entity counts as right where start, end and label are all right."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.domain.entity import Entity
from core.errors import InputError


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, each 0 where it has no denominator, with the counts."""

    tp: int = 0
    n_gold: int = 0
    n_predicted: int = 0

    @property
    def precision(self) -> float:
        """Return the share of predicted entities that are right."""
        return self.tp / self.n_predicted if self.n_predicted else 0.0

    @property
    def recall(self) -> float:
        """Return the share of gold entities that were found."""
        return self.tp / self.n_gold if self.n_gold else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        total = self.n_gold + self.n_predicted
        return 2 * self.tp / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """Scores over a corpus, micro-averaged, and for each label, labels in alphabetical order.

    Args:
        overall: over all entities that count.
        per_type: the same for each label.
        ratio: mean over sentences of predicted over gold entities; a sentence without gold counts
            as 1 where nothing is predicted, else as 0.
    """

    overall: Score
    per_type: Mapping[str, Score]
    ratio: float


def evaluate(
    gold: Sequence[Iterable[Entity]],
    predicted: Sequence[Iterable[Entity]],
    *,
    ignore: Collection[str] = (),
    eval_types: Sequence[Collection[str] | None] | None = None,
) -> Report:
    """Return strict scores of predicted entities against gold, sentence by sentence.

    Args:
        gold: for each sentence its entities.
        predicted: the same, in the same order.
        ignore: labels that count on neither side.
        eval_types: for each sentence the labels that count there; None means all.

    Raises:
        InputError: the arguments differ in length.

    Source: Nakayama 2018 (seqeval), default mode; the projection ratio is that of Shkalikov 2025,
    arxiv.org/abs/2501.18750.
    """
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    ratios = 0.0
    sentences = counted(gold, predicted, ignore=ignore, eval_types=eval_types)
    for truth, guess in sentences:
        right.update(e.label for e in truth & guess)
        wanted.update(e.label for e in truth)
        found.update(e.label for e in guess)
        ratios += len(guess) / len(truth) if truth else float(not guess)
    labels = sorted(wanted.keys() | found.keys())
    return Report(
        overall=Score(right.total(), wanted.total(), found.total()),
        per_type={name: Score(right[name], wanted[name], found[name]) for name in labels},
        ratio=ratios / len(sentences) if sentences else 0.0,
    )


def counted(
    gold: Sequence[Iterable[Entity]],
    predicted: Sequence[Iterable[Entity]],
    *,
    ignore: Collection[str] = (),
    eval_types: Sequence[Collection[str] | None] | None = None,
) -> list[tuple[frozenset[Entity], frozenset[Entity]]]:
    """Return for each sentence the gold and the predicted entities whose labels count there.

    Args:
        gold: for each sentence its entities.
        predicted: the same, in the same order.
        ignore: labels that count on neither side.
        eval_types: for each sentence the labels that count there; None means all.

    Raises:
        InputError: the arguments differ in length.
    """
    types = eval_types if eval_types is not None else [None] * len(gold)
    if not len(gold) == len(predicted) == len(types):
        raise InputError(
            f"{len(gold)} gold sentences, {len(predicted)} predicted, {len(types)} eval_types; "
            "need one of each for every sentence"
        )
    return [
        (counting(g, ignore=ignore, types=t), counting(p, ignore=ignore, types=t))
        for g, p, t in zip(gold, predicted, types, strict=True)
    ]


def counting(
    entities: Iterable[Entity],
    *,
    ignore: Collection[str] = (),
    types: Collection[str] | None = None,
) -> frozenset[Entity]:
    """Return the entities whose label counts: not ignored, and one of `types` (None: any)."""
    return frozenset(
        e for e in entities if e.label not in ignore and (types is None or e.label in types)
    )
