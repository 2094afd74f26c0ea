"""How well phrases translate each other: NMTScore-direct."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.errors import InputError
from core.models.batches import in_batches
from core.models.compute import computing, current, threads_for
from core.models.seq2seq.forced import most_tokens_at_once, token_logps
from core.models.seq2seq.generate import Progress, Tell
from core.models.translators import Translator


def direct(
    translator: Translator,
    pairs: Sequence[tuple[str, str]],
    given_lang: str,
    phrase_lang: str,
    *,
    progress: Progress | None = None,
    tell: Tell | None = None,
) -> list[float]:
    """Return Pd(phrase | given) for each pair of them, in (0, 1].

    That is the geometric mean of the probabilities that the model gives to the sub-words of the
    phrase and to its end, each given what it translates and the sub-words before. The code of the
    language is given and does not count.

    Args:
        translator: a model that knows both languages; they may be the same.
        pairs: (phrase, given), both with words in them.
        given_lang: language of what is translated.
        phrase_lang: language of the phrases.
        progress: told how many pairs are done and how many there are.
        tell: told where a batch had to be halved.

    Raises:
        InputError: an empty phrase, or a language that the model does not know.
        ModelError: memory ran out over a single pair.

    Source: Vamvas and Sennrich 2022, arxiv.org/abs/2204.13692 (direct translation probability).
    """
    network = translator.network
    translator.check(given_lang, phrase_lang)
    if any(not text.strip() for pair in pairs for text in pair):
        raise InputError("an empty phrase has no probability; leave it out")
    read = network.read([given for _, given in pairs], given_lang, phrase_lang)
    written = network.written([phrase for phrase, _ in pairs])
    lead = network.lead(phrase_lang)
    longest = max((len(row) for row in (*read, *written)), default=0)
    if longest + len(lead) > network.room:
        raise InputError(
            f"a phrase of {longest} sub-words; this model takes {network.room - len(lead)}"
        )

    def work(places: Sequence[int]) -> list[float]:
        given, phrases = [read[k] for k in places], [written[k] for k in places]
        return [float(np.exp(row.mean())) for row in token_logps(network, given, phrases, lead)]

    lengths = [max(len(r), len(w)) for r, w in zip(read, written, strict=True)]
    room = most_tokens_at_once(network, current().batch_tokens)
    with computing(replace(current(), batch_tokens=room)), threads_for(network.model):
        return in_batches(lengths, work, progress=progress, tell=tell)
