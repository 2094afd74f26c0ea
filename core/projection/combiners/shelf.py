"""The shelf of combiners, what one is given and what one returns."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.domain.projection import Projection
from core.domain.scores import Matrix
from core.matching import Solution
from core.registry import Shelf


@dataclass(frozen=True, slots=True)
class Ballot:
    """What one voter would choose: a projection for each entity, all voters for the same ones.

    Args:
        voter: a name for people, unique among the voters.
        weight: of its vote, >= 0.
        projections: one an entity, in order; None where the voter does not know the entity.
    """

    voter: str
    weight: float
    projections: tuple[Projection | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """The votes, and the choice made of them.

    Args:
        candidates: every span that somebody voted for.
        votes: for each voter a matrix of shape (entities, candidates), 1 for a vote, else 0.
        shares: shape (entities, candidates), share of the weight behind each span, in [0, 1].
        none: shape (entities,), share of the weight behind no span at all.
        standing: shape (entities, candidates), the shares that are enough to be chosen, else 0.
        solution: who got what.
    """

    candidates: Candidates
    votes: tuple[Matrix, ...]
    shares: Matrix
    none: NDArray[np.float64]
    standing: Matrix
    solution: Solution


COMBINERS: Shelf[Callable[..., Counted]] = Shelf("combiner")
