"""A tiny NLLB that translates: its weights are set by hand, so that nothing has to be learned.

It writes one sub-word for each that it reads: a word of its lexicon becomes the word of the target
language, everything else stays as it is. Space is laid out in orthogonal directions: where a
sub-word stands, which one it is, which one is looked at, which language is written.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from tests.tiny.translators import FLORES, nllb_tokeniser, quietly_written

_POSITIONS = 128
_RANK = 44
"""Directions in which sinusoids of so many positions differ at all."""
_LOUD = 8.0
_FOCUS = 6000.0


def copying_nllb(
    folder: Path, lexicon: Sequence[Mapping[str, str]], codes: Sequence[str] = FLORES
) -> Path:
    """Write a model; a row of the lexicon holds one meaning: code of a language -> its word."""
    from transformers import M2M100Config, M2M100ForConditionalGeneration

    words = [word for row in lexicon for word in row.values()]
    tokeniser = nllb_tokeniser(words, codes)
    size = len(tokeniser)
    langs = len(codes)
    width = 2 * -(-(1 + _RANK + 2 * size + langs) // 2)
    config = M2M100Config(
        vocab_size=size,
        d_model=width,
        encoder_layers=1,
        decoder_layers=1,
        encoder_attention_heads=1,
        decoder_attention_heads=1,
        encoder_ffn_dim=1,
        decoder_ffn_dim=size * langs,
        max_position_embeddings=_POSITIONS,
        decoder_start_token_id=2,
        dropout=0.0,
        scale_embedding=True,
    )

    def fill(model: Any) -> None:
        import torch

        with threadpool_limits(1):  # small tables are slower on several threads
            weights = _weights(model.state_dict(), tokeniser, lexicon, codes)
        with torch.no_grad():
            for name, value in weights.items():
                model.get_parameter(name).copy_(torch.tensor(value))

    return quietly_written(folder, M2M100ForConditionalGeneration, config, tokeniser, fill=fill)


def _weights(
    state: Mapping[str, Any],
    tokeniser: Any,
    lexicon: Sequence[Mapping[str, str]],
    codes: Sequence[str],
) -> dict[str, np.ndarray]:
    """Return all parameters that are not zero (or one, in norms) by name."""
    size, langs = len(tokeniser), len(codes)
    width = state["model.shared.weight"].shape[1]
    places = _sinusoids(width)
    span = np.linalg.svd(places, full_matrices=False)[2][:_RANK]
    token, copied, lang = _directions(span, size, langs)
    norm = np.sqrt((width / 2 + _LOUD**2) / width)
    focus = places.T @ np.linalg.inv(places @ places.T + 0.01 * np.eye(len(places)))
    pointer = np.sqrt(_FOCUS) * norm * (span.T @ (span @ focus))
    into = np.zeros((width, width))
    into[:, : pointer.shape[1]] = pointer
    ids = [tokeniser.convert_tokens_to_ids(code) for code in codes]
    found = {name: np.zeros(tuple(value.shape)) for name, value in state.items()}
    for name in found:
        if "norm" in name and name.endswith("weight"):
            found[name] += 1.0
    shared = token * (_LOUD / np.sqrt(width))
    attention = "model.decoder.layers.0.encoder_attn."
    self_attention = "model.decoder.layers.0.self_attn."
    found |= {
        attention + "q_proj.weight": into.T,
        attention + "k_proj.weight": into.T,
        attention + "v_proj.weight": (norm * copied.T) @ token,
        attention + "out_proj.weight": np.eye(width),
        self_attention + "q_proj.bias": np.full(width, 1.0),
        self_attention + "k_proj.weight": np.outer(np.full(width, 10.0), token[ids].sum(axis=0)),
        self_attention + "v_proj.weight": (norm * lang.T) @ token[ids],
        self_attention + "out_proj.weight": np.eye(width),
    }
    behind = np.sqrt((width / 2 + 3 * _LOUD**2) / width)
    meant = _meanings(tokeniser, lexicon, codes)
    rows = [(k, u) for k in range(langs) for u in range(size)]
    found["model.decoder.layers.0.fc1.weight"] = np.stack([copied[u] + lang[k] for k, u in rows])
    found["model.decoder.layers.0.fc1.bias"] = np.full(len(rows), -1.5 * _LOUD / behind)
    found["model.decoder.layers.0.fc2.weight"] = np.stack(
        [20.0 * token[meant[k].get(u, u)] for k, u in rows], axis=1
    )
    tied = ("shared.weight", "embed_tokens.weight", "lm_head.weight")
    return found | {name: shared for name in found if name.endswith(tied)}


def _sinusoids(width: int) -> np.ndarray:
    """Return what M2M100 adds at each position that a text can have, mean taken off."""
    half = width // 2
    pace = np.exp(-np.arange(half) * np.log(10000) / (half - 1))
    angles = np.arange(2, 2 + _POSITIONS)[:, None] * pace
    found = np.concatenate([np.sin(angles), np.cos(angles)], axis=1)
    return found - found.mean(axis=1, keepdims=True)


def _directions(used: np.ndarray, size: int, langs: int) -> tuple[np.ndarray, ...]:
    """Return unit vectors for sub-words read, sub-words copied, and languages.

    All are orthogonal to each other, to those in use and to the mean.
    """
    width = used.shape[1]
    free = np.random.default_rng(0).normal(size=(width - 1 - _RANK, width))
    basis = np.linalg.qr(np.concatenate([np.ones((1, width)), used, free]).T)[0].T
    rest = basis[1 + _RANK :]
    return rest[:size], rest[size : 2 * size], rest[2 * size : 2 * size + langs]


def _meanings(
    tokeniser: Any, lexicon: Sequence[Mapping[str, str]], codes: Sequence[str]
) -> list[dict[int, int]]:
    """Return for each language what becomes of the sub-words that it has other words for."""
    found: list[dict[int, int]] = []
    for code in codes:
        changed = {}
        for row in lexicon:
            for word in row.values():
                old, new = (tokeniser.tokenize(w) for w in (word, row.get(code, word)))
                assert len(old) == len(new) == 1, f"{row} is no row of whole words: {old} {new}"
                changed[tokeniser.convert_tokens_to_ids(old[0])] = tokeniser.convert_tokens_to_ids(
                    new[0]
                )
        found.append(changed)
    return found
