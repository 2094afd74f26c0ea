"""What all token classifiers of ours have in common, and their probabilities."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import torch

_BATCH = 32
_LARGE = 2_000_000
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

    def save(self, folder: Path) -> None:
        """Write everything that is needed to load it again, weights as safetensors."""
        ...


@contextmanager
def threads_for(network: Network) -> Iterator[None]:
    """Run a block with as many threads as a network has a use for: a small one is faster on one."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1 if _weights(network) < _LARGE else before)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def probabilities(network: Network, sentences: Sequence[Tokens]) -> list[Floats]:
    """Return tag probabilities of tokenised sentences, in order.

    Args:
        network: left in the mode for prediction.
        sentences: an empty one gives no rows.

    Returns:
        One array a sentence, shape (tokens, labels), rows adding up to 1.
    """
    import torch

    network.module.eval()
    order = sorted((k for k, s in enumerate(sentences) if s), key=lambda k: (len(sentences[k]), k))
    found: dict[int, Floats] = {}
    with torch.inference_mode(), threads_for(network):
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            scores = network.logits([sentences[k] for k in places])
            batch = scores.double().softmax(dim=-1).cpu().numpy()
            found.update((k, batch[row, : len(sentences[k])]) for row, k in enumerate(places))
    nothing = np.zeros((0, len(network.labels)))
    return [found.get(k, nothing) for k in range(len(sentences))]


def _weights(network: Network) -> int:
    return sum(weight.numel() for weight in network.module.parameters())
