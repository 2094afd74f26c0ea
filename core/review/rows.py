"""Rows: what each method made of a pair, as plain values for the page."""

from collections.abc import Iterable, Mapping
from typing import Any

from core.domain.layer import Layer
from core.errors import CoreError
from core.review.methods import Made, spec_of
from core.review.reasons import NOTHING
from core.storage import Outcome
from core.storage.extras import is_transfer


def chosen_layers(
    outcomes: Iterable[tuple[Layer, Outcome]], base: str
) -> tuple[tuple[Layer, Outcome], ...]:
    """Return the base layer first, then the latest of each other name in the order written.

    A pair that somebody decided on stands on the layer it was decided on; a newer one of that name
    is shown beside it, as `ProjectInfo.latest_layers` does not. So is gold, where it is a layer.
    """
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
    made: Made,
    *,
    base: bool,
    told: Mapping[str, object] = NOTHING,
) -> dict[str, object]:
    """Return what a layer has of a pair, as the page shows it; `told` is of `reasons.told`."""
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
                "score": None if score is None else round(score, 4),
            }
            for entity, source, score in made.found
        ],
        "outcome": made.state,
        "reason": made.reason,
        "again": made.again,
        "stale": made.stale,
        **told,
    }


def row_as_told(layer: Layer, told: Mapping[str, Any]) -> dict[str, object]:
    """Return the row that a method would get, by what `reasons.told` tells of running it now."""
    found = [
        {"start": start, "end": end, "label": why["label"], "source": source, "score": score}
        for source, why in told["why"].items()
        for start, end, score in why["picks"]
    ]
    return {
        "layer": layer.content_hash,
        "name": layer.name,
        "summary": _summary(layer),
        "base": False,
        "entities": found,
        "outcome": "projected",
        "reason": "",
        "again": False,
        "stale": "",
        **told,
    }


def _summary(layer: Layer) -> str:
    if is_transfer(layer.spec):
        return "What a tagger of the target finds by itself, without any projection."
    try:
        return spec_of(layer).summary
    except CoreError:
        return ""  # a layer whose method is not known any more still has its row
