"""Tag probabilities of one side of pairs, worked out once, and the entities they spell."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from core.domain.decision import Side
from core.domain.pair import Pair
from core.domain.task import TagProbs
from core.formats.pairs_jsonl import tags_of
from core.models.taggers import Tagger
from core.pipeline.remembered import Within, remembered
from core.pipeline.teller import Report
from core.storage.results import Results
from core.training.decode import decode

KIND = "tag-probabilities"
STEP = "Tagging"
_PLACES = 6
_KEPT_AS = {Side.SOURCE: "gold_src_tags", Side.TARGET: "gold_tgt_tags"}


def tag_probabilities(
    pairs: Sequence[Pair],
    tagger: Tagger,
    *,
    side: Side = Side.TARGET,
    results: Results | None = None,
    report: Report | None = None,
) -> list[TagProbs]:
    """Return what a tagger says of one side of every pair, in order.

    Equal sentences are read once. Probabilities are rounded to six places, so that they are the
    same whether they were worked out now or read from the results.

    Args:
        pairs: the corpus.
        tagger: of the language of that side.
        side: that is tagged.
        results: where they are kept, so that a run that was killed goes on; None keeps nothing.
        report: told the step, how many sentences are done and how many there are.

    Raises:
        ModelError: memory ran out over a single sentence.
    """
    labels = tagger.labels

    def work(sentences: Sequence[tuple[str, ...]], _: Within) -> list[TagProbs]:
        return [TagProbs(labels, probs) for probs in tagger.predict(sentences)]

    def unpack(rows: Any) -> TagProbs:
        return TagProbs(labels, np.array(rows, dtype=np.float64).reshape(-1, len(labels)))

    return remembered(
        results,
        KIND,
        {"tagger": tagger.identity},
        [pair.sentence(side).tokens for pair in pairs],
        content=list,
        length=len,
        work=work,
        pack=_rounded,
        unpack=unpack,
        report=report,
        step=STEP,
    )


def tagged_pairs(
    pairs: Iterable[Pair], probs: Iterable[TagProbs], *, side: Side = Side.TARGET
) -> Iterator[Pair]:
    """Yield the pairs with the entities that the probabilities spell on one side.

    Tags that the side had are kept as `gold_src_tags` or `gold_tgt_tags`, unless such tags are
    there: then what is replaced was a prediction itself.

    Args:
        pairs: the corpus.
        probs: one for each pair, of the words of that side.
        side: that was tagged.
    """
    for pair, one in zip(pairs, probs, strict=True):
        old = pair.sentence(side)
        fresh = replace(old, entities=decode(one.labels, one.probs))
        kept = {_KEPT_AS[side]: tags_of(old)} if old.entities is not None else {}
        extra = MappingProxyType({**kept, **pair.extra})
        if side is Side.SOURCE:
            yield replace(pair, source=fresh, extra=extra)
        else:
            yield replace(pair, target=fresh, extra=extra)


def _rounded(tagged: TagProbs) -> object:
    return tagged.probs.round(_PLACES).tolist()
