"""The published simalign package over a model on this machine, one sentence pair at a time."""

import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from core.errors import ModelError
from core.models.compute import device
from core.models.loading import check_tokeniser_file, longest, quiet, refusals, said
from core.models.located import Located, locate
from core.models.vectors import readable

Links = list[tuple[int, int]]


class Reference:
    """simalign's own aligner with its own loader.

    Args:
        aligner: simalign's.
        layer: hidden layer, 0 for the embeddings.
        matching: simalign's name of the links that are wanted.
        token_type: `bpe` or `word`.
        distortion: how much a link far off the diagonal loses.
    """

    def __init__(
        self, aligner: Any, layer: int, matching: str, token_type: str, distortion: float
    ) -> None:
        self._aligner = aligner
        self._settings = {
            "matching_methods": [matching],
            "token_type": token_type,
            "distortion": distortion,
        }
        self._layer = layer
        self._loader = aligner.embed_loader
        self._tokeniser = self._loader.tokenizer
        special = self._tokeniser.num_special_tokens_to_add()
        self._room = longest(self._loader.emb_model, self._tokeniser) - special

    def read(self, tokens: Sequence[str]) -> list[int]:
        """Return the positions of the words that it takes: with a sub-word, within its limit."""
        found, used = [], 0
        for k, token in enumerate(readable(tokens)):
            count = len(self._tokeniser.tokenize(token))
            used += count
            if used > self._room:
                break
            if count:
                found.append(k)
        return found

    def links(self, source: Sequence[str], target: Sequence[str]) -> Links:
        """Return what simalign links of two sentences that have a word each."""
        vars(self._aligner).update(self._settings)
        self._loader.layer = self._layer
        with quiet():
            found: dict[str, Links] = self._aligner.get_word_aligns(
                readable(source), readable(target)
            )
        (wanted,) = found.values()
        return wanted


def reference(
    model: str, *, layer: int, matching: str, token_type: str, distortion: float, remedy: str = ""
) -> Reference:
    """Return simalign's aligner over a model; the latest model is kept.

    Args:
        model: folder or hub's name of the encoder.
        layer: hidden layer, 0 for the embeddings.
        matching: simalign's name: inter, itermax, mwmf, fwd or rev.
        token_type: `bpe` or `word`.
        distortion: how much a link far off the diagonal loses.
        remedy: what else would be right where there is no such model.

    Raises:
        ModelError: no such model on this machine, or no such layer in it.
    """
    located = locate(model, remedy=remedy)
    aligner = _loaded(located, str(device()))
    layers = int(aligner.embed_loader.emb_model.config.num_hidden_layers)
    if not 0 <= layer <= layers:
        raise ModelError(f"layer {layer}: the model {model!r} has layers 0 to {layers}")
    return Reference(aligner, layer, matching, token_type, distortion)


@lru_cache(maxsize=1)
def _loaded(located: Located, where: str) -> Any:
    from simalign.simalign import SentenceAligner

    logging.getLogger("simalign.simalign").setLevel(logging.WARNING)
    check_tokeniser_file(located.folder)
    try:
        with quiet():
            return SentenceAligner(model=str(located.folder), matching_methods="a", device=where)
    except refusals() as error:
        raise ModelError(
            f"model {located.name!r} cannot be loaded by simalign: {said(error)}"
        ) from None
