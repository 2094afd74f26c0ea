"""Fitting: a linear model and boosted trees on top of the prior, and folds of them."""

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from core.errors import MissingInputError
from core.scoring.learned.memory import Memory
from core.scoring.learned.model import Learned, SpanModel, content_key, with_prior
from core.scoring.learned.trees import Trees, joined
from core.training.scorer.examples import Example

FEWEST = 50
"""Entities that have to be decided before anything is learned of them."""

FOLDS = 4
_FEWEST_RIGHT = 20
_RIDGE = 0.3
_OF_PROJECT = {
    "n_estimators": 100,
    "learning_rate": 0.15,
    "max_depth": 4,
    "subsample": 0.5,
    "max_features": 0.2,
    "min_samples_leaf": 10,
}
_OF_PRIOR = {**_OF_PROJECT, "learning_rate": 0.1, "min_samples_leaf": 40}

_Primed = tuple[Example, NDArray[np.float64]]
"""An example, and the log-odds of the prior for its rows."""


def learn(decided: Sequence[Example], prior: Trees, undoubted: Sequence[Example] = ()) -> SpanModel:
    """Return a span scorer that these decided pairs taught, with its folds; deterministic.

    Args:
        decided: decided pairs, each content once.
        prior: what other corpora say.
        undoubted: pairs that nobody has decided on and nothing speaks against, as they stand.
            People decide on what is doubtful; without these a scorer would take all for doubtful.

    Raises:
        MissingInputError: there are too few decisions to learn from.
    """
    _check_enough(decided)
    primed = _primed([*decided, *undoubted], prior)
    folds = [fold_of(example) for example, _ in primed]
    kept = [
        [one for one, own in zip(primed, folds, strict=True) if own != fold]
        for fold in range(FOLDS)
    ]
    taught = {content_key(e.decided.task): own for (e, _), own in zip(primed, folds, strict=True)}
    # growing a tree lets other threads run; threads inside the linear algebra would be in the way
    with threadpool_limits(1), ThreadPoolExecutor(os.cpu_count()) as pool:
        whole, *parts = pool.map(_learned, [primed, *kept])
    return SpanModel(prior, whole, tuple(parts), MappingProxyType(taught))


def learn_prior(examples: Sequence[Example], weights: Sequence[float]) -> Trees:
    """Return the trees of a prior.

    Args:
        examples: pairs of many corpora.
        weights: what the rows of each example count.
    """
    rows = np.concatenate([e.table for e in examples])
    right = np.concatenate([e.right for e in examples])
    counts = np.concatenate(
        [np.full(len(e.right), w) for e, w in zip(examples, weights, strict=True)]
    )
    return boosted(rows, right, _OF_PRIOR, counts)


def fold_of(example: Example) -> int:
    """Return the fold of a pair, in [0, `FOLDS`): by its tokens, so that it never changes."""
    return int(content_key(example.decided.task), 16) % FOLDS


def _check_enough(examples: Sequence[Example]) -> None:
    decided = sum(len(e.decided.answers) for e in examples)
    right = sum(bool(spans) for e in examples for spans in e.decided.answers.values())
    if decided < FEWEST or right < _FEWEST_RIGHT:
        raise MissingInputError(
            f"{decided} entities are decided, {right} of them with a span; to learn from, a scorer "
            f"needs {FEWEST}, at least {_FEWEST_RIGHT} of them with a span"
        )


def _primed(examples: Sequence[Example], prior: Trees) -> list[_Primed]:
    """Return each example with what the prior says of its rows."""
    said = prior(np.concatenate([e.table for e in examples]))
    ends = np.cumsum([len(e.right) for e in examples])
    return list(zip(examples, np.split(said, ends[:-1]), strict=True))


def _learned(primed: Sequence[_Primed]) -> Learned:
    """Return what some pairs teach; what they say of themselves plays no part in the features."""
    memory = Memory.of(e.decided for e, _ in primed)
    tables = []
    for e, _ in primed:
        memory.add(e.decided, -1)
        tables.append(e.with_memory(memory))
        memory.add(e.decided)
    right = np.concatenate([e.right for e, _ in primed])
    if not right.any() or right.all():
        raise MissingInputError(
            "there is nothing to tell apart: the candidates of the decided entities are all right, "
            "or all wrong; a scorer needs both to learn from"
        )
    rows = with_prior(np.concatenate(tables), np.concatenate([prior for _, prior in primed]))
    weights, base = _linear(rows, right)
    return Learned(weights, base, boosted(rows, right, _OF_PROJECT), memory)


def _linear(
    rows: NDArray[np.float32], right: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], float]:
    """Return weights and base of a logistic regression; columns alike but the prior, as it is."""
    from sklearn.linear_model import LogisticRegression

    middle, spread = rows.mean(axis=0, dtype=np.float64), rows.std(axis=0, dtype=np.float64)
    middle[-1], spread[-1] = 0.0, 1.0
    spread[spread < 1e-6] = np.inf  # a column that is always the same says nothing
    model = LogisticRegression(C=_RIDGE, max_iter=2000).fit((rows - middle) / spread, right)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - weights @ middle)


def boosted(
    rows: NDArray[np.float32],
    right: NDArray[np.bool_],
    options: dict[str, Any],
    counts: NDArray[np.float64] | None = None,
) -> Trees:
    """Return boosted trees that tell right rows from wrong ones, in log-odds; deterministic.

    Args:
        rows: shape (rows, features).
        right: shape (rows,), both values among them.
        options: of the library's classifier.
        counts: what each row counts, shape (rows,); None for one each.
    """
    from sklearn.ensemble import GradientBoostingClassifier

    model = GradientBoostingClassifier(random_state=0, **options)
    model.fit(rows, right, sample_weight=counts)
    share = float(model.init_.class_prior_[1])
    step = model.learning_rate
    trees = [_tree(tree.tree_, step) for tree in model.estimators_[:, 0]]
    return joined(math.log(share / (1.0 - share)), trees)


def _tree(found: Any, step: float) -> Trees:
    """Return a fitted tree as arrays; of a node that is no leaf the mean of its leaves."""
    left, right = found.children_left.astype(np.int32), found.children_right.astype(np.int32)
    value = found.value[:, 0, 0] * step
    count = found.weighted_n_node_samples
    for node in range(len(left) - 1, -1, -1):  # those below come behind
        if left[node] >= 0:
            a, b = left[node], right[node]
            value[node] = (count[a] * value[a] + count[b] * value[b]) / (count[a] + count[b])
    leaf = left < 0
    return Trees(
        base=0.0,
        roots=np.zeros(1, np.int32),
        feature=np.where(leaf, -1, found.feature).astype(np.int32),
        threshold=np.where(leaf, 0.0, found.threshold),
        left=np.where(leaf, 0, left),
        right=np.where(leaf, 0, right),
        value=value,
    )
