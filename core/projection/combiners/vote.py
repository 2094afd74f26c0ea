"""Combiner: every voter's picks are votes, and the spans with the most weight are chosen."""

from collections.abc import Sequence
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.errors import SpecError
from core.matching import exact
from core.projection.combiners.shelf import COMBINERS, Ballot, Counted
from core.registry import Between

_GRID = 2.0**30
"""Shares are compared on the grid of `core.matching.ties`, so that thirds add up."""


@COMBINERS.register("vote")
def vote(
    ballots: Sequence[Ballot],
    *,
    weights: Literal["given", "agreement"] = "given",
    min_share: Annotated[float, Between(0, 1)] = 0.0,
    none_counts: bool = True,
    per_entity: Annotated[int, Between(1, 10)] = 1,
) -> Counted:
    """Return the disjoint spans with the most weight of votes behind them, all entities together.

    Each pick of a voter for an entity is a vote for that span with the voter's weight; a voter
    without a pick votes for none, one that does not know the entity not at all. The spans of all
    entities are then matched exactly, by their share of the weight of all voters; of equal shares
    the total order of `core.matching.ties` decides, which prefers the shorter span.

    Args:
        ballots: at least one, all for the same entities.
        weights: `given`, each member's own weight; or `agreement`: weights estimated, without
            gold, from how far the members agree over the corpus, before anything is projected.
        min_share: a span needs at least this share of the weight.
        none_counts: a span needs at least the share that is for none.
        per_entity: most spans an entity may get.

    Returns:
        The count and the choice.

    Raises:
        SpecError: there is no weight at all, or the weights are still to be estimated.

    Source: votes over methods and weights from agreement: Wu et al. 2020,
    arxiv.org/abs/2004.12440 (weights of several teachers); the joint choice is ours.
    """
    if weights == "agreement":
        raise SpecError(
            "the weights of this vote are estimated from a corpus: use project_pairs, or weigh "
            "it first"
        )
    total = sum(ballot.weight for ballot in ballots)
    if not total > 0:
        raise SpecError("a vote needs a voter with a weight above 0")
    candidates, votes, silent = _cast(ballots)
    counted = [ballot.weight / total for ballot in ballots]
    shares = _on_grid(sum(w * v for w, v in zip(counted, votes, strict=True)))
    none = _on_grid(sum(w * s for w, s in zip(counted, silent, strict=True)))
    enough = shares >= _on_grid(min_share)
    if none_counts:
        enough &= shares >= none[:, None]
    standing = np.where(enough, shares, 0.0)
    solution = exact.exact(standing, candidates, per_entity=per_entity)
    return Counted(candidates, votes, shares, none, standing, solution)


def _cast(
    ballots: Sequence[Ballot],
) -> tuple[Candidates, tuple[Matrix, ...], list[NDArray[np.float64]]]:
    """Return the spans voted for, each voter's votes, and which entities it has none for."""
    found: dict[tuple[int, int], set[str]] = {}
    for ballot in ballots:
        for projection in ballot.projections:
            for pick in projection.picks if projection else ():
                found.setdefault((pick.start, pick.end), set()).add(ballot.voter)
    candidates = Candidates.merge(found)
    column = {span: t for t, span in enumerate(candidates.spans())}
    votes, silent = [], []
    for ballot in ballots:
        cast = np.zeros((len(ballot.projections), len(candidates)))
        for k, projection in enumerate(ballot.projections):
            for pick in projection.picks if projection else ():
                cast[k, column[pick.start, pick.end]] = 1.0
        votes.append(cast)
        silent.append(np.array([float(p is not None and not p.picks) for p in ballot.projections]))
    return candidates, tuple(votes), silent


def _on_grid(values: object) -> NDArray[np.float64]:
    return np.rint(np.asarray(values, dtype=np.float64) * _GRID) / _GRID
