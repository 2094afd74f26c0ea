"""Target spans that a model proposes for source entities: T-Projection's candidates."""

import math
from collections.abc import Sequence

from core.domain.pair import Pair
from core.domain.task import SuppliedSpan
from core.models.beams import BEAMS, MOST_TOKENS, Proposer, load_proposer
from core.models.seq2seq.generate import Tell
from core.pipeline.remembered import Within, remembered
from core.pipeline.teller import Report
from core.projection.slots import asked, places_of, slots_of
from core.storage.results import Results

KIND = "slots"
STEP = "Proposing spans"
_PLACES = 6

Beams = list[tuple[str, float]]
"""What was written, and the geometric mean of the probabilities of its sub-words."""


def propose_spans(
    pairs: Sequence[Pair],
    model: str | Proposer,
    *,
    beams: int = BEAMS,
    most_tokens: int = MOST_TOKENS,
    agglutinative: bool = False,
    keep_punctuation: bool = False,
    results: Results | None = None,
    report: Report | None = None,
    tell: Tell | None = None,
) -> dict[str, tuple[SuppliedSpan, ...]]:
    """Return for each pair with source entities the target spans that a model proposes.

    The model reads the target with a slot for each source entity; what it writes into a slot in
    any beam is a proposal of that label wherever it occurs in the target.

    Args:
        pairs: the corpus; a pair whose source nobody has annotated gets no entry.
        model: a proposer, by name or loaded.
        beams: how many texts the model writes for each sentence.
        most_tokens: sub-words of each.
        agglutinative: also take words that hold the proposed words.
        keep_punctuation: leave punctuation at the ends of proposals.
        results: what was worked out before; None keeps nothing.
        report: told step, how many sentences are done and how many there are.
        tell: told in words what was not proposed for, and where memory ran out.

    Returns:
        Spans in order, each once a label, its score the probability of the best beam that has it.

    Raises:
        InputError: a label that a slot cannot carry.
        ModelError: there is no such model, or memory ran out over a single sentence.

    Source: García-Ferrero et al. 2023, arxiv.org/abs/2212.10548.
    """
    proposer = load_proposer(model) if isinstance(model, str) else model
    tagged = [pair for pair in pairs if pair.source.entities is not None]
    texts = {pair.id: _asked(pair) for pair in tagged if pair.source.entities}
    short = _fitting(proposer, texts, tell)
    _tell_of_labels(proposer, tagged, tell)
    written = _written(proposer, list(short.values()), beams, most_tokens, results, report, tell)
    found = dict(zip(short, written, strict=True))
    return {
        pair.id: _spans(
            pair,
            found.get(pair.id, []),
            agglutinative=agglutinative,
            keep_punctuation=keep_punctuation,
        )
        for pair in tagged
    }


def _asked(pair: Pair) -> str:
    labels = [entity.label for entity in pair.source.entities or ()]
    return asked(pair.target.tokens, labels, pair.target.lang)


def _fitting(proposer: Proposer, texts: dict[str, str], tell: Tell | None) -> dict[str, str]:
    """Return the texts that the model reads whole; tell of the others."""
    network, room = proposer.network, proposer.network.room
    short = {
        name: text
        for name, text in texts.items()
        if network.at_most(text) < room or proposer.size(text) <= room  # its end stands beside
    }
    if tell is not None and len(short) < len(texts):
        named = ", ".join([name for name in texts if name not in short][:5])
        tell(
            f"{len(texts) - len(short)} sentences are longer than the {room} sub-words that the "
            f"model reads and get no proposals: {named}"
        )
    return short


def _tell_of_labels(proposer: Proposer, pairs: Sequence[Pair], tell: Tell | None) -> None:
    if tell is None or proposer.labels is None:
        return
    there = {e.label for pair in pairs for e in pair.source.entities or ()}
    if new := sorted(there - set(proposer.labels)):
        known = ", ".join(proposer.labels)
        tell(f"the model has never seen the labels {', '.join(new)}; it learned: {known}")


def _written(
    proposer: Proposer,
    texts: Sequence[str],
    beams: int,
    most_tokens: int,
    results: Results | None,
    report: Report | None,
    tell: Tell | None,
) -> list[Beams]:
    def work(some: Sequence[str], within: Within) -> list[Beams]:
        found = proposer.write(
            some, beams=beams, most_tokens=most_tokens, progress=within, tell=tell
        )
        return [
            [(one.text, round(math.exp(one.logp / max(1, one.tokens)), _PLACES)) for one in row]
            for row in found
        ]

    return remembered(
        results,
        KIND,
        {"model": proposer.identity, "beams": beams, "most_tokens": most_tokens},
        texts,
        content=lambda text: text,
        length=len,
        work=work,
        pack=lambda row: row,
        unpack=lambda row: [(str(text), float(score)) for text, score in row],
        report=report,
        step=STEP,
    )


def _spans(
    pair: Pair, beams: Beams, *, agglutinative: bool, keep_punctuation: bool
) -> tuple[SuppliedSpan, ...]:
    labels = {entity.label for entity in pair.source.entities or ()}
    best: dict[tuple[int, int, str], float] = {}
    for text, score in beams:
        for label, phrase in slots_of(text, labels):
            places = places_of(
                phrase,
                pair.target.tokens,
                agglutinative=agglutinative,
                keep_punctuation=keep_punctuation,
            )
            for start, end in places:
                key = (start, end, label)
                best[key] = max(best.get(key, 0.0), score)
    return tuple(SuppliedSpan(*key, best[key]) for key in sorted(best))
