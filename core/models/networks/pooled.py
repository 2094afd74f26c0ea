"""One vector a sentence, of an encoder as it is before anything was learned for the task."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from core.models.card import check_folder, check_safetensors
from core.models.loading import load_tokeniser, loaded, longest

_BATCH = 32
_REMEDY = "name a folder with an encoder (config.json, *.safetensors, tokenizer.json)"


def pooled(folder: str | Path, sentences: Sequence[Sequence[str]]) -> NDArray[np.float64]:
    """Return the pooled first vector of every sentence, shape (sentences, width).

    Where the encoder has no pooler it is the last layer's first vector. Of a sentence longer than
    the encoder takes the beginning counts.

    Raises:
        ModelError: the folder is missing or holds no encoder.

    Source: Wu et al. 2020, arxiv.org/abs/2004.12440 (the sentence's embedding g).
    """
    path = check_folder(folder, needs="config.json", remedy=_REMEDY)
    check_folder(folder, needs="tokenizer.json", remedy=_REMEDY)
    check_safetensors(path)
    import torch
    from transformers import AutoConfig, AutoModel

    config = loaded(AutoConfig, path)
    tokeniser = load_tokeniser(path, config)
    model = loaded(AutoModel, path, use_safetensors=True).eval()
    found = []
    with torch.inference_mode():
        for start in range(0, len(sentences), _BATCH):
            given = tokeniser(
                [list(tokens) for tokens in sentences[start : start + _BATCH]],
                is_split_into_words=True,
                truncation=True,
                max_length=longest(model, tokeniser),
                padding=True,
                return_tensors="pt",
            )
            out = model(**given)
            pooler = getattr(out, "pooler_output", None)
            vectors = out.last_hidden_state[:, 0] if pooler is None else pooler
            found.append(vectors.double().numpy())
    return np.concatenate(found)
