"""Joiner: each source is projected alone, and their picks are votes."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

import numpy as np

from core.domain.projection import Projection, Reason
from core.domain.scores import Matrix
from core.domain.spec import MethodSpec, PartSpec, Scalar
from core.projection.combiners import Ballot, vote
from core.projection.engine import project
from core.projection.joiners.clusters import Cluster, clusters, known_to
from core.projection.joiners.shares import EQUAL, weights_of
from core.projection.joiners.shelf import JOINERS, Choice, Sides
from core.registry import Between

MOST_PICKS = 10
"""Spans that an entity may get at most, where the method allows several."""


@JOINERS.register("vote")
def vote_sources(
    sides: Sides,
    spec: MethodSpec,
    *,
    weights: str = EQUAL,
    labels: Literal["same", "vote"] = "same",
    min_similarity: Annotated[float, Between(0, 1)] = 0.3,
    min_share: Annotated[float, Between(0, 1)] = 0.5,
    none_counts: bool = True,
) -> Choice:
    """Return the disjoint spans with the most weight of sources behind them.

    Every source is projected alone, by any method. Entities whose picks overlap are one and the
    same (`core.projection.joiners.clusters`; a pick speaks for every span by the share of words
    they have in common); then the picks are counted as in the combiner `vote`.

    Args:
        sides: the sources.
        spec: any method.
        weights: `equal`; `agreement`, estimated without gold from how far the sources agree over
            the corpus; or a weight a source language, such as `de=1.5 es=0.8`.
        labels: `same`, only entities of one label are one; `vote`, any are, and the label that
            most of the weight is for is taken.
        min_similarity: least similarity of entities that are one.
        min_share: an entity is projected if sources with at least this share of the weight have it.
        none_counts: a span needs at least the share of the sources that have the entity but no
            pick for it.

    Returns:
        The choice.

    Raises:
        SpecError: the weights are still to be estimated.

    Source: several sources with weights: Wu et al. 2020, arxiv.org/abs/2004.12440; the count and
    the joint choice are ours.
    """
    shares = weights_of(weights, [side.task.source.lang for side in sides])
    alone = [project(side.task, spec) for side in sides]
    found = same_entities(alone, {"labels": labels, "min_similarity": min_similarity}, shares)
    enough = (known_to(found, shares) >= round(min_share, 9)).tolist()
    ballots = [
        Ballot(side.name, share, _by_cluster(found, enough, k, alone[k]))
        for k, (side, share) in enumerate(zip(sides, shares, strict=True))
    ]
    most = max((len(p.picks) for own in alone for p in own), default=0)
    options = {"per_entity": min(max(most, 1), MOST_PICKS), "none_counts": none_counts}
    counted = vote.vote(ballots, **options)
    return Choice(
        clusters=found,
        candidates=counted.candidates,
        weights=shares,
        parts=counted.votes,
        fused=counted.standing,
        matcher=PartSpec.of("exact", {"per_entity": options["per_entity"]}),
        solution=counted.solution,
        reasons=tuple(tuple(p.reason or Reason.FILTERED for p in own) for own in alone),
    )


def same_entities(
    alone: Sequence[Sequence[Projection]],
    options: Mapping[str, Scalar],
    weights: Sequence[float] | None = None,
) -> tuple[Cluster, ...]:
    """Return which entities of several sources are one, going by their picks.

    Args:
        alone: for each source the projections of its entities, each source projected alone.
        options: `labels` and `min_similarity` of a joiner.
        weights: of the sources, for the label; equal where not given.
    """
    return clusters(
        [[p.entity for p in own] for own in alone],
        overlaps(alone),
        weights or (1.0,) * len(alone),
        same_label=options["labels"] == "same",
        min_similarity=float(options["min_similarity"]),
    )


def overlaps(alone: Sequence[Sequence[Projection]]) -> list[Matrix]:
    """Return for each side, (entities, spans), how far its picks cover any side's spans.

    That is twice the words in common over the words of both, in [0, 1], of the nearest pick.
    """
    spans = sorted({(q.start, q.end) for own in alone for p in own for q in p.picks})
    rows = [np.zeros((len(own), len(spans))) for own in alone]
    for row, own in zip(rows, alone, strict=True):
        for e, projection in enumerate(own):
            for pick in projection.picks:
                for t, (start, end) in enumerate(spans):
                    common = min(end, pick.end) - max(start, pick.start)
                    both = end - start + pick.end - pick.start
                    row[e, t] = max(row[e, t], 2 * common / both)
    return rows


def _by_cluster(
    found: Sequence[Cluster], enough: Sequence[bool], side: int, own: Sequence[Projection]
) -> tuple[Projection | None, ...]:
    """Return a side's projection for each cluster; None where it has none or too few have it."""
    return tuple(
        own[cluster.members[side]] if known and side in cluster.members else None
        for cluster, known in zip(found, enough, strict=True)
    )
