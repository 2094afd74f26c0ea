"""A network that learns from silver sentences."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.models.networks.network import Network
from core.training.fit import Progress, Schedule, fit, seeded
from core.training.taggers.loss import silver_batch, silver_loss
from core.training.taggers.silver import Silver, check_rows

if TYPE_CHECKING:
    import torch


def new_small(labels: Sequence[str], *, seed: int) -> Network:
    """Return a small network with weights drawn by a seed."""
    from core.models.networks.small import SmallNetwork

    with seeded(seed):
        return SmallNetwork(labels)


def new_encoder(
    folder: str | Path, labels: Sequence[str], *, seed: int, frozen: int = 0
) -> Network:
    """Return an encoder with a new last layer drawn by a seed, on the current device.

    Args:
        folder: of the encoder, or its hub name.
        labels: of the last layer.
        seed: what it is drawn by.
        frozen: layers that stay as they are, with the embeddings; 0 freezes nothing.

    Raises:
        ModelError: no encoder there, or not as many layers.
    """
    from core.models.networks.encoder import freeze, load_encoder

    with seeded(seed):
        network = load_encoder(folder, labels)
    freeze(network, frozen)
    return network


def learn(
    network: Network, rows: Sequence[Silver], schedule: Schedule, progress: Progress | None = None
) -> tuple[float, ...]:
    """Return the mean loss of each epoch, after teaching a network the tags of the rows.

    Raises:
        InputError: nothing in the rows is believed, or they have a tag that the network has not.
    """
    check_rows(rows, network.labels)
    rows = [row for row in rows if any(row.weights)]

    def loss(logits: "torch.Tensor", places: Sequence[int]) -> "torch.Tensor":
        batch = silver_batch([rows[k] for k in places], network.labels, logits.device)
        return silver_loss(logits, *batch)

    return fit(network, [row.tokens for row in rows], loss, schedule, progress)
