"""A token classifier of transformers: no code of its own is run.

The first sub-word of a word stands for it. A sentence longer than the model takes is read through
windows that overlap, so that every word is read with context; a word without a sub-word is read as
the unknown word.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.errors import ModelError
from core.models.compute import device
from core.models.loading import load_model, load_tokeniser, loaded, longest, quiet
from core.models.located import Located, locate
from core.models.networks.windows import Window, windows

if TYPE_CHECKING:
    import torch

REMEDY = "name an encoder's folder (config.json, *.safetensors, tokenizer.json) or hub name"
_WORDS = ("tokenizer.json", "vocab.txt", "vocab.json", "*.model")


class EncoderNetwork:
    """The model, its tokeniser and its labels."""

    def __init__(self, model: Any, tokeniser: Any, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        self.module: torch.nn.Module = model
        self._model = model
        self._tokeniser = tokeniser
        self._longest = longest(model, tokeniser)

    def windows(self, sentences: Sequence[Sequence[str]]) -> list[tuple[Window, ...]]:
        """Return for each sentence the windows through which it is read."""
        room = self._longest - self._tokeniser.num_special_tokens_to_add()
        return [windows(counts, max(1, room)) for counts in self._counts(sentences)]

    def logits(self, sentences: Sequence[Sequence[str]]) -> "torch.Tensor":
        """Return scores before the softmax, shape (sentences, longest, labels)."""
        parts = [(k, window) for k, found in enumerate(self.windows(sentences)) for window in found]
        scores = self.scores([sentences[k][w.start : w.end] for k, w in parts])
        size = (len(sentences), max(map(len, sentences)), len(self.labels))
        out: torch.Tensor = scores.new_zeros(size)
        for row, (k, w) in enumerate(parts):
            out[k, w.first : w.last] = scores[row, w.first - w.start : w.last - w.start]
        return out

    def scores(self, pieces: Sequence[Sequence[str]]) -> "torch.Tensor":
        """Return scores before the softmax of pieces that fit, shape (pieces, longest, labels)."""
        import torch

        where = self._model.device
        read = [list(self._readable(words)) for words in pieces]
        given = self._tokeniser(
            read,
            is_split_into_words=True,
            truncation=True,  # cuts only a single word with more sub-words than the model takes
            max_length=self._longest,
            padding=True,
            return_tensors="pt",
        )
        columns = torch.zeros((len(read), max(map(len, read))), dtype=torch.long)
        for row, words in enumerate(read):
            columns[row, : len(words)] = torch.tensor(_firsts(given.word_ids(row), len(words)))
        taken = {key: value.to(where) for key, value in given.items()}
        found = self._model(**taken).logits
        rows = torch.arange(len(read), device=where)[:, None]
        scores: torch.Tensor = found[rows, columns.to(where)]
        return scores

    def save(self, folder: Path) -> None:
        """Write model and tokeniser, as transformers reads them."""
        with quiet():
            self._model.save_pretrained(folder, safe_serialization=True)
            self._tokeniser.save_pretrained(folder)

    def _readable(self, words: Sequence[str]) -> Iterator[str]:
        """Yield the words, those without a sub-word as the unknown word."""
        [counts] = self._counts([words])
        for word, count in zip(words, counts, strict=True):
            yield word if count else str(self._tokeniser.unk_token or "?")

    def _counts(self, sentences: Sequence[Sequence[str]]) -> list[list[int]]:
        """Return how many sub-words each word has."""
        with quiet():
            pieces = self._tokeniser(
                [list(words) for words in sentences],
                is_split_into_words=True,
                add_special_tokens=False,
            )
        found = []
        for row, words in enumerate(sentences):
            counts = [0] * len(words)
            for word in pieces.word_ids(row):
                if word is not None:
                    counts[word] += 1
            found.append(counts)
        return found


def load_classifier(located: Located) -> EncoderNetwork:
    """Return a trained token classifier, on the current device, with the labels it has.

    Raises:
        ModelError: it is no token classifier, or cannot be loaded.
    """
    from transformers import AutoModelForTokenClassification

    _check_tokeniser(located)
    model = load_model(AutoModelForTokenClassification, located)
    names = model.config.id2label
    labels = tuple(str(names[k]) for k in sorted(names))
    return EncoderNetwork(model, load_tokeniser(located.folder, model.config), labels)


def load_encoder(name: str | Path, labels: Sequence[str]) -> EncoderNetwork:
    """Return an encoder with a new last layer, on the current device, ready to learn.

    Args:
        name: of an encoder: its folder, or a hub name that is on this machine.
        labels: of the last layer, whose weights are drawn at random (set torch's seed before),
            also where the model has such a layer for other labels.

    Raises:
        ModelError: it is missing, holds pickled weights only, or is no encoder.
    """
    located = locate(str(name), remedy=REMEDY)
    _check_tokeniser(located)
    from transformers import AutoConfig, AutoModelForTokenClassification

    config = loaded(AutoConfig, located.folder)
    model = loaded(
        AutoModelForTokenClassification,
        located.folder,
        use_safetensors=True,
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={tag: k for k, tag in enumerate(labels)},
        ignore_mismatched_sizes=True,
    )
    tokeniser = load_tokeniser(located.folder, config)
    return EncoderNetwork(model.to(device()), tokeniser, labels)


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


def _check_tokeniser(located: Located) -> None:
    """Raise ModelError where a folder says nothing of its sub-words."""
    if not any(any(located.folder.glob(pattern)) for pattern in _WORDS):
        raise ModelError(
            f"model {located.name!r} has no tokenizer.json; save the model's fast tokeniser beside "
            "its weights"
        )


def _firsts(ids: Sequence[int | None], words: int) -> list[int]:
    """Return where the first sub-word of each word stands."""
    found: dict[int, int] = {}
    for place, word in enumerate(ids):
        if word is not None:
            found.setdefault(word, place)
    return [found[word] for word in range(words)]
