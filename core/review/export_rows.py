"""The rows of an export: every pair that is wanted, with where its entities come from, counted."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.domain.alignment import Alignment
from core.domain.decision import Decision, Kind, PairStatus, Side
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.domain.replay import Reviewed, in_force
from core.errors import ConflictError, UnknownNameError
from core.formats.outgoing import Machine, Row, Said
from core.review.confidence import sure_of
from core.review.export_origins import telling
from core.storage import Outcome, PairRecord, ProjectInfo, Workspace
from core.storage.alignments import GOLD_POSSIBLE, GOLD_SURE
from core.storage.batches import batches

CORRECTED = "corrected"
GOLD = "gold"
EXCLUDED = "excluded as a bad pair"
NOT_CHOSEN = "its status was not chosen"
NO_SOURCE = "the source has no tags and nobody has reviewed it"
NOT_PROJECTED = "no method has run on it and nobody has reviewed it"
FAILED = "the method failed on it and nobody has reviewed it"
NO_GOLD = "it has no gold"
SKIPPED = "the method had nothing to project"
FAILED_THERE = "the method failed on it"
NO_LINKS = "it has no links"
NO_GOLD_LINKS = "it has no gold links"

_BATCH = 200
_KEPT_IDS = 20
_PLACES = 4
_ALL_OF_IT = frozenset({Kind.ACCEPT_PAIR, Kind.TAKE})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an export is to hold.

    Args:
        statuses: of the pairs.
        layer: `corrected`, `gold`, or the name or content hash of a layer.
        sure: how probably each entity is right.
        links: `project`, `gold`, or "" where links are not needed.
        must: pairs without links are left out.
        machine: what the other methods made of a pair.
        said: where each entity comes from.
        origins: whether persons agreed on it.
        only: ids of the pairs that are wanted; None for all.
    """

    statuses: frozenset[PairStatus]
    layer: str = CORRECTED
    sure: bool = False
    links: str = ""
    must: bool = False
    machine: bool = False
    said: bool = False
    origins: bool = False
    only: frozenset[str] | None = None


@dataclass(slots=True)
class Count:
    """What is counted while pairs go by."""

    by_status: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    entities: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    ids: dict[str, list[str]] = field(default_factory=dict)

    def take(self, row: Row) -> None:
        """Count a pair that is in the file."""
        self.by_status[row.status] += 1
        self.entities += len(row.entities())
        self.labels.update(entity.label for entity in row.entities())

    def leave(self, pair_id: str, reason: str) -> None:
        """Count a pair that is not."""
        self.reasons[reason] += 1
        kept = self.ids.setdefault(reason, [])
        if len(kept) < _KEPT_IDS:
            kept.append(pair_id)


@dataclass(frozen=True, slots=True)
class _Found:
    """A pair with its target entities, or the reason why it has none."""

    pair: Pair
    position: int
    status: PairStatus
    result: tuple[Entity, ...] | str
    sure: tuple[float | None, ...] | None = None
    record: PairRecord | None = None
    outcome: Outcome | None = None


def rows(ws: Workspace, project: str, wanted: Wanted, count: Count) -> Iterator[Row]:
    """Yield the pairs that are wanted, in corpus order, and count all of them."""
    info = ws.project(project)
    layer = _known_layer(info, wanted.layer)
    found = _of_layer(ws, project, layer) if layer else _all(ws, project, wanted)
    told = telling(ws, project) if wanted.origins and wanted.layer == CORRECTED else None
    for batch in batches(found, _BATCH):
        taken = [one for one in batch if _is_wanted(one, wanted, count)]
        for row in _more(ws, info, wanted, taken):
            if wanted.must and row.links is None:
                missing = NO_GOLD_LINKS if wanted.links == GOLD else NO_LINKS
                count.leave(row.pair.id, missing)
                continue
            count.take(row)
            yield told(row) if told else row


def _known_layer(info: ProjectInfo, name: str) -> str:
    """Return the content hash of a layer, "" for what is none; raise UnknownNameError."""
    if name in {CORRECTED, GOLD}:
        return ""
    layer = info.layer(name)
    if layer is None:
        known = [CORRECTED, GOLD, *(known.name for known in info.layers)]
        raise UnknownNameError("layer", name, known)
    return layer.content_hash


def _is_wanted(one: _Found, wanted: Wanted, count: Count) -> bool:
    if wanted.only is not None and one.pair.id not in wanted.only:
        return False
    reason = ""
    if one.status is PairStatus.EXCLUDED:
        reason = EXCLUDED
    elif one.status not in wanted.statuses:
        reason = NOT_CHOSEN
    elif isinstance(one.result, str):
        reason = one.result
    if reason:
        count.leave(one.pair.id, reason)
    return not reason


def _all(ws: Workspace, project: str, wanted: Wanted) -> Iterator[_Found]:
    """Yield every pair with its corrected target or its gold."""
    if wanted.layer == GOLD:
        for record in ws.iter_records(project):
            gold = record.stored.pair.target.entities
            result = NO_GOLD if gold is None else gold
            yield _Found(record.stored.pair, record.stored.position, record.state.status, result)
        return
    for record, sure in _records(ws, project, sure=wanted.sure):
        pair, state = record.stored.pair, record.state
        entities = None if state.source is None else state.source_entities()
        pair = replace(pair, source=replace(pair.source, entities=entities))
        place, result = record.stored.position, _result(record)
        yield _Found(pair, place, state.status, result, sure, record, record.outcome)


def _records(
    ws: Workspace, project: str, *, sure: bool
) -> Iterator[tuple[PairRecord, tuple[float | None, ...] | None]]:
    if not sure:
        yield from ((record, None) for record in ws.iter_records(project))
        return
    for record, found in sure_of(ws, project):
        yield record, tuple(p if p is None else round(p, _PLACES) for _, p in found)


def _result(record: PairRecord) -> tuple[Entity, ...] | str:
    """Return the corrected target, or why nothing can be said of it.

    A pair that a method went through can be written as it is. Of any other, somebody has to have
    called it done or left an entity on it: flagging or skipping it says nothing of its entities.
    """
    projected = record.outcome is not None and record.outcome.state == "projected"
    vouched = record.state.status is PairStatus.DONE or bool(record.state.target)
    if projected or vouched:
        return record.state.target_entities()
    if record.stored.pair.source.entities is None:
        return NO_SOURCE
    return NOT_PROJECTED if record.outcome is None else FAILED


def _of_layer(ws: Workspace, project: str, layer: str) -> Iterator[_Found]:
    """Yield every pair with what a layer has for its target, or why it has nothing."""
    for stored, status, outcome in ws.iter_layer(project, layer):
        result: tuple[Entity, ...] | str
        if outcome is None or outcome.state != "projected":
            skipped = outcome is None or outcome.state == "skipped"
            result = SKIPPED if skipped else FAILED_THERE
        else:
            result = outcome.entities()
        yield _Found(stored.pair, stored.position, status, result, outcome=outcome)


def _more(
    ws: Workspace, info: ProjectInfo, wanted: Wanted, batch: Sequence[_Found]
) -> Iterator[Row]:
    """Yield the rows of a batch, with all that is wanted besides."""
    if not batch:
        return
    places = [one.position for one in batch]
    key = GOLD_SURE if wanted.links == GOLD else info.aligner
    links: Mapping[int, Alignment] = {}
    possible: Mapping[int, Alignment] = {}
    if wanted.links and key:
        links = ws.links.at(info.name, places, key)
        possible = ws.links.at(info.name, places, GOLD_POSSIBLE) if key == GOLD_SURE else {}
    machines = _machines(ws, info, wanted, batch) if wanted.machine else {}
    logs: Mapping[int, Sequence[Decision]] = {}
    if wanted.said or wanted.machine:
        logs = ws.lookup.logs(info.name, {one.position: one.pair.id for one in batch})
    for one in batch:
        log = in_force(logs.get(one.position, ())) if one.record else ()
        yield Row(
            replace(one.pair, target=replace(one.pair.target, entities=_entities(one))),
            one.status,
            one.pair.target.entities,
            said=tuple(_said(one, info, wanted, log)),
            sure=one.sure,
            links=links.get(one.position),
            possible=possible.get(one.position),
            machine=machines.get(one.position, ()),
            person=log[-1].person if log else "",
            position=one.position,
            came=one.record.stored.pair if one.record else one.pair,
        )


def _entities(one: _Found) -> tuple[Entity, ...]:
    return () if isinstance(one.result, str) else one.result


def _machines(
    ws: Workspace, info: ProjectInfo, wanted: Wanted, batch: Sequence[_Found]
) -> dict[int, tuple[Machine, ...]]:
    """Return what methods made of each pair, by place; the layer that it stands on first."""
    if wanted.layer == GOLD:
        return {}
    names = {layer.content_hash: layer.name for layer in info.layers}
    hashes = [layer.content_hash for layer in info.latest_layers()]
    chosen = info.layer(wanted.layer)
    own = {one.position: one.record.base if one.record else "" for one in batch}
    asked = sorted({*hashes, *own.values(), chosen.content_hash if chosen else ""} - {""})
    first, last = batch[0].position, batch[-1].position
    wide = last - first + 1
    bundles = ws.links.bundles(info.name, "", asked, after=first - 1, limit=wide)
    found = {}
    for bundle in bundles:
        place = bundle.stored.position
        if place not in own:
            continue
        base = chosen.content_hash if chosen else own[place]
        order = [base] if chosen else [base, *(h for h in hashes if h != base)]
        made = ((h, bundle.outcomes.get(h)) for h in order)
        found[place] = tuple(
            _machine(names.get(h, h), outcome)
            for h, outcome in made
            if outcome is not None and outcome.state == "projected"
        )
    if len(found) != len(batch):
        raise ConflictError("the pairs of the project changed meanwhile; export again")
    return found


def _machine(name: str, outcome: Outcome) -> Machine:
    entities = outcome.entities()
    scores = _scores(outcome)
    return Machine(name, entities, tuple(scores.get(entity) for entity in entities))


def _scores(outcome: Outcome | None) -> dict[Entity, float]:
    projections = outcome.projections if outcome else ()
    return {
        Entity(pick.start, pick.end, p.entity.label): pick.score
        for p in projections
        for pick in p.picks
    }


def _said(
    one: _Found, info: ProjectInfo, wanted: Wanted, log: Sequence[Decision]
) -> Iterator[Said]:
    """Yield where each target entity comes from."""
    if not (wanted.said or wanted.machine):
        return
    scores = _scores(one.outcome)
    base = one.record.base if one.record else ""
    layer = info.layer(base or wanted.layer)
    name = GOLD if wanted.layer == GOLD else layer.name if layer else ""
    if one.record is None:
        for entity in _entities(one):
            yield Said(entity, method=name, score=scores.get(entity))
        return
    source = {r.id: r.entity for r in one.record.state.source or ()}
    proposed = set(one.outcome.entities()) if one.outcome else set()
    for reviewed in sorted((r for r in one.record.state.target if r.live), key=_by_entity):
        entity = reviewed.entity
        last = next((d for d in reversed(log) if _is_on(d, reviewed)), None)
        taken = last.reason if last and last.kind is Kind.TAKE else ""
        yield Said(
            entity,
            status=reviewed.status,
            method=name if entity in proposed else taken,
            score=scores.get(entity) if entity in proposed else None,
            source=source.get(reviewed.source_id or ""),
            decision=str(last.kind) if last else "",
            person=last.person if last else "",
            time=last.time if last else "",
            reason=last.reason if last else "",
        )


def _by_entity(reviewed: Reviewed) -> Entity:
    return reviewed.entity


def _is_on(decision: Decision, reviewed: Reviewed) -> bool:
    """Return whether a decision is about an entity of the target."""
    if decision.kind in _ALL_OF_IT:
        return True
    return decision.side is Side.TARGET and decision.entity == reviewed.id


def listed(statuses: Iterable[PairStatus]) -> str:
    """Return statuses in words, in their order."""
    chosen = frozenset(statuses)
    return ", ".join(str(status) for status in PairStatus if status in chosen) or "none"
