"""What if: a pair, and a corpus, as they would be with another number or another link.

Nothing is written here. `core.pipeline.whatif` keeps what is asked for as a layer.
"""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from core.domain.layer import Layer
from core.domain.projection import Projection
from core.domain.spec import MethodSpec
from core.errors import CoreError, MissingInputError, UnknownNameError
from core.projection import project as project_pair
from core.review import reasons, rows
from core.review.knobs import changed_name, changed_spec, knobs
from core.review.methods import Made, alone, links_key, made_of, source_of, spec_of
from core.review.supplied import keys_for, keys_of, task_with
from core.review.toggles import Toggle, in_words, with_toggles
from core.storage import Outcome, Workspace
from core.storage.alignments import with_key
from core.storage.bundles import Bundle, gone
from core.storage.extras import NONE

_FIRST = 20
_BATCH = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody would like to see changed.

    Args:
        layer: content hash of the layer whose method is changed.
        changes: values of its knobs, by path.
        toggles: links of one pair that are added or taken away.
    """

    layer: str
    changes: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    toggles: tuple[Toggle, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A wish, looked up in a project.

    Args:
        layer: as it is.
        spec: its method, changed, under the layer's name.
        key: of the links that the layer was made from.
        extras: key of each kind that the method needs besides: those that the layer was made from,
            else the latest of the project.
        having: every kind that there is.
    """

    layer: Layer
    spec: MethodSpec
    key: str
    extras: Mapping[str, str] = field(default_factory=lambda: NONE)
    having: frozenset[str] = frozenset()

    def pretended(self, name: str) -> Layer:
        """Return the layer of the changed method as if it had been written."""
        body = with_key(replace(self.spec, name=name).to_dict(), self.key, self.extras)
        return replace(self.layer, name=name, spec=body, content_hash="")


def look_up(ws: Workspace, project: str, wish: Wish) -> Changed:
    """Return what a wish comes to in a project.

    Raises:
        UnknownNameError: there is no such project or layer.
        MissingInputError: the method of the layer is not known, or needs what is not there.
        OptionError: a change that the method does not take.
    """
    info = ws.project(project)
    known = {layer.content_hash: layer for layer in info.layers}
    if wish.layer not in known:
        raise UnknownNameError("layer", wish.layer, known)
    layer = known[wish.layer]
    there = {**info.extras, **keys_of(layer)}
    having = frozenset(there)
    spec = changed_spec(spec_of(layer), wish.changes, having)
    extras = MappingProxyType(keys_for(spec, there))
    return Changed(layer, spec, links_key(layer, info.aligner), extras, having)


def preview(ws: Workspace, project: str, pair_id: str, wish: Wish) -> dict[str, object]:
    """Return what a pair would be, on its source as it stands now: `WhatIfView` of the page.

    Returns:
        `knobs` as moved; `row` as `core.review.rows` makes them; `changed`, whether an entity gets
        another span or label than in the row of the layer as it is shown; `links` with the toggles;
        `note`, what was done to the links, in words. `row` is None, and `note` says why, where the
        method cannot be run for this pair alone.

    Raises:
        CoreError: as `look_up`, and for a bad toggle as `with_toggles`.
    """
    found = look_up(ws, project, wish)
    record = ws.record(project, pair_id)
    pair = record.stored.pair
    links = ws.alignment(project, pair_id, found.key)
    toggled = with_toggles(pair, links, wish.toggles)
    source = source_of(pair, record.state.source)
    name = changed_name(spec_of(found.layer), wish.changes, found.having)
    layer = found.pretended(name)
    view: dict[str, object] = {
        "knobs": [knob.view() for knob in knobs(spec_of(found.layer), wish.changes, found.having)],
        "row": None,
        "changed": False,
        "links": reasons.link_list(toggled.links if toggled else ()),
        "note": in_words(links, toggled),
    }
    try:
        more = ws.extras.of_pair(project, pair_id, found.extras)
        then = reasons.tell(pair, source, toggled, layer, more)
    except MissingInputError as error:
        return view | {"note": str(error)}
    kept = ws.layer_outcomes(project, pair_id)
    same = (o for own, o in kept if own.content_hash == found.layer.content_hash)
    outcome = next(same, None)
    if outcome is None:
        raise gone(found.layer)
    before = ws.extras.of_pair(project, pair_id, keys_of(found.layer))
    now = made_of(pair, source, links, found.layer, outcome, before)
    return view | {
        "row": rows.row_as_told(layer, then),
        "changed": _spans(then) != _shown(now),
    }


def _spans(told: Mapping[str, Any]) -> set[object]:
    return {
        (start, end, why["label"], source)
        for source, why in told["why"].items()
        for start, end, _ in why["picks"]
    }


def _shown(made: Made) -> set[object]:
    return {(e.start, e.end, e.label, source) for e, source, _ in made.found}


def count(
    ws: Workspace, project: str, wish: Wish, *, start: int = 0, budget_s: float = 0.15
) -> dict[str, object]:
    """Return how many pairs the changed method would project otherwise: `WhatIfCountView`.

    Goes through the corpus as it came in, as layers do; links that were toggled in one pair play no
    part.

    Args:
        ws: the database.
        project: name of the project.
        wish: what is changed.
        start: how many pairs, from the first, were gone through before.
        budget_s: seconds after which no other pair is begun; one is gone through at least.

    Returns:
        `done`, pairs gone through with those before `start`; `total`; `changed`, how many of those
        gone through now would change; `first`, ids of the first of these, at most 20; `next`, what
        to start from to go on, None at the end.

    Raises:
        CoreError: as `look_up`; the method joins pairs that a group has.
    """
    began_s = time.perf_counter()
    found = look_up(ws, project, wish)
    total = ws.project(project).pairs
    done, changed = max(0, start), []
    while done < total:
        some = ws.links.bundles(
            project, found.key, [wish.layer], found.extras, after=done, limit=_BATCH
        )
        for bundle in some:
            done = bundle.stored.position
            if _differs(bundle, found):
                changed.append(bundle.stored.pair.id)
            if time.perf_counter() - began_s > budget_s:
                break
        if not some or time.perf_counter() - began_s > budget_s:
            break
    done = min(done, total)
    return {
        "done": done,
        "total": total,
        "changed": len(changed),
        "first": changed[:_FIRST],
        "next": done if done < total else None,
    }


def _differs(bundle: Bundle, found: Changed) -> bool:
    pair, before = bundle.stored.pair, bundle.outcomes.get(found.layer.content_hash)
    if pair.source.entities is None or before is None:
        return False
    alone(pair, found.layer.name, found.spec)
    task = task_with(pair.source, pair.target.tokens, bundle.links, bundle.extras)
    try:
        after = Outcome.projected(project_pair(task, found.spec))
    except CoreError as error:
        after = Outcome.failed(str(error))
    return before.state != after.state or picks(before.projections) != picks(after.projections)


def picks(projections: Sequence[Projection]) -> list[object]:
    """Return what tells projections from others: entities with their spans, without scores."""
    return [(p.entity, tuple((k.start, k.end) for k in p.picks)) for p in projections]
