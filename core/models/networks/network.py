"""What all token classifiers of ours have in common, and their probabilities."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from core.models.batches import in_batches
from core.models.compute import threads_for
from core.models.networks.windows import Window

if TYPE_CHECKING:
    import torch

Tokens = Sequence[str]
Floats = NDArray[np.float64]


class Network(Protocol):
    """A token classifier.

    Args:
        labels: IOB2 tags, one a column.
        module: holds the weights.
    """

    labels: tuple[str, ...]
    module: "torch.nn.Module"

    def logits(self, sentences: Sequence[Tokens]) -> "torch.Tensor":
        """Return scores before the softmax.

        Args:
            sentences: B of them, of at least one token each.

        Returns:
            Shape (B, longest, labels), on the module's device; what stands behind the end of a
            shorter sentence means nothing.
        """
        ...

    def windows(self, sentences: Sequence[Tokens]) -> list[tuple[Window, ...]]:
        """Return for each sentence the windows through which it is read."""
        ...

    def scores(self, pieces: Sequence[Tokens]) -> "torch.Tensor":
        """Return what `logits` does of pieces of sentences, each of which is one window."""
        ...

    def save(self, folder: Path) -> None:
        """Write everything that is needed to load it again, weights as safetensors."""
        ...


def probabilities(
    network: Network, sentences: Sequence[Tokens], tell: Callable[[str], None] | None = None
) -> list[Floats]:
    """Return tag probabilities of tokenised sentences, in order.

    Args:
        network: left in the mode for prediction.
        sentences: an empty one gives no rows.
        tell: told in words where memory ran out and batches were halved.

    Returns:
        One array a sentence, shape (tokens, labels), rows adding up to 1.

    Raises:
        ModelError: memory ran out over a single sentence.
    """
    import torch

    filled = [k for k, tokens in enumerate(sentences) if tokens]
    cut = network.windows([sentences[k] for k in filled]) if filled else []
    parts = [(k, window) for k, found in zip(filled, cut, strict=True) for window in found]

    def work(places: Sequence[int]) -> list[Floats]:
        some = [parts[place] for place in places]
        scores = network.scores([sentences[k][w.start : w.end] for k, w in some])
        batch = scores.float().cpu().double().softmax(dim=-1).numpy()
        return [batch[row, w.first - w.start : w.last - w.start] for row, (_, w) in enumerate(some)]

    network.module.eval()
    with torch.inference_mode(), threads_for(network.module):
        made = in_batches([window.size for _, window in parts], work, tell=tell)
    out = [np.zeros((len(tokens), len(network.labels))) for tokens in sentences]
    for (k, window), rows in zip(parts, made, strict=True):
        out[k][window.first : window.last] = rows
    return out
