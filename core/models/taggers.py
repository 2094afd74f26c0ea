"""Taggers from a folder: whatever gives every token of a sentence a probability for every tag."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.card import CARD, SMALL, SPACY, TRANSFORMERS, Card, check_safetensors, read_card
from core.models.networks.network import Network, probabilities

Predict = Callable[[Sequence[Sequence[str]]], list[NDArray[np.float64]]]


@dataclass(frozen=True, slots=True)
class Tagger:
    """A trained tagger.

    Args:
        card: what it is and how it was made.
        predict: from tokenised sentences to tag probabilities, one array a sentence, of shape
            (tokens, labels), rows adding up to 1, columns as in `card.labels`.
    """

    card: Card
    predict: Predict

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the tags, one a column."""
        return self.card.labels


def load_tagger(folder: str | Path) -> Tagger:
    """Return the tagger of a folder: one of ours, or a token classifier of transformers.

    Weights are read from safetensors (spaCy: from its own files, none of them pickled); no code of
    the folder is run, nothing is looked up on a network.

    Raises:
        ModelError: there is no such folder, or no tagger in it that can be loaded.
    """
    path = Path(folder).expanduser()
    if not path.is_dir():
        raise ModelError(f"no tagger folder {str(folder)!r}; `train-tagger -o FOLDER` makes one")
    card = read_card(path)
    if card is None and not (path / "config.json").is_file():
        raise ModelError(
            f"folder {str(folder)!r} is no tagger: it has neither {CARD} (as `train-tagger` and "
            "`train-student` write it) nor config.json (of a token classifier of transformers)"
        )
    if card is not None and card.kind == SPACY:
        from core.models.spacy_ner import load_spacy, spacy_probabilities

        return Tagger(card, partial(spacy_probabilities, load_spacy(path), card.labels))
    check_safetensors(path)
    network = _network(path, card)
    return Tagger(card or Card(TRANSFORMERS, network.labels), partial(probabilities, network))


def _network(path: Path, card: Card | None) -> Network:
    """Return the network of a folder, on the best device there is."""
    import torch

    network: Network
    if card is not None and card.kind == SMALL:
        from core.models.networks.small import load_small

        network = load_small(path, card.labels, card.settings)
    else:
        from core.models.networks.encoder import load_encoder

        network = load_encoder(path)
        if card is not None and network.labels != card.labels:
            raise ModelError(f"folder {str(path)!r}: the model has other labels than its {CARD}")
        if torch.cuda.is_available():
            network.module.to("cuda")
    return network
