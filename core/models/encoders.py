"""Encoders from a folder on this machine: no hub, no network, errors in plain words."""

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError

_BATCH = 16


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """The sub-words of one sentence.

    Args:
        vectors: one row a sub-word, special tokens left out, shape (sub-words, width).
        words: position of the token that each sub-word belongs to, shape (sub-words,).
        unseen: positions of tokens without a sub-word, or beyond what the encoder takes.
    """

    vectors: NDArray[np.float64]
    words: NDArray[np.int64]
    unseen: tuple[int, ...]

    def averaged(self) -> "Encoded":
        """Return the sentence with one vector a token, the mean of its sub-words."""
        words = np.unique(self.words)
        if not len(words):
            return self
        means = np.stack([self.vectors[self.words == w].mean(axis=0) for w in words])
        return Encoded(means, words, self.unseen)


@lru_cache(maxsize=1)
def load_simalign(folder: str) -> Any:
    """Return simalign's embedding loader over the model in `folder`.

    Raises:
        ModelError: the folder is missing or holds no model that can be read.
    """
    path = Path(folder).expanduser()
    if not folder or not path.is_dir():
        raise ModelError(
            f"no model folder {folder!r}; set model_folder to a folder with an encoder "
            "(config.json, weights, tokenizer.json)"
        )
    if not (path / "config.json").is_file():
        raise ModelError(f"model folder {folder!r} has no config.json; it is no encoder's folder")
    os.environ["HF_HUB_OFFLINE"] = "1"
    import torch
    from safetensors import SafetensorError
    from simalign.simalign import EmbeddingLoader

    logging.getLogger("simalign.simalign").setLevel(logging.WARNING)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        loader = EmbeddingLoader(model=str(path), device=device)
    except (OSError, ValueError, KeyError, RuntimeError, ImportError, SafetensorError) as error:
        raise ModelError(f"model folder {folder!r} cannot be loaded: {error}") from error
    if not loader.tokenizer.is_fast:
        raise ModelError(f"model folder {folder!r} has no tokenizer.json; save a fast tokeniser")
    loader.tokenizer.model_max_length = _longest(loader)
    return loader


def encode(
    folder: str, sentences: Sequence[Sequence[str]], *, layer: int, batch: int = _BATCH
) -> list[Encoded]:
    """Return the sub-word vectors of tokenised sentences, in order.

    Args:
        folder: of the model.
        sentences: tokens; an empty sentence gives no vectors.
        layer: hidden layer, 0 for the embeddings before the first.
        batch: sentences a pass, of like length.

    Raises:
        ModelError: no such model, or no such layer in it.
    """
    loader = load_simalign(folder)
    layers = int(loader.emb_model.config.num_hidden_layers)
    if not 0 <= layer <= layers:
        raise ModelError(f"layer {layer}: the model in {folder!r} has layers 0 to {layers}")
    loader.layer = layer
    order = sorted(range(len(sentences)), key=lambda k: (sum(map(len, sentences[k])), k))
    out: dict[int, Encoded] = {}
    for start in range(0, len(order), batch):
        places = [k for k in order[start : start + batch] if sentences[k]]
        found = _encode_batch(loader, [list(sentences[k]) for k in places]) if places else []
        out.update(zip(places, found, strict=True))
    nothing = Encoded(np.zeros((0, 1)), np.zeros(0, dtype=np.int64), ())
    return [out.get(k, nothing) for k in range(len(sentences))]


def _encode_batch(loader: Any, sentences: list[list[str]]) -> list[Encoded]:
    pieces = loader.tokenizer(sentences, is_split_into_words=True, truncation=True)
    vectors = loader.get_embed_list(sentences).cpu().numpy()
    out = []
    for k, tokens in enumerate(sentences):
        words = np.array([w for w in pieces.word_ids(k) if w is not None], dtype=np.int64)
        unseen = tuple(sorted(set(range(len(tokens))) - set(words.tolist())))
        out.append(Encoded(vectors[k, : len(words)].astype(np.float64), words, unseen))
    return out


def _longest(loader: Any) -> int:
    """Return how many sub-words the model takes, special tokens included."""
    config = loader.emb_model.config
    positions = int(getattr(config, "max_position_embeddings", 512) or 512)
    if "roberta" in str(getattr(config, "model_type", "")):
        positions -= 2  # its positions start after the padding index
    return int(min(loader.tokenizer.model_max_length, positions))
