"""What a network loses on silver tags."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.training.taggers.silver import Silver

if TYPE_CHECKING:
    import torch


def silver_loss(
    logits: "torch.Tensor", targets: "torch.Tensor", weights: "torch.Tensor"
) -> "torch.Tensor":
    """Return the weighted cross-entropy a token that has a weight; 0 where none has.

    `sum over tokens of w * -log p(tag) / number of tokens with w > 0`. A token of weight 0 changes
    neither the loss nor any gradient.

    Args:
        logits: shape (B, T, labels).
        targets: column of each token's tag, shape (B, T).
        weights: shape (B, T), in [0, 1]; 0 for masked tokens and behind the end of a sentence.
    """
    import torch

    lost = torch.nn.functional.cross_entropy(
        logits.flatten(0, 1), targets.flatten(), reduction="none"
    )
    flat = weights.flatten().to(lost.dtype)
    kept = flat > 0
    total = (lost[kept] * flat[kept]).sum()
    return total / kept.sum().clamp(min=1)


def silver_batch(
    rows: Sequence[Silver], labels: Sequence[str], device: "torch.device"
) -> "tuple[torch.Tensor, torch.Tensor]":
    """Return columns of tags, and weights, both of shape (rows, longest), 0 behind the end."""
    import torch

    column = {tag: k for k, tag in enumerate(labels)}
    size = (len(rows), max(len(row.tokens) for row in rows))
    targets = torch.zeros(size, dtype=torch.long)
    weights = torch.zeros(size)
    for k, row in enumerate(rows):
        targets[k, : len(row.tags)] = torch.tensor([column[tag] for tag in row.tags])
        weights[k, : len(row.tags)] = torch.tensor(row.weights)
    return targets.to(device), weights.to(device)
