"""Rows: what each method made of a pair, and why, as plain values for the page."""

from collections.abc import Iterable, Mapping, Sequence

from core.domain.alignment import Alignment, Link
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.domain.projection import Competitor, Projection
from core.errors import CoreError
from core.projection import in_words
from core.review.methods import Source, project_again, spec_of
from core.storage import Outcome
from core.storage.states import entities_by_source


def chosen_layers(
    outcomes: Iterable[tuple[Layer, Outcome]], base: str
) -> tuple[tuple[Layer, Outcome], ...]:
    """Return the base layer first, then the latest of each other method in the order written."""
    found = tuple(outcomes)
    latest = {layer.name: layer.content_hash for layer, _ in found}
    own = [row for row in found if row[0].content_hash == base]
    others = [
        (layer, outcome)
        for layer, outcome in found
        if layer.content_hash not in {base} and latest[layer.name] == layer.content_hash
    ]
    return (*own, *others)


def row(
    layer: Layer,
    outcome: Outcome,
    pair: Pair,
    *,
    base: bool,
    why: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Return what a layer made of a pair, as the page shows it."""
    return {
        "layer": layer.content_hash,
        "name": layer.name,
        "summary": _summary(layer),
        "base": base,
        "entities": [
            {
                "start": entity.start,
                "end": entity.end,
                "label": entity.label,
                "source": source,
                "score": round(score, 4),
            }
            for entity, source, score in entities_by_source(pair, outcome.projections)
        ],
        "outcome": outcome.state,
        "reason": outcome.reason,
        "why": dict(why or {}),
    }


def _summary(layer: Layer) -> str:
    try:
        return spec_of(layer).summary
    except CoreError:
        return ""  # a layer whose method is not known any more still has its row


def explain(pair: Pair, source: Source, links: Alignment | None, layer: Layer) -> dict[str, object]:
    """Return for each source entity, by id, what the method would do now and why.

    A method that cannot be run again explains nothing; its row stands as it was stored.
    """
    if not source.ids:
        return {}
    try:
        projections = project_again(pair, source, links, layer, explain=True)
    except CoreError:
        return {}
    return {
        name: _why(projection, source, pair.target.tokens)
        for projection in projections
        if (name := source.id_of(projection.entity)) is not None
    }


def _why(projection: Projection, source: Source, target: Sequence[str]) -> dict[str, object]:
    told = projection.explanation
    picks = {(pick.start, pick.end) for pick in projection.picks}
    return {
        "links": link_list(told.links if told else ()),
        "candidates": [_candidate(c, picks, source) for c in (told.competitors if told else ())],
        "words": list(in_words(projection, source.sentence, target)),
        "reason": str(projection.reason or ""),
        "margin": None if told is None or told.margin is None else round(told.margin, 4),
    }


def _candidate(
    competitor: Competitor, picks: set[tuple[int, int]], source: Source
) -> dict[str, object]:
    taken = competitor.taken_by
    return {
        "start": competitor.start,
        "end": competitor.end,
        "score": round(competitor.score, 4),
        "parts": [[name, round(value, 4)] for name, value in competitor.parts],
        "origins": list(competitor.origins),
        "chosen": (competitor.start, competitor.end) in picks,
        "takenBy": source.ids[taken] if taken is not None and taken < len(source.ids) else None,
    }


def link_list(links: Iterable[Link]) -> list[list[int | float | None]]:
    """Return links as the page reads them, probabilities to four places."""
    return [[i, j, None if p is None else round(p, 4)] for i, j, p in links]
