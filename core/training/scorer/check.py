"""The held-out check: whether a scorer does better than the base on pairs that it has not seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.domain.projection import Projection
from core.evaluation.counts import Table, drawn, f1
from core.evaluation.spans import Score
from core.scoring.learned.memory import Decided, Span

RESAMPLES = 500
UNDOUBTED = 0.1
"""Suspicion up to which a pair that nobody touched may be taken for right as it stands."""

_ENOUGH = 10
SURE = 0.8
"""Share of resamplings in which a scorer has to do better to be taken."""

Answers = Mapping[int, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Check:
    """What a held-out check found.

    Args:
        base: of the method that a project stands on.
        learned: of the scorer, each pair judged by one that was learned without it.
        sure: share of resamplings of the pairs in which `learned` has the higher F1, in [0, 1].
    """

    base: Score
    learned: Score
    sure: float

    @property
    def better(self) -> bool:
        """Whether the scorer is to be taken."""
        return self.learned.f1 > self.base.f1 and self.sure >= SURE


def check(pairs: Sequence[Decided], base: Sequence[Answers], learned: Sequence[Answers]) -> Check:
    """Return what decided pairs say of two methods.

    Args:
        pairs: with what people decided.
        base: for each pair the spans that a method picks, by index of the source entity; what was
            not decided on does not count.
        learned: the same of a scorer that has not seen the pair.

    Returns:
        Seeded, so that equal input gives an equal answer; `sure` is 0 where nothing differs.

    Source: paired bootstrap over pairs, Berg-Kirkpatrick et al. 2012, aclanthology.org/D12-1091.
    """
    ours, theirs = _table(pairs, base), _table(pairs, learned)
    both = drawn(np.hstack([ours, theirs]), RESAMPLES, np.random.default_rng(0))
    gains = f1(both[:, 3:]) - f1(both[:, :3])
    return Check(_score(ours), _score(theirs), float((gains > 0).mean()))


def bears_out(pairs: Sequence[Decided], base: Sequence[Answers]) -> bool:
    """Return whether decisions bear out that pairs like these are right as they stand.

    Args:
        pairs: those that little spoke against, with what people decided.
        base: for each the spans as they stood, by index of the source entity.

    Returns:
        False where more than a tenth of at least ten were wrong.
    """
    wrong = sum(
        any(set(spans) != set(said.get(k, ())) for k, spans in pair.answers.items())
        for pair, said in zip(pairs, base, strict=True)
    )
    return len(pairs) < _ENOUGH or wrong <= UNDOUBTED * len(pairs)


def picks_of(projections: Sequence[Projection]) -> dict[int, tuple[Span, ...]]:
    """Return the spans of projections by the index of their source entity."""
    return {k: tuple((q.start, q.end) for q in p.picks) for k, p in enumerate(projections)}


def _table(pairs: Sequence[Decided], said: Sequence[Answers]) -> Table:
    rows = [_counts(pair, answers) for pair, answers in zip(pairs, said, strict=True)]
    return np.array(rows, np.int64).reshape(-1, 3)


def _counts(pair: Decided, said: Answers) -> tuple[int, int, int]:
    """Return right, standing and predicted spans of the entities that were decided on."""
    right = gold = found = 0
    for k, spans in pair.answers.items():
        mine = said.get(k, ())
        right += len(set(spans) & set(mine))
        gold += len(spans)
        found += len(mine)
    return right, gold, found


def _score(table: Table) -> Score:
    right, gold, found = table.sum(axis=0).tolist()
    return Score(right, gold, found)
