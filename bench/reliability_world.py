"""A corpus with gold as its reviewer, for `bench.reliability`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bench.quality import corpus, is_even, is_non_commercial, links, run
from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.projection import METHODS
from core.review.confidence.calibrator import Calibrator, Cases, fit
from core.review.confidence.evidence import KINDS, Told, told_of
from core.review.confidence.expected import Rates, Sums
from core.review.confidence.standing import Verdict, against
from core.review.progress.estimate import Figures
from core.review.suspicion import Corpus, Row, count
from core.review.suspicion.model import Model

METHODS_SHOWN = ("default", "heuristic-paper", "ngram-exact")

Spreads = tuple[float, float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """A corpus as three methods projected it.

    Args:
        name: of the corpus.
        pairs: with gold.
        gold: target entities that count.
        rows: of each method, what its evidence is made from.
        counted: of each method, what all pairs say.
    """

    name: str
    pairs: Sequence[Pair]
    gold: Sequence[Collection[Entity]]
    rows: Mapping[str, Sequence[Row]]
    counted: Mapping[str, Corpus]


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """A corpus with its evidence and what gold says of it.

    Args:
        name: of the corpus.
        even: whether each pair is in the even half.
        told: evidence of each method and pair.
        verdicts: what gold says of each method and pair.
        cases: every entity and method.
    """

    name: str
    even: NDArray[np.bool_]
    told: Mapping[str, Sequence[Told]]
    verdicts: Mapping[str, Sequence[Verdict]]
    cases: Cases

    @property
    def pairs(self) -> int:
        """Return how many there are."""
        return len(self.even)

    def fitted(self, reviewed: Sequence[int], spreads: Spreads | None = None) -> Calibrator:
        """Return the map fitted to some pairs."""
        cases = self.cases.some(np.isin(self.cases.pair, reviewed))
        return fit(cases, METHODS_SHOWN, **({"spreads": spreads} if spreads else {}))

    def rates(self, method: str, reviewed: Collection[int]) -> Rates:
        """Return what some pairs teach of what a method misses."""
        rates = Rates()
        for k in sorted(reviewed):
            rates.add(self.told[method][k], self.verdicts[method][k])
        return rates

    def true(self, method: str, corrected: Collection[int]) -> tuple[float, float, float]:
        """Return precision, recall and F1, with some pairs corrected."""
        right = gold = found = 0
        for k, verdict in enumerate(self.verdicts[method]):
            r, g, p = verdict.counts or (0, 0, 0)
            right += g if k in corrected else r
            gold += g
            found += g if k in corrected else p
        return right / found, right / gold, 2 * right / (gold + found)

    def expected(
        self, sums: Sums, method: str, reviewed: Collection[int], *, corrected: bool = False
    ) -> Figures:
        """Return what is expected of a method once some pairs were reviewed."""
        for k, (told, verdict) in enumerate(
            zip(self.told[method], self.verdicts[method], strict=True)
        ):
            if k in reviewed:
                right, gold, found = verdict.counts or (0, 0, 0)
                sums.exactly(*((gold,) * 3 if corrected else (right, gold, found)))
                continue
            for said in told.entities:
                sums.expect(said)
            sums.expect_rest(told.rest)
        return sums.figures()


def made(name: str, alignments: Sequence[Alignment] | None = None) -> Made:
    """Return a corpus as three methods project it on links of the default aligner."""
    pairs = corpus(name)
    found = alignments or links(pairs, non_commercial=is_non_commercial(name))
    runs = {method: run(pairs, found, method) for method in METHODS_SHOWN}
    rows = {
        method: [
            Row(
                replace(pair, source=replace(pair.source, entities=entities)),
                aligned,
                projections,
                METHODS[method],
                {m: other.projections[k] for m, other in runs.items() if m != method},
            )
            for k, (pair, entities, aligned, projections) in enumerate(
                zip(own.pairs, own.source, own.alignments, own.projections, strict=True)
            )
        ]
        for method, own in runs.items()
    }
    counted = {method: count(own) for method, own in rows.items()}
    return Made(name, pairs, runs[METHODS_SHOWN[0]].gold, rows, counted)


def world(one: Made, model: Model | None = None) -> World:
    """Return a corpus with its evidence, by these weights of the signals or those that ship."""
    told = {
        method: [told_of(row, one.counted[method], model=model) for row in rows]
        for method, rows in one.rows.items()
    }
    verdicts = {
        method: [
            against(dict.fromkeys(gold), t.entities) for gold, t in zip(one.gold, own, strict=True)
        ]
        for method, own in told.items()
    }
    return World(
        one.name, np.array([is_even(p) for p in one.pairs]), told, verdicts, _cases(told, verdicts)
    )


def _cases(told: Mapping[str, Sequence[Told]], verdicts: Mapping[str, Sequence[Verdict]]) -> Cases:
    rows = [
        (said.logits, k, right, place)
        for k, method in enumerate(METHODS_SHOWN)
        for place, (t, v) in enumerate(zip(told[method], verdicts[method], strict=True))
        for said, right in zip(t.entities, v.right, strict=True)
    ]
    return Cases(
        np.array([row[0] for row in rows], np.float64).reshape(-1, len(KINDS)),
        np.array([row[1] for row in rows], np.int64),
        np.array([row[2] for row in rows], bool),
        np.array([row[3] for row in rows], np.int64),
    )
