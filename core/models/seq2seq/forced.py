"""How probable texts are that somebody else wrote: the model is led along them."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.models.seq2seq.network import Seq2Seq

_CELLS = 2**28
"""Numbers in one table of (sub-words, vocabulary), 1 GiB in single precision."""


def token_logps(
    network: Seq2Seq,
    read: Sequence[Sequence[int]],
    written: Sequence[Sequence[int]],
    lead: Sequence[int],
) -> list[NDArray[np.float64]]:
    """Return for each text the log-probability of each of its sub-words, given those before.

    Args:
        network: the model.
        read: sub-words that it reads, B rows.
        written: sub-words whose probability is asked for, B rows, none empty.
        lead: sub-words before them, which are given and have no probability.

    Returns:
        B arrays, shape (sub-words of the row,), <= 0.
    """
    import torch

    model, pad = network.model, _pad(network)
    given = [[*lead, *row[:-1]] for row in written]
    first = len(lead) - 1
    with torch.inference_mode():
        ids = padded(read, pad, model.device)
        inputs = padded(given, pad, model.device)
        logits = model(
            input_ids=ids,
            attention_mask=mask(read, model.device),
            decoder_input_ids=inputs,
            use_cache=False,
        ).logits[:, first:]
        found = []
        for row, wanted in zip(logits, written, strict=True):
            scores = row[: len(wanted)].float()
            chosen = scores.gather(1, torch.tensor(wanted, device=scores.device)[:, None])[:, 0]
            found.append((chosen - scores.logsumexp(dim=1)).double().cpu().numpy())
    return found


def most_tokens_at_once(network: Seq2Seq, batch_tokens: int) -> int:
    """Return how many written sub-words fit into a batch, for what their table takes."""
    return max(1, min(batch_tokens, _CELLS // int(network.model.config.vocab_size)))


def padded(rows: Sequence[Sequence[int]], pad: int, device: Any) -> Any:
    """Return rows as one tensor, filled up behind."""
    import torch

    longest = max(map(len, rows))
    return torch.tensor([[*row, *[pad] * (longest - len(row))] for row in rows], device=device)


def mask(rows: Sequence[Sequence[int]], device: Any) -> Any:
    """Return 1 where `padded` has a sub-word and 0 where it is filled up."""
    import torch

    longest = max(map(len, rows))
    return torch.tensor(
        [[1] * len(row) + [0] * (longest - len(row)) for row in rows], device=device
    )


def _pad(network: Seq2Seq) -> int:
    pad = network.tokeniser.pad_token_id
    return network.end if pad is None else int(pad)
