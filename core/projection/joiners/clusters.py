"""Which entities of several sources are one and the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from core.domain.entity import Entity
from core.domain.scores import Matrix

_DIGITS = 9
"""Similarities are compared to so many places, so that the order of summation does not matter."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """One entity of the target, as the sources know it.

    Args:
        label: the one most of the weight is for; of equal ones the first in the alphabet.
        members: the entity's index in each side that has it, by index of the side.
    """

    label: str
    members: Mapping[int, int]


def clusters(
    entities: Sequence[Sequence[Entity]],
    rows: Sequence[Matrix],
    weights: Sequence[float],
    *,
    same_label: bool,
    min_similarity: float,
) -> tuple[Cluster, ...]:
    """Return what entities of different sides are one, in the order of the sides' entities.

    Two entities are as similar as the cosine of their score rows, two clusters as the mean over
    their entities. The two most similar clusters become one, and so on, while no side would have
    two entities in one; of equally similar ones those that come first do. An entity that no target
    word speaks for, the only such one of its label in its side, joins the only other entity of that
    label which its side does not have yet, where there is just one.

    Args:
        entities: of each side, labels mapped.
        rows: for each side its scores over candidates common to all, (entities, candidates), >= 0.
        weights: of the sides, for the label.
        same_label: leave entities of different labels apart.
        min_similarity: least similarity of what becomes one, in [0, 1]; 0 never does.
    """
    nodes = [(k, e) for k, own in enumerate(entities) for e in range(len(own))]
    labels = [entities[k][e].label for k, e in nodes]
    if not nodes:
        return ()
    like = _similarities(np.vstack(rows))
    for a, b in combinations(range(len(nodes)), 2):
        apart = same_label and labels[a] != labels[b]
        if nodes[a][0] == nodes[b][0] or apart:
            like[a, b] = like[b, a] = -np.inf
    groups = _merged(like, max(min_similarity, 10.0**-_DIGITS))
    spoken = [bool(row.any()) for own in rows for row in own]
    groups = _adopted(groups, [k for k, _ in nodes], labels, spoken)
    return tuple(
        Cluster(
            _label([(labels[n], weights[nodes[n][0]]) for n in group]),
            {nodes[n][0]: nodes[n][1] for n in group},
        )
        for group in groups
    )


def _similarities(rows: Matrix) -> NDArray[np.float64]:
    """Return the cosine of every two rows; 0 where one is empty, and of a row with itself."""
    length = np.sqrt((rows * rows).sum(axis=1, keepdims=True))
    unit = np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)
    like = unit @ unit.T
    np.fill_diagonal(like, 0.0)
    return np.asarray(like, dtype=np.float64)


def _merged(like: NDArray[np.float64], least: float) -> list[list[int]]:
    """Return groups of nodes, by their first node; `like` is minus infinity where none may be."""
    groups: dict[int, list[int]] = {n: [n] for n in range(len(like))}
    total, size = like.copy(), np.ones(len(like))
    later = np.triu(np.ones_like(like, dtype=bool), k=1)
    while len(groups) > 1:
        means = np.where(later, total / np.outer(size, size), -np.inf).round(_DIGITS)
        a, b = (int(n) for n in np.unravel_index(means.argmax(), means.shape))
        if means[a, b] < least:
            break
        groups[a] = sorted(groups[a] + groups.pop(b))
        total[a] += total[b]
        total[:, a] += total[:, b]
        size[a] += size[b]
        total[b] = total[:, b] = -np.inf
    return list(groups.values())


def _adopted(
    groups: list[list[int]], sides: list[int], labels: list[str], spoken: list[bool]
) -> list[list[int]]:
    """Return the groups, each node without scores in the only group that it can belong to.

    Args:
        groups: nodes, by group.
        sides: of each node.
        labels: of each node.
        spoken: whether a node has any score.
    """
    for side, label in sorted(set(zip(sides, labels, strict=True))):
        own = [
            g
            for g in groups
            if len(g) == 1 and not spoken[g[0]] and (sides[g[0]], labels[g[0]]) == (side, label)
        ]
        homes = [
            g
            for g in groups
            if any(spoken[n] for n in g)
            and {labels[n] for n in g} == {label}
            and side not in {sides[n] for n in g}
        ]
        if len(own) == len(homes) == 1:
            homes[0][:] = sorted(homes[0] + own[0])
            groups = [g for g in groups if g is not own[0]]
    return sorted(groups)


def _label(votes: Sequence[tuple[str, float]]) -> str:
    total: dict[str, float] = {}
    for label, weight in votes:
        total[label] = total.get(label, 0.0) + weight
    return min(total, key=lambda label: (-round(total[label], _DIGITS), label))


def on_clusters(found: Sequence[Cluster], rows: Sequence[Matrix]) -> tuple[Matrix, ...]:
    """Return for each side its rows by cluster, 0 where it has no entity in one.

    Args:
        found: the clusters.
        rows: for each side its rows by entity.
    """
    parts = tuple(np.zeros((len(found), own.shape[1])) for own in rows)
    for c, cluster in enumerate(found):
        for k, e in cluster.members.items():
            parts[k][c] = rows[k][e]
    return parts


def known_to(found: Sequence[Cluster], weights: Sequence[float]) -> NDArray[np.float64]:
    """Return for each cluster the share of the weight of the sides that have it, in [0, 1]."""
    total = sum(weights)
    shares = [sum(weights[k] for k in cluster.members) / total for cluster in found]
    return np.array(shares).round(_DIGITS)
