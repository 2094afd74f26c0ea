"""What became of the source entities: how many were projected, and why the others were not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from core.domain.projection import Projection, Reason

QUANTILES = (0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True, slots=True)
class Carried:
    """Source entities of one label.

    Args:
        entities: how many there are.
        projected: how many of them got a span, one or several.
        without: of the others, how many for each reason; every reason named.
    """

    entities: int
    projected: int
    without: dict[Reason, int]

    @property
    def rate(self) -> float:
        """Return the share that was projected, in [0, 1]; 0 where there are none."""
        return self.projected / self.entities if self.entities else 0.0


def carried(pairs: Iterable[Sequence[Projection]]) -> dict[str, Carried]:
    """Return what became of the source entities of each label, in alphabetical order.

    Entities that lost to a better claim on the same words, collisions, are those with the reason
    `blocked`.

    Args:
        pairs: for each sentence pair its projections, one a source entity.

    Source: Chen et al. 2023, arxiv.org/abs/2211.15613 (projection rate).
    """
    by_label: dict[str, list[Projection]] = {}
    for projection in (p for projections in pairs for p in projections):
        by_label.setdefault(projection.entity.label, []).append(projection)
    return {
        label: Carried(
            entities=len(found),
            projected=sum(p.reason is None for p in found),
            without={reason: sum(p.reason is reason for p in found) for reason in Reason},
        )
        for label, found in sorted(by_label.items())
    }


def score_quantiles(pairs: Iterable[Sequence[Projection]]) -> tuple[float, ...] | None:
    """Return the `QUANTILES` of the mean score of a pair's picks; None where no pair has a pick.

    Args:
        pairs: for each sentence pair its projections.

    Source: Shkalikov 2025, github.com/ShkalikovOleh/master-thesis (the objective by projected
        entity).
    """
    picks = ([pick.score for p in projections for pick in p.picks] for projections in pairs)
    means = [fmean(scores) for scores in picks if scores]
    return tuple(float(q) for q in np.quantile(means, QUANTILES)) if means else None
