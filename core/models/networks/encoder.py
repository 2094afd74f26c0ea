"""A token classifier of transformers from a folder on this machine: no hub, no code of its own.

The first sub-word of a word stands for it. A sentence longer than the model takes is cut between
words and read piece by piece, so that every word gets its tags; a word without a sub-word is read
as the unknown word.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ModelError
from core.models.card import check_folder, check_labels, check_safetensors
from core.models.loading import load_tokeniser, loaded, longest, quiet

if TYPE_CHECKING:
    import torch

_REMEDY = "name a folder with an encoder (config.json, *.safetensors, tokenizer.json)"


class EncoderNetwork:
    """The model, its tokeniser and its labels."""

    def __init__(self, model: Any, tokeniser: Any, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        self.module: torch.nn.Module = model
        self._model = model
        self._tokeniser = tokeniser
        self._longest = longest(model, tokeniser)

    def logits(self, sentences: Sequence[Sequence[str]]) -> "torch.Tensor":
        """Return scores before the softmax, shape (sentences, longest, labels)."""
        import torch

        places = [(k, t) for k, tokens in enumerate(sentences) for t in range(len(tokens))]
        chunks = [chunk for tokens in sentences for chunk in self._chunks(tokens)]
        device = self._model.device
        pieces = self._tokeniser(
            chunks,
            is_split_into_words=True,
            truncation=True,  # cuts only a single word with more sub-words than the model takes
            max_length=self._longest,
            padding=True,
            return_tensors="pt",
        )
        firsts = [
            (row, _first(pieces.word_ids(row), w))
            for row, chunk in enumerate(chunks)
            for w in range(len(chunk))
        ]
        given = {key: value.to(device) for key, value in pieces.items()}
        scores = self._model(**given).logits
        rows, columns = torch.tensor(firsts, device=device).T
        at, token = torch.tensor(places, device=device).T
        found: torch.Tensor = scores.new_zeros(
            (len(sentences), max(map(len, sentences)), len(self.labels))
        )
        found[at, token] = scores[rows, columns]
        return found

    def save(self, folder: Path) -> None:
        """Write model and tokeniser, as transformers reads them."""
        with quiet():
            self._model.save_pretrained(folder, safe_serialization=True)
            self._tokeniser.save_pretrained(folder)

    def _chunks(self, tokens: Sequence[str]) -> list[list[str]]:
        """Return the words in runs that the model takes at once; words without a piece replaced."""
        room = self._longest - self._tokeniser.num_special_tokens_to_add()
        counts = self._counts(list(tokens))
        found: list[list[str]] = [[]]
        used = 0
        for token, count in zip(tokens, counts, strict=True):
            size = max(count, 1)
            if found[-1] and used + size > room:
                found.append([])
                used = 0
            found[-1].append(token if count else str(self._tokeniser.unk_token or "?"))
            used += size
        return found

    def _counts(self, words: list[str]) -> list[int]:
        """Return how many sub-words each word has."""
        with quiet():
            pieces = self._tokeniser(words, is_split_into_words=True, add_special_tokens=False)
        counts = [0] * len(words)
        for word in pieces.word_ids():
            if word is not None:
                counts[word] += 1
        return counts


def load_encoder(folder: str | Path, labels: Sequence[str] | None = None) -> EncoderNetwork:
    """Return the token classifier of a folder.

    Args:
        folder: with config.json, weights as safetensors and tokenizer.json.
        labels: of a new last layer, drawn at random (set torch's seed before), on an encoder that
            has other labels or none; None takes the labels that the model has.

    Raises:
        ModelError: the folder is missing, holds pickled weights only, or no token classifier.
    """
    path = check_folder(folder, needs="config.json", remedy=_REMEDY)
    check_folder(folder, needs="tokenizer.json", remedy=_REMEDY)
    check_safetensors(path)
    os.environ["HF_HUB_OFFLINE"] = "1"
    from transformers import AutoConfig, AutoModelForTokenClassification

    config = loaded(AutoConfig, path)
    if labels is None:
        labels = _own_labels(config, path)
        model = loaded(AutoModelForTokenClassification, path, use_safetensors=True)
    else:
        model = loaded(
            AutoModelForTokenClassification,
            path,
            use_safetensors=True,
            num_labels=len(labels),
            id2label=dict(enumerate(labels)),
            label2id={tag: k for k, tag in enumerate(labels)},
            ignore_mismatched_sizes=True,
        )
    return EncoderNetwork(model, load_tokeniser(path, config), labels)


def freeze(network: EncoderNetwork, layers: int) -> None:
    """Keep the embeddings and the lowest layers of an encoder as they are while it learns.

    Args:
        network: an encoder.
        layers: how many layers stay as they are, besides the embeddings; 0 freezes nothing.

    Raises:
        ModelError: the encoder has no layer above them.

    Source: Wu et al. 2020, arxiv.org/abs/2004.12440 (embeddings and three layers).
    """
    config: Any = network.module.config
    there = int(getattr(config, "num_hidden_layers", 0))
    if not 0 <= layers < max(there, 1):
        raise ModelError(f"{layers} layers to keep as they are, of an encoder that has {there}")
    if not layers:
        return
    below = [f"layer.{k}." for k in range(layers)]
    for name, weight in network.module.named_parameters():
        if "embeddings." in name or any(f".{part}" in name for part in below):
            weight.requires_grad = False


def _own_labels(config: Any, path: Path) -> tuple[str, ...]:
    labels = tuple(str(config.id2label[k]) for k in range(len(config.id2label)))
    check_labels(labels, f"the model in {str(path)!r}")
    return labels


def _first(words: Sequence[int | None], word: int) -> int:
    """Return where the first sub-word of a word stands."""
    return words.index(word)
