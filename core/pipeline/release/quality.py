"""How good the layers of a project are, on the pairs that were drawn at random and settled."""

from collections.abc import Mapping
from typing import Any

from core.domain.decision import PairStatus
from core.domain.entity import Entity
from core.evaluation.intervals import Interval
from core.evaluation.spans import counting
from core.review.progress import Figures, survey
from core.review.progress.estimate import estimate
from core.storage import Workspace

NONE = "no random part: no unbiased figure"
_DONE = (PairStatus.DONE,)
_PLACES = 4


def quality(ws: Workspace, project: str) -> dict[str, Any]:
    """Return precision, recall and F1 of every layer, with intervals, on the random part.

    Where nobody has settled pairs in a random order there are none, and `words` says so.
    """
    found = survey(ws, project)
    if not found.part.done:
        return {"pairs": 0, "words": NONE, "layers": {}}
    gold = _gold(ws, project, frozenset(found.part.done))
    info = ws.project(project)
    figures = {}
    for layer in info.layers:
        sample = []
        for stored, _, outcome in ws.iter_layer(project, layer.content_hash, statuses=_DONE):
            if stored.position in gold:
                types = stored.pair.eval_types
                right = gold[stored.position]
                own = () if outcome is None else outcome.entities()
                said = counting(own, types=types)
                sample.append((len(right & said), len(right), len(said)))
        figures[layer.content_hash] = _plain(estimate(sample))
    return {"pairs": len(gold), "words": found.part.words, "layers": figures}


def _gold(ws: Workspace, project: str, places: frozenset[int]) -> Mapping[int, frozenset[Entity]]:
    found = {}
    for record in ws.iter_records(project, statuses=_DONE):
        stored = record.stored
        if stored.position in places:
            entities = record.state.target_entities()
            found[stored.position] = counting(entities, types=stored.pair.eval_types)
    return found


def _plain(figures: Figures) -> dict[str, Any]:
    named = {"precision": figures.precision, "recall": figures.recall, "f1": figures.f1}
    return {name: _interval(interval) for name, interval in named.items()}


def _interval(interval: Interval) -> dict[str, Any]:
    low, high = interval.low, interval.high
    return {
        "value": round(interval.value, _PLACES),
        "low": None if low is None else round(low, _PLACES),
        "high": None if high is None else round(high, _PLACES),
    }
