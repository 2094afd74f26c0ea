"""A span scorer: how probably a candidate is what a person would mark for an entity.

The prior comes with the project, learned from other corpora. Where a project has decisions, what
was learned of them stands on top: a linear model and trees, both of which see the prior's answer as
one more feature; their log-odds are averaged. Numbers are all that it is made of, but for the
memory, which counts words of the project.
"""

import hashlib
import json
import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.domain.candidate import Candidates
from core.domain.scores import Matrix
from core.domain.spec import canonical_json, short_hash
from core.domain.task import Task
from core.errors import InputError
from core.scoring.learned.features import Table, features
from core.scoring.learned.memory import Memory
from core.scoring.learned.table import DECIDED, PLAIN
from core.scoring.learned.trees import Trees, trees_of

FORMAT = 1
_MOST_BYTES = 256 * 2**20
_BROKEN = (
    *(ValueError, KeyError, TypeError, AttributeError),
    *(RecursionError, OverflowError, InputError),
)
"""What reading something that is no scorer can end in."""

_PRIOR = "prior"
LEARNED = (*PLAIN, *DECIDED, _PRIOR)
"""Columns that the learned part sees: all features and the log-odds of the prior."""


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What was learned from the decisions of a project.

    Args:
        weights: of the linear model, one a column of `LEARNED`.
        base: log-odds where all columns are 0.
        trees: over the same columns.
        memory: what was decided.
    """

    weights: NDArray[np.float64]
    base: float
    trees: Trees
    memory: Memory

    def log_odds(self, rows: Table) -> NDArray[np.float64]:
        """Return the log-odds of each row, shape (rows,); the columns are those of `LEARNED`."""
        return np.asarray((rows @ self.weights + self.base + self.trees(rows)) / 2)


@dataclass(frozen=True, slots=True, eq=False)
class SpanModel:
    """A span scorer.

    Args:
        prior: what other corpora say, over the columns of `PLAIN`.
        learned: what this project says; None where there is only the prior.
        folds: the same, each learned without some of the decided pairs.
        taught: for each decided pair, by `content_key`, the fold that was learned without it.
    """

    prior: Trees
    learned: Learned | None = None
    folds: tuple[Learned, ...] = ()
    taught: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, task: Task) -> Learned | None:
        """Return what is asked of a pair: for one that taught, a model that has not seen it."""
        fold = self.taught.get(content_key(task)) if self.taught else None
        return self.learned if fold is None else self.folds[fold]

    def scores(self, task: Task, candidates: Candidates) -> Matrix:
        """Return the probability of each candidate, shape (entities, candidates), in [0, 1).

        A candidate that is not looked at (`features.HOPELESS`) has 0.

        Raises:
            MissingInputError: the task has no alignment, or nobody has annotated the source.
        """
        learned = self.of(task)
        where, table = features(task, candidates, learned.memory if learned else None)
        found = np.zeros((len(task.entities()), len(candidates)))
        found[where] = _probability(self.log_odds(learned, table))
        return found

    def log_odds(self, learned: Learned | None, table: Table) -> NDArray[np.float64]:
        """Return the log-odds of rows of features, shape (rows,)."""
        prior = self.prior(table[:, : len(PLAIN)])
        return prior if learned is None else learned.log_odds(with_prior(table, prior))

    def shares(
        self, task: Task, candidates: Candidates, cells: Sequence[tuple[int, int]]
    ) -> list[list[tuple[str, float]]]:
        """Return which features moved some candidates and by how much, strongest first.

        Args:
            task: source entities and an alignment.
            candidates: spans of its target.
            cells: (entity, candidate) of each that is asked for.

        Returns:
            For each cell features by code with their log-odds, against what is usual among the
            candidates of the sentence; what the prior says is put down to the features that it
            goes by. Empty for a candidate that is not looked at.
        """
        learned = self.of(task)
        where, table = features(task, candidates, learned.memory if learned else None)
        rows = {cell: row for row, cell in enumerate(zip(*map(list, where), strict=True))}
        usual = table.mean(axis=0) if len(table) else table
        return [
            _strongest(self._moved(learned, table[rows[cell]], usual)) if cell in rows else []
            for cell in cells
        ]

    def _moved(
        self, learned: Learned | None, row: NDArray[np.float32], usual: NDArray[np.float32]
    ) -> dict[str, float]:
        of_prior = self.prior.shares(row[: len(PLAIN)])
        found = dict(zip(PLAIN, of_prior.tolist(), strict=True))
        if learned is None:
            return found
        prior = self.prior(np.stack([row, usual])[:, : len(PLAIN)])
        mine, middle = np.append(row, prior[0]), np.append(usual, prior[1])
        moved = (learned.weights * (mine - middle) + learned.trees.shares(mine)) / 2
        own = dict(zip(LEARNED, moved.tolist(), strict=True))
        by_prior, total = own.pop(_PRIOR), math.fsum(map(abs, found.values())) or 1.0
        for code, share in found.items():
            own[code] += by_prior * share / total
        return own

    def to_bytes(self) -> bytes:
        """Return the model as compressed JSON; equal models give equal bytes."""
        text = canonical_json(
            {
                "format": FORMAT,
                "prior": self.prior.plain(),
                "learned": None if self.learned is None else _plain(self.learned),
                "folds": [_plain(fold) for fold in self.folds],
                "taught": dict(self.taught),
            }
        )
        return zlib.compress(text.encode())

    def digest(self) -> str:
        """Return what tells the model from any other: 16 hexadecimal digits."""
        return digest_of(self.to_bytes())


def digest_of(body: bytes) -> str:
    """Return the digest of the model that some bytes spell."""
    return hashlib.sha256(zlib.decompress(body)).hexdigest()[:16]


def with_prior(table: Table, prior: NDArray[np.float64]) -> Table:
    """Return rows of features with the prior's log-odds as the last column."""
    return np.column_stack([table, prior]).astype(np.float32)


def content_key(task: Task) -> str:
    """Return what tells a pair from another by its tokens: 16 hexadecimal digits."""
    return short_hash(canonical_json([task.source.tokens, task.target]))


def from_bytes(body: bytes, *, name: str) -> SpanModel:
    """Return the model of `SpanModel.to_bytes`.

    Args:
        body: nothing is believed of it.
        name: what messages call it.

    Raises:
        InputError: it is no span scorer, or one of another version of SilverLens.
    """
    try:
        return from_plain(json.loads(_unpacked(body)))
    except _BROKEN as error:
        raise InputError(f"{name} is no span scorer: {error}; train it again") from error


def _unpacked(body: bytes) -> bytes:
    reader = zlib.decompressobj()
    try:
        text = reader.decompress(body, _MOST_BYTES)
    except zlib.error:
        raise InputError("it is no compressed file of one") from None
    if reader.unconsumed_tail:
        raise InputError("it unpacks to more than 256 MB")
    return text


def from_plain(given: Mapping[str, Any]) -> SpanModel:
    """Return the model that plain values spell; raise InputError, KeyError, TypeError or so."""
    if given.get("format") != FORMAT:
        raise InputError(f"its format is {given.get('format')!r}, this version reads {FORMAT}")
    learned = given["learned"]
    folds = tuple(_learned(fold) for fold in given["folds"])
    taught = {str(key): int(fold) for key, fold in given["taught"].items()}
    if any(not 0 <= fold < len(folds) for fold in taught.values()):
        raise InputError("a pair belongs to a fold that there is none of")
    prior = trees_of(given["prior"], len(PLAIN))
    own = None if learned is None else _learned(learned)
    return SpanModel(prior, own, folds, MappingProxyType(taught))


def _learned(given: Mapping[str, Any]) -> Learned:
    weights = np.zeros(len(LEARNED))
    column = {code: k for k, code in enumerate(LEARNED)}
    if given["columns"] != list(LEARNED):
        raise InputError("its features are not those of this version")
    for code, weight in given["weights"].items():
        weights[column[code]] = float(weight)
    if not np.isfinite(weights).all():
        raise InputError("a weight is no number")
    trees = trees_of(given["trees"], len(LEARNED))
    return Learned(weights, float(given["base"]), trees, Memory.from_plain(given["memory"]))


def _plain(learned: Learned) -> dict[str, Any]:
    weights = zip(LEARNED, learned.weights.tolist(), strict=True)
    return {
        "columns": list(LEARNED),
        "weights": {code: float(f"{weight:.6g}") for code, weight in weights if weight},
        "base": float(f"{learned.base:.6g}"),
        "trees": learned.trees.plain(),
        "memory": learned.memory.plain(),
    }


def _probability(log_odds: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -30, 30))))


def _strongest(found: Mapping[str, float]) -> list[tuple[str, float]]:
    listed = [(code, value) for code, value in found.items() if value]
    return sorted(listed, key=lambda item: (-abs(item[1]), item[0]))
