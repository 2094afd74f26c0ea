"""Pair memory: where else a correction of a target entity would apply.

Source phrase and target phrase are compared token by token by their comparison keys. A place is
offered only where it is clear which words are meant and nobody has decided on that entity yet.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from core.domain.alignment import Alignment
from core.domain.decision import EntityStatus, Kind
from core.domain.entity import Entity
from core.domain.replay import Reviewed, in_force
from core.errors import InputError
from core.review import verdicts
from core.review.offers import (
    Offer,
    Offers,
    draft_on,
    elsewhere,
    gathered,
    keys_of,
    places_of,
    quoted,
    said,
    spanned,
)
from core.storage import PairRecord, Workspace

Links = Callable[[PairRecord], Alignment | None]

_CORRECTED = frozenset({EntityStatus.CORRECTED, EntityStatus.ADDED})


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a correction says of a source phrase.

    Args:
        source: comparison keys of the source phrase.
        source_label: of its entity.
        target: comparison keys of the target phrase: what is right, or what was wrong; empty where
            nothing stood there.
        label: what the target phrase is called where it is right; "" where it was wrong.
        absent: the source phrase has no counterpart.
        reason: code of why the target phrase was wrong, or "".
        phrases: tokens that the other pairs have to hold, each row with its language.
        title: what is offered, behind `12 more pairs`.
    """

    source: tuple[str, ...]
    source_label: str
    target: tuple[str, ...]
    label: str
    absent: bool
    reason: str
    phrases: tuple[tuple[tuple[str, ...], str], ...]
    title: str


def memory(ws: Workspace, project: str, pair: str, side: str, entity: str) -> Offers:
    """Return where else a correction would apply.

    Args:
        ws: the database.
        project: name of the project.
        pair: id of the pair that was corrected.
        side: `target`, or `source` for an entity without a counterpart.
        entity: id of the entity that was changed, added, rejected or has no counterpart.

    Raises:
        InputError: nobody corrected that entity.
        UnknownNameError: there is no such pair or project.
    """
    own = ws.record(project, pair)
    lesson = (
        _lesson_of_source(own, entity) if side == "source" else _lesson(ws, project, own, entity)
    )
    if lesson is None:
        return Offers(reason="the entity belongs to no source entity")
    records, pairs = elsewhere(ws, project, own, lesson.phrases)
    links = partial(ws.lookup.links, project)
    found = [offer for record in records for offer in _offers(record, lesson, links)]
    return gathered(found, lesson.title, pairs)


def _lesson(ws: Workspace, project: str, own: PairRecord, entity: str) -> Lesson | None:
    """Return what a decision on a target entity says; None where it has no source entity."""
    reviewed = next((r for r in own.state.target if r.id == entity), None)
    if reviewed is None or reviewed.status not in _CORRECTED | {EntityStatus.REJECTED}:
        raise InputError(
            f"nobody corrected target entity {entity!r} of pair {own.stored.pair.id!r}"
        )
    of = next((r for r in own.state.source or () if r.id == reviewed.source_id and r.live), None)
    if of is None:
        return None
    right = reviewed.status in _CORRECTED
    reason = "" if right else _reason(ws, project, own.stored.pair.id, entity)
    pair = own.stored.pair
    tokens = pair.target.tokens[reviewed.entity.start : reviewed.entity.end]
    source = pair.source.tokens[of.entity.start : of.entity.end]
    words = f"{quoted(source, pair.source.lang)} → {quoted(tokens, pair.target.lang)}"
    return Lesson(
        source=keys_of(source),
        source_label=of.entity.label,
        target=keys_of(tokens),
        label=reviewed.entity.label if right else "",
        absent=False,
        reason=reason,
        phrases=((source, pair.source.lang), (tokens, pair.target.lang)),
        title=f"with {words}" if right else f"that still have {words}",
    )


def _lesson_of_source(own: PairRecord, entity: str) -> Lesson:
    """Return what it says that a source entity has no counterpart."""
    pair = own.stored.pair
    of = next((r for r in own.state.source or () if r.id == entity), None)
    if of is None or of.status is not EntityStatus.NO_COUNTERPART:
        raise InputError(
            f"nobody said of source entity {entity!r} of pair {pair.id!r} that it has no "
            "counterpart"
        )
    gone = next((r.entity for r in own.state.target if r.source_id == entity), None)
    tokens = pair.target.tokens[gone.start : gone.end] if gone else ()
    source = pair.source.tokens[of.entity.start : of.entity.end]
    words = quoted(source, pair.source.lang)
    target = f"→ {quoted(tokens, pair.target.lang)}" if tokens else "and nothing found for it"
    return Lesson(
        source=keys_of(source),
        source_label=of.entity.label,
        target=keys_of(tokens),
        label="",
        absent=True,
        reason="",
        phrases=((source, pair.source.lang), *([(tokens, pair.target.lang)] if tokens else [])),
        title=f"with {words} {target}",
    )


def _reason(ws: Workspace, project: str, pair: str, entity: str) -> str:
    """Return the code of why an entity was rejected, "" where none was given."""
    log = in_force(ws.decisions(project, pair))
    given = [d.reason for d in log if d.kind is Kind.DELETE and d.entity == entity]
    return given[-1] if given and given[-1] in verdicts.ENTITY else ""


def _offers(record: PairRecord, lesson: Lesson, links: Links) -> Iterator[Offer]:
    """Yield what a lesson offers for one pair."""
    pair, state = record.stored.pair, record.state
    keys = keys_of(pair.source.tokens)
    same = [
        r
        for r in state.source or ()
        if r.live
        and r.entity.label == lesson.source_label
        and keys[r.entity.start : r.entity.end] == lesson.source
    ]
    if not same:
        return
    target = keys_of(pair.target.tokens)
    own = {r.id: [t for t in state.target if t.source_id == r.id] for r in same}
    free = [r for r in same if all(t.status is EntityStatus.UNREVIEWED for t in own[r.id])]
    if not lesson.label:
        for r in free:
            yield from _taken_away(record, lesson, r, own[r.id], target)
        return
    meant = _meant(record, same, places_of(lesson.target, target), links)
    for r in free:
        if (place := meant.get(r.id)) is not None:
            yield from _put(record, Entity(*place, lesson.label), r, own[r.id])


def _taken_away(
    record: PairRecord, lesson: Lesson, r: Reviewed, own: Sequence[Reviewed], keys: Sequence[str]
) -> Iterator[Offer]:
    """Yield the offer to reject what was wrong elsewhere, or to say that nothing is right."""
    pair = record.stored.pair
    wrong = [t for t in own if keys[t.entity.start : t.entity.end] == lesson.target]
    if lesson.absent and len(own) <= 1 and bool(own) == bool(lesson.target) and wrong == list(own):
        at = (r.entity.start, r.entity.end)
        op = draft_on(record, "source", "no-counterpart", entity=r.id)
        now = said(pair.target, *(t.entity for t in own))
        yield Offer(pair.id, "source", pair.source, at, now, "no counterpart", (op,))
    for t in () if lesson.absent else wrong:
        op = draft_on(record, "target", "delete", entity=t.id, reason=lesson.reason)
        at = (t.entity.start, t.entity.end)
        yield Offer(
            pair.id, "target", pair.target, at, said(pair.target, t.entity), "nothing", (op,)
        )


def _put(
    record: PairRecord, wanted: Entity, r: Reviewed, own: Sequence[Reviewed]
) -> Iterator[Offer]:
    """Yield the offer to put the target entity of a source entity somewhere else."""
    pair = record.stored.pair
    taken = any(
        t.live and t.source_id != r.id and t.entity.overlaps(wanted) for t in record.state.target
    )
    if taken or [t.entity for t in own] == [wanted]:
        return
    place = spanned(wanted)
    if own:
        first, *others = sorted(own, key=lambda t: not t.entity.overlaps(wanted))
        ops = [draft_on(record, "target", "delete", entity=t.id) for t in others]
        ops.append(draft_on(record, "target", "change", entity=first.id, **place))
    else:
        ops = [draft_on(record, "target", "add", source=r.id, **place)]
    now = said(pair.target, *(t.entity for t in own))
    at = (wanted.start, wanted.end)
    yield Offer(pair.id, "target", pair.target, at, now, said(pair.target, wanted), tuple(ops))


def _meant(
    record: PairRecord,
    same: Sequence[Reviewed],
    places: Sequence[tuple[int, int]],
    links: Links,
) -> dict[str, tuple[int, int]]:
    """Return which place is meant for each source entity, as far as that is clear.

    As many places as entities: one for one, in order. More places: that which the links of the
    entity lead to, else that nearest to them; none where two are equally near.
    """
    if len(places) == len(same):
        return {r.id: place for r, place in zip(same, places, strict=True)}
    if len(places) < len(same):
        return {}
    alignment = links(record)
    if alignment is None:
        return {}
    found = {}
    for r in same:
        linked = alignment.targets_of(r.entity.start, r.entity.end)
        ranks = sorted((_rank(place, linked), place) for place in places) if linked else []
        if ranks and ranks[0][0] != ranks[1][0]:
            found[r.id] = ranks[0][1]
    return {name: place for name, place in found.items() if list(found.values()).count(place) == 1}


def _rank(place: tuple[int, int], linked: Sequence[int]) -> tuple[int, int]:
    """Return how far a place is from linked tokens, less is nearer: those inside, then the gap."""
    start, end = place
    inside = sum(start <= j < end for j in linked)
    gap = min(max(start - j, j - end + 1, 0) for j in linked)
    return -inside, gap
