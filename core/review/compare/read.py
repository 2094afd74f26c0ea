"""Reading a project into a sheet: once for its pairs and layers, again for what people decided."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from core.domain.decision import PairStatus
from core.domain.entity import Entity
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.domain.replay import Reviewed, source_id
from core.errors import MissingInputError
from core.evaluation.spans import counting
from core.projection.engine import DROP
from core.review.compare.columns import Columns, Origin, Words, form_of, name_key
from core.review.compare.counterparts import Placed, counterparts
from core.review.compare.sheet import (
    DECISIONS,
    GOLD,
    NO_NAME,
    RANDOM,
    SOURCE,
    Ints,
    Name,
    Sheet,
    Spans,
    method_key,
)
from core.review.sampling import RandomPart, Sampler
from core.storage import Outcome, PairRecord, Workspace
from core.storage.extras import is_transfer


def read_sheet(ws: Workspace, project: str) -> Sheet:
    """Return the entities of a project's gold and of the latest layer of each method.

    Only labels that count in a pair (`eval_types`) are in it. Takes some 50 us a pair and layer.

    Raises:
        MissingInputError: no method has run over the project yet.
    """
    info = ws.project(project)
    layers = info.latest_layers()
    if not layers:
        raise MissingInputError(
            f"project {project!r} has no methods to compare yet; project it on the Projects page, "
            "or with `prepare`"
        )
    by_tagger = frozenset(layer.name for layer in layers if is_transfer(layer.spec))
    builder = _Builder([layer.name for layer in layers], _label_map(layers), by_tagger)
    hashes = [layer.content_hash for layer in layers]
    for bundle in ws.iter_bundles(project, hashes):
        builder.add(bundle.stored.pair, [bundle.outcomes.get(h) for h in hashes])
    return builder.sheet()


def _label_map(layers: Sequence[Layer]) -> dict[str, str]:
    """Return what the methods map labels of the source to, the first that does deciding.

    One that is dropped is left out: no method says what it would be in the target.
    """
    found: dict[str, str] = {}
    for layer in layers:
        given = json.loads(layer.spec).get("label_map", {}) if layer.spec else {}
        for label, to in given.items():
            if to != DROP:
                found.setdefault(label, to)
    return found


class _Builder:
    """Takes pair by pair what each layer says, and makes the sheet of it."""

    def __init__(
        self, methods: Sequence[str], label_map: Mapping[str, str], by_tagger: frozenset[str]
    ) -> None:
        self._methods = methods
        self._label_map = label_map
        self._by_tagger = by_tagger
        self._ids: list[str] = []
        self._units: list[str] = []
        self._languages: list[int] = []
        self._language, self._label, self._form = Words(), Words(), Words()
        self._names: dict[tuple[int, str], tuple[int, Name]] = {}
        keys = (GOLD, SOURCE, *map(method_key, methods))
        self._columns = {key: Columns() for key in keys}
        self._tagged: list[bool] = []
        self._failed: dict[str, list[bool]] = {name: [] for name in methods}
        self._longest = 1

    def add(self, pair: Pair, outcomes: Sequence[Outcome | None]) -> None:
        """Add a pair with what each method made of it."""
        self._ids.append(pair.id)
        self._units.append(_unit(pair))
        self._languages.append(self._language(f"{pair.source.lang}-{pair.target.lang}"))
        self._tagged.append(pair.source.entities is not None)
        self._longest = max(self._longest, len(pair.source) + 1, len(pair.target) + 1)
        origins = self._add_source(pair)
        placed = [_placed(pair, outcome) for outcome in outcomes]
        for name, outcome, row in zip(self._methods, outcomes, placed, strict=True):
            own = self._attributed(pair, row, placed) if name in self._by_tagger else row
            self._add_method(pair, name, outcome, own, origins)
        self._add_gold(pair, placed, origins)

    def _attributed(self, pair: Pair, found: Placed, placed: Sequence[Placed]) -> Placed:
        """Return what a tagger found with the source entities it stands for, as for gold."""
        entities = [entity for entity, _ in found]
        sources = counterparts(entities, placed, pair.source.entities or (), self._label_map)
        return list(zip(entities, sources, strict=True))

    def _add_source(self, pair: Pair) -> list[Origin]:
        """Return each source entity as what others come from."""
        self._columns[SOURCE].look(looked=pair.source.entities is not None)
        found = []
        for place, entity in enumerate(pair.source.entities or ()):
            text = form_of(pair.source.tokens, entity, pair.source.lang)
            key = (self._languages[-1], name_key(text))
            number, _ = self._names.setdefault(key, (len(self._names), Name(*key, text)))
            found.append(Origin(number, place))
            self._put(SOURCE, entity, found[-1], text)
        return found

    def _add_method(
        self,
        pair: Pair,
        method: str,
        outcome: Outcome | None,
        placed: Placed,
        origins: Sequence[Origin],
    ) -> None:
        state = "" if outcome is None else outcome.state
        self._columns[method_key(method)].look(looked=state == "projected")
        self._failed[method].append(state == "failed")
        for entity, k in placed:
            self._put_target(method_key(method), pair, entity, _origin(origins, k))

    def _add_gold(self, pair: Pair, placed: Sequence[Placed], origins: Sequence[Origin]) -> None:
        self._columns[GOLD].look(looked=pair.target.entities is not None)
        gold = sorted(counting(pair.target.entities or (), types=pair.eval_types))
        found = counterparts(gold, placed, pair.source.entities or (), self._label_map)
        for entity, k in zip(gold, found, strict=True):
            self._put_target(GOLD, pair, entity, _origin(origins, k))

    def _put_target(self, key: str, pair: Pair, entity: Entity, origin: Origin) -> None:
        self._put(key, entity, origin, form_of(pair.target.tokens, entity, pair.target.lang))

    def _put(self, key: str, entity: Entity, origin: Origin, text: str) -> None:
        self._columns[key].add(entity, self._label(entity.label), origin, self._form(text))

    def sheet(self) -> Sheet:
        """Return the sheet of the pairs added."""
        labels = self._label.all()
        order = sorted(range(len(labels)), key=labels.__getitem__)
        rank = np.argsort(np.array(order, np.int32)).astype(np.int32)
        layers = {key: _relabelled(columns.spans(), rank) for key, columns in self._columns.items()}
        return Sheet(
            ids=tuple(self._ids),
            languages=self._language.all(),
            language=np.array(self._languages, np.int32),
            units=tuple(self._units),
            tagged=np.array(self._tagged, np.bool_),
            labels=tuple(sorted(labels)),
            names=tuple(name for _, name in self._names.values()),
            forms=self._form.all(),
            methods=tuple(self._methods),
            layers=layers,
            failed={name: np.array(row, np.bool_) for name, row in self._failed.items()},
            longest=self._longest,
        )


def _placed(pair: Pair, outcome: Outcome | None) -> Placed:
    """Return what a layer has in the target, in order, each with the index of its source entity."""
    places = {(e.start, e.end): k for k, e in enumerate(pair.source.entities or ())}
    types = pair.eval_types
    found: list[tuple[Entity, int | None]] = [
        (entity, places.get((projection.entity.start, projection.entity.end)))
        for projection in (outcome.projections if outcome is not None else ())
        for entity in counting(projection.entities(), types=types)
    ]
    others = counting(outcome.others if outcome is not None else (), types=types)
    return sorted([*found, *((entity, None) for entity in others)], key=lambda row: row[0])


def _origin(origins: Sequence[Origin], place: int | None) -> Origin:
    return Origin() if place is None else origins[place]


def _relabelled(spans: Spans, rank: Ints) -> Spans:
    return replace(spans, label=rank[spans.label]) if len(spans) else spans


def _unit(pair: Pair) -> str:
    """Return what a pair is drawn with: its document, else its group, else nothing but itself."""
    if pair.doc:
        return f"doc {pair.doc}"
    return f"group {pair.group}" if pair.group else ""


def add_decisions(ws: Workspace, project: str, sheet: Sheet) -> Sheet:
    """Return the sheet with the corrected entities of all pairs that people checked.

    They are the layer `decisions`: pairs that are done and were not accepted in bulk. `random` is
    what of it is in the random part, a fair sample of the project.
    """
    reviewed, sampler = _Reviewed(sheet), Sampler()
    with ws.counting(project) as tallies:
        for handled in tallies.handled():
            alone = sampler.add(handled)
            if alone and handled.record.state.status is PairStatus.DONE:
                reviewed.add(handled.record)
    return reviewed.sheet(sampler.part(len(sheet.ids)))


class _Reviewed:
    """Takes pair by pair what people left, and adds it to a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet
        self._columns = Columns()
        self._label, self._form = Words(sheet.labels), Words(sheet.forms)
        self._names = {(n.language, n.key): k for k, n in enumerate(sheet.names)}

    def add(self, record: PairRecord) -> None:
        """Add a pair that was checked; those between it and the one before are not looked at."""
        number = record.stored.position - 1
        self._pass_over(number)
        self._columns.look(looked=True)
        pair = record.stored.pair
        origins = self._origins(number, pair, record.state.source or ())
        for r in sorted(record.state.target, key=lambda r: r.entity):
            if r.live and counting((r.entity,), types=pair.eval_types):
                text = form_of(pair.target.tokens, r.entity, pair.target.lang)
                origin = origins.get(r.source_id or "", Origin())
                self._columns.add(r.entity, self._label(r.entity.label), origin, self._form(text))

    def _pass_over(self, number: int) -> None:
        while self._columns.pairs < number:
            self._columns.look(looked=False)

    def _origins(self, number: int, pair: Pair, source: Sequence[Reviewed]) -> dict[str, Origin]:
        """Return by id what target entities can come from, as it stands now."""
        language = int(self._sheet.language[number])
        given = {source_id(k): e for k, e in enumerate(pair.source.entities or ())}
        places = {name: k for k, name in enumerate(given)}
        found = {}
        for name, entity in (given | {r.id: r.entity for r in source}).items():
            key = name_key(form_of(pair.source.tokens, entity, pair.source.lang))
            known = self._names.get((language, key), NO_NAME)
            found[name] = Origin(known, places.get(name, NO_NAME))
        return found

    def sheet(self, part: RandomPart) -> Sheet:
        """Return the sheet with what was added, and what of it is in the random part."""
        self._pass_over(len(self._sheet.ids))
        spans = self._columns.spans()
        drawn = np.zeros(len(self._sheet.ids), np.bool_)
        drawn[np.array(part.done, np.int64) - 1] = True
        of_part = replace(spans.where(drawn[spans.pair]), looked=spans.looked & drawn)
        labels = self._label.all()
        return replace(
            self._sheet,
            labels=labels,
            forms=self._form.all(),
            layers={**self._sheet.layers, DECISIONS: spans, RANDOM: of_part},
            part=part,
        )
