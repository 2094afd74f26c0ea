"""Stale decisions as a person looks at them: both versions, and what can become of one."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from core.domain.decision import EntityStatus, Side
from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.domain.replay import Reviewed
from core.domain.same_words import kept
from core.errors import ConflictError
from core.review.decide import say
from core.review.offers import draft_on, spanned
from core.review.ops import check_person
from core.storage import PairRecord, Workspace
from core.storage.parted import is_brought
from core.storage.stale import StaleDecision

_SLACK = 2
"""Words beyond twice the old ones that a place may have, so that an entity is put there."""


@dataclass(frozen=True, slots=True)
class Both:
    """A stale decision with both versions.

    Args:
        stale: what was said.
        before: the sentence that it was said of.
        after: the sentence as it stands.
        place: the words there that stand in the place of the old ones, half-open; None where none
            do.
        there: the entities in force, or proposed, that touch that place.
        op: the operation that would say the same there, without number; None where there is none.
        why_not: why there is none; "" where there is one.
    """

    stale: StaleDecision
    before: Sentence
    after: Sentence
    place: tuple[int, int] | None
    there: tuple[Reviewed, ...]
    op: Mapping[str, object] | None = None
    why_not: str = ""


def look(ws: Workspace, project: str, stale: StaleDecision) -> Both:
    """Return a stale decision with both versions, as its pair stands now on the track it is of."""
    record = ws.record(project, stale.pair, stale.track)
    said = stale.said
    versions = ws.revisions.read(project, stale.pair)  # the latest first
    now = record.stored.pair
    before = next(r.pair for r in versions if r.number == said.revision).sentence(said.side)
    since = [r for r in versions if r.number > said.revision and not is_brought(r.reason)]
    then = (since[-1].pair if since else now).sentence(said.side)
    after = now.sentence(said.side)
    place = said.place
    if place is not None:
        place = kept(then.tokens, after.tokens).place(Entity(*place, said.reviewed.entity.label))
    entities = record.state.source if said.side is Side.SOURCE else record.state.target
    there = tuple(r for r in entities or () if place and _touches(r.entity, place))
    op, why_not = _again(record, stale, place, there)
    return Both(stale, before, after, place, there, op, why_not)


def apply(ws: Workspace, project: str, number: int, person: str) -> StaleDecision:
    """Return a stale decision, settled, after saying the same where its words would stand now.

    It is said on the track that it was said on. Both are on disk, or neither is.

    Raises:
        ConflictError: it cannot be said there, or somebody settled it meanwhile.
    """
    check_person(person)
    stale = ws.stale.one(project, number)
    if stale.settled:
        raise ConflictError(f"this stale decision was {stale.how} by {stale.by} already")
    found = look(ws, project, stale)
    if found.op is None:
        raise ConflictError(found.why_not)
    time = datetime.now(UTC).isoformat(timespec="milliseconds")
    op = {**found.op, "seq": 1, "time": time}
    with ws.recording(project, stale.track) as log:
        settled = log.settle_stale(number, person, "applied")
        say(log, person, f"stale-{uuid.uuid4().hex}", op)
    return settled


def dismiss(ws: Workspace, project: str, number: int, person: str) -> StaleDecision:
    """Return a stale decision, kept and settled: nothing is to be done about it."""
    return ws.stale.settle(project, number, person=check_person(person), how="dismissed")


def reopen(ws: Workspace, project: str, number: int, person: str) -> StaleDecision:
    """Return a stale decision, open again."""
    return ws.stale.settle(project, number, person=check_person(person), how="")


def _touches(entity: Entity, place: tuple[int, int]) -> bool:
    return entity.start < place[1] and place[0] < entity.end


def _again(
    record: PairRecord,
    stale: StaleDecision,
    place: tuple[int, int] | None,
    there: tuple[Reviewed, ...],
) -> tuple[Mapping[str, object] | None, str]:
    """Return the operation that says the same of the new words, or why there is none."""
    if place is None:
        return None, "no words are left where it stood"
    own = stale.said.reviewed
    if place[1] - place[0] > 2 * len(stale.said.words) + _SLACK:
        return None, "too many words changed there to tell which they are; mark them on Inspect"
    side = str(stale.said.side)
    wanted = Entity(*place, own.entity.label)
    exact = next((r for r in there if r.entity == wanted and _stands(r)), None)
    if own.status is EntityStatus.REJECTED:
        if exact is None:
            return None, "nothing proposes it there, so that there is nothing to reject"
        return draft_on(record, side, "delete", entity=exact.id), ""
    if own.status is EntityStatus.NO_COUNTERPART:
        if exact is None:
            return None, "there is no such source entity on the new words; mark it on Inspect"
        return draft_on(record, side, "no-counterpart", entity=exact.id), ""
    if exact is not None:
        return draft_on(record, side, "accept", entity=exact.id), ""
    source = _source_there(record, stale) if side == "target" else None
    return draft_on(record, side, "add", **spanned(wanted), source=source), ""


def _stands(reviewed: Reviewed) -> bool:
    return reviewed.live or reviewed.status is EntityStatus.NO_COUNTERPART


def _source_there(record: PairRecord, stale: StaleDecision) -> str | None:
    """Return the source entity that a target entity belonged to, where it is still there."""
    own = stale.said.reviewed.source_id
    return own if own in {r.id for r in record.state.source or ()} else None
