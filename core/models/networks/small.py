"""A small token classifier that needs no hub: hashed pieces of words, and convolutions over them.

A token is the sum of the embeddings of its pieces; two convolutions, the second with gaps, let it
see three tokens to either side. Some megabytes, fast on a CPU, and nothing in it knows a language.

Source: Miranda et al. 2022, arxiv.org/abs/2212.09255 (hashed embeddings); Strubell et al. 2017,
aclanthology.org/D17-1283 (dilated convolutions for entities); sizes and pieces are ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ModelError
from core.models.networks.pieces import PIECES, rows_of
from core.models.networks.windows import Window

if TYPE_CHECKING:
    import torch

WEIGHTS = "model.safetensors"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the network is.

    Args:
        rows: of the table of pieces.
        width: of a token's vector.
        dropout: share of values dropped while it learns, in [0, 1).
    """

    rows: int = 2**13
    width: int = 64
    dropout: float = 0.4

    def __post_init__(self) -> None:
        """Refuse sizes that make no network."""
        if not (2 <= self.rows <= 2**22 and 1 <= self.width <= 4096 and 0 <= self.dropout < 1):
            raise ModelError(
                f"{self}: need 2 to {2**22} rows, width from 1 to 4096, dropout in [0, 1)"
            )


class SmallNetwork:
    """The network, its labels and its sizes."""

    def __init__(self, labels: Sequence[str], sizes: Sizes | None = None) -> None:
        self.labels = tuple(labels)
        self.sizes = sizes or Sizes()
        self.module = _module(self.sizes, len(self.labels))

    def logits(self, sentences: Sequence[Sequence[str]]) -> "torch.Tensor":
        """Return scores before the softmax, shape (sentences, longest, labels)."""
        import torch

        longest = max(map(len, sentences))
        nothing = (0,) * PIECES
        rows = [
            [rows_of(token, self.sizes.rows) for token in tokens]
            + [nothing] * (longest - len(tokens))
            for tokens in sentences
        ]
        found: torch.Tensor = self.module(torch.tensor(rows, device=device_of(self.module)))
        return found

    def scores(self, pieces: Sequence[Sequence[str]]) -> "torch.Tensor":
        """Return the same, since a sentence of any length is one piece."""
        return self.logits(pieces)

    def windows(self, sentences: Sequence[Sequence[str]]) -> list[tuple[Window, ...]]:
        """Return one window a sentence."""
        return [(Window(0, n, 0, n, n),) for n in map(len, sentences)]

    def save(self, folder: Path) -> None:
        """Write the weights as safetensors."""
        from safetensors.torch import save

        state = {name: value.cpu().contiguous() for name, value in self._state().items()}
        (folder / WEIGHTS).write_bytes(save(state))

    def settings(self) -> dict[str, Any]:
        """Return the sizes as plain values."""
        return asdict(self.sizes)

    def _state(self) -> "Mapping[str, torch.Tensor]":
        state: Mapping[str, torch.Tensor] = self.module.state_dict()
        return state


def load_small(folder: Path, labels: Sequence[str], settings: Mapping[str, Any]) -> SmallNetwork:
    """Return the network of a folder.

    Raises:
        ModelError: the weights are not there, or are not those of a network of these sizes.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        network = SmallNetwork(labels, Sizes(**settings))
        network.module.load_state_dict(load_file(folder / WEIGHTS))
    except (OSError, SafetensorError, RuntimeError, TypeError) as error:
        short = str(error).partition("\n")[0]
        raise ModelError(
            f"tagger folder {str(folder)!r} cannot be loaded: {WEIGHTS} does not fit its card "
            f"({short}); train it again"
        ) from None
    return network


def device_of(module: "torch.nn.Module") -> "torch.device":
    """Return where a module's weights are."""
    return next(module.parameters()).device


def _module(sizes: Sizes, labels: int) -> "torch.nn.Module":
    import torch
    from torch import nn

    class Small(nn.Module):
        """From rows of the table, shape (B, T, pieces), to scores, shape (B, T, labels)."""

        def __init__(self) -> None:
            super().__init__()
            self.table = nn.EmbeddingBag(sizes.rows, sizes.width, mode="sum", padding_idx=0)
            nn.init.normal_(self.table.weight, std=0.1)
            self.near = nn.Conv1d(sizes.width, sizes.width, 3, padding=1)
            self.far = nn.Conv1d(sizes.width, sizes.width, 3, padding=2, dilation=2)
            self.norm = nn.LayerNorm(sizes.width)
            self.out = nn.Linear(sizes.width, labels)
            self.drop = nn.Dropout(sizes.dropout)

        def forward(self, rows: torch.Tensor) -> torch.Tensor:
            inside = (rows[:, :, :1] > 0).to(self.table.weight.dtype)
            bags = self.table(rows.flatten(0, 1)).unflatten(0, rows.shape[:2])
            x = self.drop(bags) * inside
            for layer in (self.near, self.far):
                seen = layer(x.transpose(1, 2)).transpose(1, 2)
                x = (x + self.drop(torch.nn.functional.gelu(seen))) * inside
            scores: torch.Tensor = self.out(self.norm(x))
            return scores

    return Small()
