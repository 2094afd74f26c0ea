"""Boosted trees as arrays: what they say of a row of features, and which feature said it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError

_LEAF = -1


@dataclass(frozen=True, slots=True, eq=False)
class Trees:
    """A sum of decision trees.

    Args:
        base: what the sum starts from.
        roots: the node that each tree starts at, shape (trees,).
        feature: column that a node asks for, -1 for a leaf, shape (nodes,).
        threshold: a row goes left where its value is at most this.
        left: the node on the left.
        right: the node on the right.
        value: what a leaf adds; of another node the mean of the leaves below it.
    """

    base: float
    roots: NDArray[np.int32]
    feature: NDArray[np.int32]
    threshold: NDArray[np.float64]
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float64]

    def __call__(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the sum of the trees for each row, shape (rows,)."""
        if not len(self.roots) or not len(rows):
            return np.full(len(rows), self.base)
        at = np.repeat(self.roots[None], len(rows), axis=0)
        line = np.arange(len(rows))[:, None]
        while True:
            asked = self.feature[at]
            inner = asked != _LEAF
            if not inner.any():
                return np.asarray(self.base + self.value[at].sum(axis=1))
            goes_left = rows[line, np.maximum(asked, 0)] <= self.threshold[at]
            at = np.where(inner, np.where(goes_left, self.left[at], self.right[at]), at)

    def shares(self, row: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return what each feature adds for one row, shape (features,).

        On the way down a tree, each step from a node to the next is put down to the feature that
        the node asks for. With `base` and the means of the trees they add up to the sum.

        Source: Saabas 2014, blog.datadive.net/interpreting-random-forests.
        """
        found = np.zeros(len(row))
        for root in self.roots.tolist():
            at = root
            while self.feature[at] != _LEAF:
                asked = int(self.feature[at])
                nearer = self.left if row[asked] <= self.threshold[at] else self.right
                then = int(nearer[at])
                found[asked] += self.value[then] - self.value[at]
                at = then
        return found

    def plain(self) -> dict[str, Any]:
        """Return the trees as plain values."""
        return {
            "base": self.base,
            "roots": self.roots.tolist(),
            "feature": self.feature.tolist(),
            "threshold": [float(f"{v:.7g}") for v in self.threshold.tolist()],
            "left": self.left.tolist(),
            "right": self.right.tolist(),
            "value": [float(f"{v:.6g}") for v in self.value.tolist()],
        }


def trees_of(given: Mapping[str, Any], features: int) -> Trees:
    """Return the trees that plain values spell; raise InputError where they are none.

    Args:
        given: of `Trees.plain`; nothing is believed of it.
        features: how many columns there are.
    """
    try:
        found = Trees(
            base=float(given["base"]),
            roots=np.asarray(given["roots"], np.int32),
            feature=np.asarray(given["feature"], np.int32),
            threshold=np.asarray(given["threshold"], np.float64),
            left=np.asarray(given["left"], np.int32),
            right=np.asarray(given["right"], np.int32),
            value=np.asarray(given["value"], np.float64),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise InputError(f"these are no trees: {error}") from error
    count = len(found.feature)
    columns = (found.threshold, found.left, found.right, found.value)
    inner = np.flatnonzero(found.feature != _LEAF)
    below = np.concatenate([found.left[inner], found.right[inner]])
    fits = (
        all(column.shape == (count,) for column in (found.feature, *columns))
        and found.roots.ndim == 1
        and ((found.roots >= 0) & (found.roots < count)).all()
        and ((found.feature >= _LEAF) & (found.feature < features)).all()
        # Who is below comes behind, so that every way down ends.
        and ((below > np.concatenate([inner, inner])) & (below < count)).all()
        and np.isfinite(found.value).all()
        and np.isfinite(found.base)
    )
    if not fits:
        raise InputError("these are no trees: a node points outside them, or is no number")
    return found


def joined(base: float, trees: Sequence[Trees]) -> Trees:
    """Return trees, each of a single tree, as one sum that starts from `base`."""
    sizes = [len(tree.feature) for tree in trees]
    offsets: list[int] = np.cumsum([0, *sizes[:-1]]).tolist() if trees else []

    def column(name: str, *, moved: bool = False) -> NDArray[Any]:
        parts = [
            getattr(tree, name) + (offset if moved else 0)
            for tree, offset in zip(trees, offsets, strict=True)
        ]
        return np.concatenate(parts) if parts else np.zeros(0, np.int32)

    return Trees(
        base=base + sum(tree.base for tree in trees),
        roots=column("roots", moved=True).astype(np.int32),
        feature=column("feature").astype(np.int32),
        threshold=column("threshold").astype(np.float64),
        left=column("left", moved=True).astype(np.int32),
        right=column("right", moved=True).astype(np.int32),
        value=column("value").astype(np.float64),
    )
