"""Joiner: the scores of all sources, added on the same candidates, before one matching."""

from typing import Annotated, Literal

import numpy as np

from core.candidates import union
from core.domain.projection import Reason
from core.domain.spec import MethodSpec
from core.errors import SpecError
from core.matching import MATCHERS
from core.projection.engine import candidates_of, no_candidate, scored
from core.projection.joiners.clusters import clusters, known_to, on_clusters
from core.projection.joiners.shares import EQUAL, weights_of
from core.projection.joiners.shelf import JOINERS, Choice, Sides
from core.registry import Between


@JOINERS.register("sum", adds_scores=True)
def sum_scores(
    sides: Sides,
    spec: MethodSpec,
    *,
    weights: str = EQUAL,
    labels: Literal["same", "vote"] = "same",
    min_similarity: Annotated[float, Between(0, 1)] = 0.3,
    min_share: Annotated[float, Between(0, 1)] = 0.5,
) -> Choice:
    """Return the choice of the method's own matcher on the mean of the scores of all sources.

    Every source scores all candidates that any of them proposes. Entities whose scores point to
    the same candidates are one and the same (`core.projection.joiners.clusters`); their scores
    are added, each weighted by its source, and divided by the weight of all sources, so that an
    entity that few sources have scores low.

    Args:
        sides: the sources.
        spec: a method with a matcher.
        weights: `equal`; `agreement`, estimated without gold from how far the sources agree over
            the corpus; or a weight a source language, such as `de=1.5 es=0.8`.
        labels: `same`, only entities of one label are one; `vote`, any are, and the label that
            most of the weight is for is taken.
        min_similarity: least similarity of entities that are one.
        min_share: an entity is projected if sources with at least this share of the weight have it.

    Returns:
        The choice.

    Raises:
        SpecError: the method has no matcher, or the weights are still to be estimated.

    Source: several sources with weights: Wu et al. 2020, arxiv.org/abs/2004.12440; one matching on
    added scores is ours.
    """
    if spec.matcher is None:
        raise SpecError(f"method {spec.name!r} has no scores to add; take the joiner `vote`")
    shares = weights_of(weights, [side.task.source.lang for side in sides])
    candidates = union([candidates_of(side.task, spec) for side in sides])
    rows = [scored(side.task, spec, candidates)[1] for side in sides]
    found = clusters(
        [side.task.entities() for side in sides],
        [np.maximum(own, 0.0) for own in rows],
        shares,
        same_label=labels == "same",
        min_similarity=min_similarity,
    )
    parts = on_clusters(found, rows)
    total = sum(shares)
    fused = parts[0] * (shares[0] / total)
    for share, part in zip(shares[1:], parts[1:], strict=True):
        fused = fused + part * (share / total)
    few = known_to(found, shares) < round(min_share, 9)
    fused = np.where(few[:, None], 0.0, fused)
    solution = MATCHERS.get(spec.matcher.part).make(fused, candidates, **dict(spec.matcher.options))
    reasons = [
        [no_candidate(side.task.alignment, entity) for entity in side.task.entities()]
        for side in sides
    ]
    for c in few.nonzero()[0].tolist():
        for k, e in found[c].members.items():
            reasons[k][e] = Reason.FILTERED if parts[k][c].max(initial=0.0) > 0 else reasons[k][e]
    why = tuple(map(tuple, reasons))
    return Choice(found, candidates, shares, parts, fused, spec.matcher, solution, why)
