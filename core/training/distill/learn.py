"""A student that learns from teachers' probabilities."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.errors import InputError
from core.models.networks.network import Network
from core.training.distill.loss import NO_LABEL, student_loss
from core.training.distill.teachers import combine, unanimous
from core.training.fit import Progress, Schedule, fit

if TYPE_CHECKING:
    import torch

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """One sentence without tags, and what the teachers say of it.

    Args:
        tokens: at least one.
        probs: of the teachers together, shape (tokens, labels).
        agreed: columns on which all agree, `NO_LABEL` elsewhere, shape (tokens,); None leaves
            them out.
    """

    tokens: tuple[str, ...]
    probs: Floats
    agreed: Ints | None = None

    def __post_init__(self) -> None:
        """Refuse probabilities of another number of tokens."""
        if not 0 < len(self.tokens) == len(self.probs):
            raise InputError(f"{len(self.probs)} rows of probabilities, {len(self.tokens)} tokens")


def lessons(
    sentences: Sequence[tuple[str, ...]],
    teachers: Sequence[Sequence[Floats]],
    weights: Floats,
    *,
    agree: bool = False,
) -> list[Lesson]:
    """Return what a student learns from, one lesson a sentence.

    Args:
        sentences: tokens, n of them.
        teachers: of each teacher one array a sentence, shape (tokens, labels), same columns.
        weights: of the teachers: shape (teachers,), or (n, teachers) sentence by sentence; each
            row adds up to 1.
        agree: whether labels that all teachers agree on are learned besides.
    """
    each = np.broadcast_to(weights, (len(sentences), len(teachers)))
    return [
        Lesson(tokens, combine(probs, each[k]), unanimous(probs) if agree else None)
        for k, (tokens, *probs) in enumerate(zip(sentences, *teachers, strict=True))
    ]


def learn_from(
    network: Network,
    rows: Sequence[Lesson],
    schedule: Schedule,
    *,
    soft_weight: float = 1.0,
    progress: Progress | None = None,
) -> tuple[float, ...]:
    """Return the mean loss of each epoch, after teaching a network the lessons.

    Args:
        network: with labels as the columns of the lessons.
        rows: at least one; all with agreed labels or none.
        schedule: how long and how fast.
        soft_weight: of the soft labels where there are agreed ones besides, > 0.
        progress: told step, done and total.

    Raises:
        InputError: there is no lesson.
    """
    if not rows:
        raise InputError("no sentence to learn from; bring text in the target language")

    def loss(logits: "torch.Tensor", places: Sequence[int]) -> "torch.Tensor":
        batch = _batch([rows[k] for k in places], logits)
        return student_loss(logits, *batch, soft_weight=soft_weight)

    return fit(network, [row.tokens for row in rows], loss, schedule, progress)


def _batch(
    rows: Sequence[Lesson], logits: "torch.Tensor"
) -> "tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]":
    """Return probabilities, where tokens are, and agreed labels, as a student's loss takes them."""
    import torch

    teacher = torch.zeros(logits.shape, dtype=logits.dtype)
    inside = torch.zeros(logits.shape[:2], dtype=torch.bool)
    agreed = torch.full(logits.shape[:2], NO_LABEL)
    for k, row in enumerate(rows):
        teacher[k, : len(row.tokens)] = torch.tensor(row.probs, dtype=logits.dtype)
        inside[k, : len(row.tokens)] = True
        if row.agreed is not None:
            agreed[k, : len(row.tokens)] = torch.tensor(row.agreed)
    at = logits.device
    hard = None if rows[0].agreed is None else agreed.to(at)
    return teacher.to(at), inside.to(at), hard
