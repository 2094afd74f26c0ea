"""The shelf of joiners, what one is given and what one returns."""

from collections.abc import Callable
from dataclasses import dataclass

from core.domain.candidate import Candidates
from core.domain.projection import Reason
from core.domain.scores import Matrix
from core.domain.spec import PartSpec
from core.domain.task import Task
from core.matching import Solution
from core.projection.joiners.clusters import Cluster
from core.registry import Shelf


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One source of a group.

    Args:
        name: id of its pair.
        task: the pair, labels mapped; all sides of a group have the same target.
        names: for each entity of the task its index among all source entities of the pair.
    """

    name: str
    task: Task
    names: tuple[int, ...]


Sides = tuple[Side, ...]
"""At least one, ordered by name; no two have the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """What all sources of a target sentence agree on, and what it was made of.

    Args:
        clusters: the entities, each as the sources know it.
        candidates: spans that any source proposes.
        weights: of the sides.
        parts: for each side its scores, shape (clusters, candidates), 0 where it has no entity.
        fused: shape (clusters, candidates), what was matched; only scores above 0 count.
        matcher: how, for people.
        solution: which cluster got what.
        reasons: for each side and entity why it would have no pick of its own.
    """

    clusters: tuple[Cluster, ...]
    candidates: Candidates
    weights: tuple[float, ...]
    parts: tuple[Matrix, ...]
    fused: Matrix
    matcher: PartSpec
    solution: Solution
    reasons: tuple[tuple[Reason, ...], ...]


JOINERS: Shelf[Callable[..., Choice]] = Shelf("joiner")
