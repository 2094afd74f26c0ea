"""Writing: beam search without chance, the same for every architecture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.models.batches import in_batches
from core.models.compute import computing, current, threads_for
from core.models.loading import quiet
from core.models.seq2seq.forced import mask, most_tokens_at_once, padded, token_logps
from core.models.seq2seq.network import Seq2Seq

Progress = Callable[[int, int], None]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Written:
    """One text that a model wrote.

    Args:
        text: without special sub-words; may be empty.
        logp: sum over its sub-words and its end, of the model's plain probabilities.
        tokens: how many these are.
        complete: whether the model ended it; else it ran into the limit.
    """

    text: str
    logp: float
    tokens: int
    complete: bool


def write(
    network: Seq2Seq,
    read: Sequence[Sequence[int]],
    target: str,
    *,
    beams: int,
    returned: int,
    most: int,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> list[tuple[Written, ...]]:
    """Return what a model writes to each of several inputs, best first.

    Args:
        network: the model.
        read: sub-words of the inputs, special ones included.
        target: language to write in.
        beams: width of the search, 1 takes the best sub-word at each step.
        returned: texts for each input, at most `beams`.
        most: sub-words of a text.
        progress: told done and total after every batch.
        tell: told where a batch had to be halved.
    """
    lead = network.lead(target)
    config = _config(network, lead, beams=beams, returned=returned, most=most)

    def work(places: Sequence[int]) -> list[tuple[Written, ...]]:
        rows = [read[k] for k in places]
        ids = _generated(network, rows, config)
        each = [row for row in rows for _ in range(returned)]
        found = _judged(network, each, [_trimmed(row, lead, network.end) for row in ids], lead)
        return [tuple(found[k : k + returned]) for k in range(0, len(found), returned)]

    # Every beam holds a text of its own.
    room = max(1, current().batch_tokens // beams)
    with computing(replace(current(), batch_tokens=room)), threads_for(network.model):
        return in_batches([len(row) for row in read], work, progress=progress, tell=tell)


def _config(network: Seq2Seq, lead: Sequence[int], *, beams: int, returned: int, most: int) -> Any:
    from transformers import GenerationConfig

    pad = network.tokeniser.pad_token_id
    config: Any = GenerationConfig
    return config(
        do_sample=False,
        num_beams=beams,
        num_return_sequences=returned,
        length_penalty=1.0,
        early_stopping=False,
        max_new_tokens=most,
        use_cache=True,
        eos_token_id=network.end,
        pad_token_id=network.end if pad is None else pad,
        decoder_start_token_id=lead[0],
        forced_bos_token_id=lead[1] if len(lead) > 1 else None,
        suppress_tokens=None if pad in {None, network.end} else [pad],
    )


def _generated(network: Seq2Seq, rows: Sequence[Sequence[int]], config: Any) -> list[list[int]]:
    import torch

    model = network.model
    with torch.inference_mode(), quiet():
        found = model.generate(
            input_ids=padded(rows, config.pad_token_id, model.device),
            attention_mask=mask(rows, model.device),
            generation_config=config,
        )
    return [list(map(int, row)) for row in found.tolist()]


def _trimmed(row: list[int], lead: Sequence[int], end: int) -> list[int]:
    """Return what was written behind the lead, up to its end where it has one."""
    plain = row[len(lead) :]
    return plain[: plain.index(end) + 1] if end in plain else plain


def _judged(
    network: Seq2Seq, read: list[Sequence[int]], written: list[list[int]], lead: Sequence[int]
) -> list[Written]:
    """Return texts with their probabilities; what was cut off is filled up with the pad sign."""
    pad = network.tokeniser.pad_token_id
    end = network.end
    bare = [row if row[-1:] == [end] else [k for k in row if k != pad] for row in written]
    asked = [k for k, row in enumerate(bare) if row]

    def work(places: Sequence[int]) -> list[float]:
        some = [asked[k] for k in places]
        found = token_logps(network, [read[k] for k in some], [bare[k] for k in some], lead)
        return [float(row.sum()) for row in found]

    room = most_tokens_at_once(network, current().batch_tokens)
    with computing(replace(current(), batch_tokens=room)):
        sums = in_batches([len(bare[k]) for k in asked], work)
    logps = dict(zip(asked, sums, strict=True))
    return [
        Written(text, logps.get(k, 0.0), len(row), row[-1:] == [end])
        for k, (row, text) in enumerate(zip(bare, network.text(bare), strict=True))
    ]
