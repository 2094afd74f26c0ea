"""One vector a sentence, of an encoder as it is before anything was learned for the task."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.models.batches import in_batches
from core.models.loading import load_model, load_tokeniser, loaded, longest
from core.models.located import locate
from core.models.networks.encoder import REMEDY


def pooled(name: str | Path, sentences: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Return the pooled first vector of every sentence, shape (sentences, width).

    Where the encoder has no pooler it is the last layer's first vector. Of a sentence longer than
    the encoder takes the beginning counts.

    Args:
        name: the encoder's folder, or its hub name.
        sentences: of at least one token each.

    Raises:
        ModelError: it is missing or no encoder.

    Source: Wu et al. 2020, arxiv.org/abs/2004.12440 (the sentence's embedding g).
    """
    located = locate(str(name), remedy=REMEDY)
    import torch
    from transformers import AutoConfig, AutoModel

    tokeniser = load_tokeniser(located.folder, loaded(AutoConfig, located.folder))
    model = load_model(AutoModel, located)
    most = longest(model, tokeniser)

    def work(places: Sequence[int]) -> list[NDArray[np.float64]]:
        given = tokeniser(
            [list(sentences[k]) for k in places],
            is_split_into_words=True,
            truncation=True,
            max_length=most,
            padding=True,
            return_tensors="pt",
        )
        out = model(**{key: value.to(model.device) for key, value in given.items()})
        pooler = getattr(out, "pooler_output", None)
        vectors = out.last_hidden_state[:, 0] if pooler is None else pooler
        return list(vectors.float().cpu().double().numpy())

    with torch.inference_mode():
        return np.stack(in_batches([min(len(tokens) + 2, most) for tokens in sentences], work))
