"""Why each method made of a pair what it made: the record of `core.formats.records` for the page.

The page gets the record with ids of source entities where the record has their indices, numbers to
four places, and words for those who do not read numbers.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from core.domain.alignment import Alignment, Link
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.errors import CoreError
from core.formats.records import record
from core.projection import in_words
from core.projection.alternatives import alternatives
from core.projection.chain import chain
from core.projection.orphan_words import orphan_reason
from core.projection.orphans import orphans
from core.review.methods import KEPT, Run, Source, project_again, spec_of
from core.review.supplied import task_with
from core.review.tagger import tagger_words
from core.storage import Outcome, PairExtras
from core.storage.values import NO_EXTRAS

NOTHING: Mapping[str, object] = MappingProxyType({"why": {}, "orphans": [], "alternatives": []})
"""What is told of a method that cannot be run again, or where nobody asked."""

_PLACES = 4
_MOST = 3
_WHOLE = frozenset({int, str, bool, type(None)})


def told(
    pair: Pair,
    source: Source,
    links: Alignment | None,
    layer: Layer,
    extras: PairExtras = NO_EXTRAS,
) -> Mapping[str, object]:
    """Return what the method of a layer would do now and why.

    Returns:
        `why`, the record of each source entity by its id; `orphans`; `alternatives`, the best
        choices for the sentence. All empty where the method cannot be run again. Kept for later
        calls: it must not be changed.
    """
    try:
        return tell(pair, source, links, layer, extras)
    except CoreError:
        return NOTHING


def told_of_tagger(pair: Pair, outcome: Outcome, extras: PairExtras) -> Mapping[str, object]:
    """Return what `told` does for a layer of what a tagger finds, with `found`: its words on it."""
    if extras.tag_probs is None:
        return NOTHING
    words = tagger_words(pair.target, outcome.entities(), extras.tag_probs)
    return {**NOTHING, "found": list(words)}


def tell(
    pair: Pair,
    source: Source,
    links: Alignment | None,
    layer: Layer,
    extras: PairExtras = NO_EXTRAS,
) -> Mapping[str, object]:
    """Return what `told` returns; raise a CoreError where the method cannot be run again."""
    return _told(Run(pair, source, links, layer, extras)) if source.ids else NOTHING


@lru_cache(maxsize=KEPT)
def _told(run: Run) -> Mapping[str, object]:
    """Return what is told of a run; a pair comes up again and again beside its neighbours."""
    source, target, spec = run.source, run.pair.target, spec_of(run.layer)
    projections = project_again(
        run.pair, source, run.links, run.layer, run.extras, explain=True, quick=True
    )
    task = task_with(source.sentence, target.tokens, run.links, run.extras)
    left = orphans(task, projections, lang=target.lang)
    others = alternatives(task, spec, projections, most=_MOST, quick=True)
    value: Any = _rounded(record(projections, orphans=left, alternatives=others))
    for orphan, shown in zip(left, value["orphans"], strict=True):
        shown["words"] = orphan_reason(orphan, source.sentence)
        shown["entity"] = _id(shown["entity"], source.ids)
    for shown in value["alternatives"]:
        shown["spans"] = dict(zip(source.ids, shown["spans"], strict=True))
    why = {}
    for projection, shown in zip(projections, value["projections"], strict=True):
        name = source.id_of(projection.entity)
        if name is not None:
            why[name] = {
                **_with_ids(shown, source.ids),
                "words": list(in_words(projection, source.sentence, target.tokens)),
                "chain": [
                    {"step": step.step, "text": step.text, "dead": step.dead}
                    for step in chain(projection, spec, source.sentence, target.tokens)
                ],
            }
    told = {"why": why, "orphans": value["orphans"], "alternatives": value["alternatives"]}
    return MappingProxyType(told)


def _with_ids(value: dict[str, Any], ids: Sequence[str]) -> dict[str, Any]:
    why = value.get("explanation")
    if why is not None:
        why["blocked_by"] = _id(why["blocked_by"], ids)
        for competitor in why["competitors"]:
            competitor["taken_by"] = _id(competitor["taken_by"], ids)
    return value


def _id(index: int | None, ids: Sequence[str]) -> str | None:
    return None if index is None or index >= len(ids) else ids[index]


def _rounded(value: object) -> object:
    """Return plain values with every number that is not whole to four places."""
    if isinstance(value, float):
        return round(value, _PLACES)
    if isinstance(value, dict):
        return {k: v if type(v) in _WHOLE else _rounded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [v if type(v) in _WHOLE else _rounded(v) for v in value]
    return value


def link_list(links: Iterable[Link]) -> list[list[int | float | None]]:
    """Return links as the page reads them, probabilities to four places."""
    return [[i, j, None if p is None else round(p, _PLACES)] for i, j, p in links]
