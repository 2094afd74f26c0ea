"""Rows: what each method made of a pair, as plain values for the page."""

from collections.abc import Iterable, Mapping

from core.domain.layer import Layer
from core.domain.pair import Pair
from core.errors import CoreError
from core.review.methods import spec_of
from core.review.reasons import NOTHING
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
    told: Mapping[str, object] = NOTHING,
) -> dict[str, object]:
    """Return what a layer made of a pair, as the page shows it; `told` is of `reasons.told`."""
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
        **told,
    }


def _summary(layer: Layer) -> str:
    try:
        return spec_of(layer).summary
    except CoreError:
        return ""  # a layer whose method is not known any more still has its row
