"""Encoders as they are loaded: sub-words of tokenised sentences, and hidden states of one layer."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError
from core.models.compute import device, precision
from core.models.loading import load_model, load_tokeniser, longest, quiet
from core.models.located import Located
from core.models.seq2seq.codes import codes_of

if TYPE_CHECKING:
    import torch

LAST = -1
"""Stands for the last layer of a model, however many it has."""

_IN_CACHE = 1024
"""Sub-words that a CPU takes at once: with more their states leave its caches, which is slower."""

_IN_ORDER = frozenset({"bert", "roberta", "xlm-roberta", "m2m_100"})
"""Models each of whose layers is given just what the one before it gave; the test tries them."""

_BLOCKS = ("layer", "layers")


class Pieces(NamedTuple):
    """The sub-words of one sentence.

    Args:
        before: special ones in front of it.
        ids: its own, shape (sub-words,).
        after: special ones behind it.
        words: position of the token that each belongs to, ascending, shape (sub-words,).
    """

    before: NDArray[np.int64]
    ids: NDArray[np.int64]
    after: NDArray[np.int64]
    words: NDArray[np.int64]


class _EnoughError(Exception):
    """The wanted layer is there, and what comes after it is not needed."""

    def __init__(self, states: "torch.Tensor") -> None:
        super().__init__()
        self.states = states


class Encoder:
    """An encoder with its tokeniser.

    Args:
        name: as the user gave it, for messages.
        model: an encoder, or the encoder half of a translation model.
        tokeniser: a fast one.

    `codes` are those of its languages, None where it is not told the language.
    """

    def __init__(self, name: str, model: Any, tokeniser: Any) -> None:
        self.name = name
        self._model = model
        self._tokeniser = tokeniser
        self._takes = longest(model, tokeniser)
        self.layers = int(model.config.num_hidden_layers)
        self.codes = codes_of(tokeniser) if hasattr(tokeniser, "src_lang") else None
        if self.codes is not None and not self.codes.both_sides:
            raise ModelError(
                f"the tokeniser of model {name!r} has to be told the language, and has no codes of "
                "languages; take another model, such as NLLB-200"
            )
        self._blocks = _blocks(model, self.layers)

    def layer(self, wanted: int) -> int:
        """Return the layer of that number, `LAST` resolved; raise ModelError if there is none."""
        if wanted == LAST:
            return self.layers
        if not 0 <= wanted <= self.layers:
            raise ModelError(
                f"layer {wanted}: the model {self.name!r} has layers 0 to {self.layers}"
            )
        return wanted

    def pieces(self, sentences: Sequence[list[str]], code: str = "") -> list[Pieces]:
        """Return the sub-words of tokenised sentences, however long they are.

        Args:
            sentences: each of at least one token.
            code: of their language, one of `codes`, where there are some.
        """
        if self.codes is not None:
            self._tokeniser.src_lang = code
        with quiet():  # it tells of sentences that are too long; here they are read in windows
            given = self._tokeniser(
                list(sentences), is_split_into_words=True, return_attention_mask=False
            )
        rows = zip(given["input_ids"], range(len(sentences)), strict=True)
        return [_pieces(ids, given.word_ids(k)) for ids, k in rows]

    def room(self, pieces: Pieces) -> int:
        """Return how many sub-words of a sentence fit in between its special ones."""
        return max(1, self._takes - len(pieces.before) - len(pieces.after))

    def states(self, rows: Sequence[NDArray[np.int64]], layer: int) -> list[NDArray[np.float32]]:
        """Return the hidden states of a layer, for each row of shape (sub-words, width).

        Args:
            rows: numbers of sub-words, special ones included; like lengths side by side.
            layer: 0 for the embeddings before the first.
        """
        if self._model.device.type != "cpu":
            return self._at_once(rows, layer)
        longest_row = max(map(len, rows))
        step = max(1, _IN_CACHE // longest_row)
        parts = (rows[k : k + step] for k in range(0, len(rows), step))
        return [states for part in parts for states in self._at_once(part, layer)]

    def _at_once(self, rows: Sequence[NDArray[np.int64]], layer: int) -> list[NDArray[np.float32]]:
        import torch

        lengths = np.array([len(row) for row in rows])
        pad = self._tokeniser.pad_token_id or 0
        ids = np.full((len(rows), int(lengths.max())), pad, dtype=np.int64)
        for k, row in enumerate(rows):
            ids[k, : len(row)] = row
        mask = (np.arange(ids.shape[1]) < lengths[:, None]).astype(np.int64)
        where = self._model.device
        given = {
            "input_ids": torch.from_numpy(ids).to(where),
            "attention_mask": torch.from_numpy(mask).to(where),
        }
        with torch.inference_mode():
            found = self._run(given, layer).float().cpu().numpy()
        return [found[k, :length] for k, length in enumerate(lengths.tolist())]

    def _run(self, given: Mapping[str, "torch.Tensor"], layer: int) -> Any:
        """Return the states of a layer; where it can be told, none after it is worked out."""
        if layer == self.layers:
            return self._model(**given).last_hidden_state
        if self._blocks is None:
            return self._model(**given, output_hidden_states=True).hidden_states[layer]
        hook = self._blocks[layer].register_forward_pre_hook(_stop, with_kwargs=True)
        try:
            self._model(**given)
        except _EnoughError as enough:
            return enough.states
        finally:
            hook.remove()
        raise ModelError(f"model {self.name!r} does not run through its layer {layer}")


def encoder(located: Located) -> Encoder:
    """Return the encoder of a model on the current device, in the current precision.

    Of a model with a decoder only the encoder half stays. The latest one is kept.

    Raises:
        ModelError: it cannot be loaded, or is no encoder.
    """
    return _loaded(located, str(device()), precision())


@lru_cache(maxsize=1)
def _loaded(located: Located, _device: str, _precision: str) -> Encoder:
    from transformers import AutoModel

    model = load_model(AutoModel, located)
    _refuse_slow(located, model.config.model_type)
    tokeniser = load_tokeniser(located.folder, model.config)
    if model.config.is_encoder_decoder:
        model = model.get_encoder()
    return Encoder(located.name, model, tokeniser)


def _refuse_slow(located: Located, kind: str) -> None:
    """Raise ModelError for M2M100: its tokeniser does not tell which word a sub-word is of.

    NLLB-200 is of the same kind, and has no vocabulary in a file of its own.
    """
    there = [(located.folder / name).is_file() for name in ("tokenizer.json", "vocab.json")]
    if kind == "m2m_100" and there == [False, True]:
        raise ModelError(
            f"model {located.name!r} cannot be used to align: the tokeniser of M2M100 does not "
            "tell which word a sub-word belongs to; NLLB-200 can be used"
        )


def _blocks(model: Any, layers: int) -> Any:
    """Return the list of a model's layers, None where they may do more than follow each other."""
    if model.config.model_type not in _IN_ORDER:
        return None
    for name, module in model.named_modules():
        if name.rpartition(".")[2] in _BLOCKS and type(module).__name__ == "ModuleList":
            return module if len(module) == layers else None
    return None


def _stop(_: Any, args: tuple[Any, ...], named: dict[str, Any]) -> None:
    raise _EnoughError(args[0] if args else named["hidden_states"])


def _pieces(ids: Sequence[int], word_ids: Sequence[int | None]) -> Pieces:
    """Return the sub-words of a sentence apart from the special ones around it."""
    own = [k for k, word in enumerate(word_ids) if word is not None]
    start, end = (own[0], own[-1] + 1) if own else (0, 0)
    numbers = np.array(ids, dtype=np.int64)
    words = np.array([word_ids[k] for k in own], dtype=np.int64)
    return Pieces(numbers[:start], numbers[own], numbers[end:], words)
