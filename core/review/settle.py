"""Settling: what a curator chooses of several versions becomes decisions on the shared one.

A pair is settled by a TAKE of the entities chosen and an ACCEPT_PAIR, or by an EXCLUDE; before
them stands what has to change on the source. Their reason tells whose version it was. All that is
settled in one go is one step of undo.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.domain.decision import Decision, EntityStatus, Kind, Proposal, Side
from core.domain.entity import Entity
from core.domain.replay import PairState, Reviewed
from core.errors import ConflictError, InputError
from core.review.ops import check_client, check_person
from core.storage import PairRecord, Workspace
from core.storage.clock import now
from core.storage.undo import act_of, numbered

if TYPE_CHECKING:
    from core.review.curation import Row

UNANIMOUS, CHOSEN = "unanimous: ", "adjudicated: "
MOST = 5_000
"""Pairs that are settled in one go."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a pair is settled as.

    Args:
        pair: its id.
        entities: of the target; they do not overlap.
        state: the version that the source is taken from, and the source of each target entity.
        excluded: the pair is no part of the data.
        reason: whose version it was, in the words of `reason_of`.
        version: decisions on the shared version when this was offered.
    """

    pair: str
    entities: tuple[Entity, ...]
    state: PairState
    excluded: bool
    reason: str
    version: int


def reason_of(names: Sequence[str], *, unanimous: bool) -> str:
    """Return the reason that decisions carry which settle a pair by these persons' versions."""
    return (UNANIMOUS if unanimous else CHOSEN) + ", ".join(names)


def parse_reason(reason: str) -> str:
    """Return `unanimous` or `adjudicated` where a reason is of a pair that was settled, else ""."""
    for start in (UNANIMOUS, CHOSEN):
        if reason.startswith(start):
            return start.partition(":")[0]
    return ""


def as_row(shared: PairRecord, row: "Row", names: Sequence[str], *, unanimous: bool) -> Settlement:
    """Return the settlement that takes one version as it is."""
    reason = reason_of(names, unanimous=unanimous)
    pair = shared.stored.pair.id
    state = row.record.state
    return Settlement(pair, row.entities, state, row.excluded, reason, shared.version)


def settle(
    ws: Workspace, project: str, person: str, client: str, seq: int, given: Sequence[Settlement]
) -> tuple[int, tuple[str, ...]]:
    """Return how many pairs were settled, all on disk, and a notice of each that was not.

    Args:
        ws: the database.
        project: its name.
        person: the curator.
        client: as for `apply_ops`.
        seq: number of the operation at this client.
        given: at most `MOST`, one a pair.

    Raises:
        InputError: there are too many, or entities of one overlap.
        ConflictError: none of them can be settled any more.
    """
    check_client(client)
    check_person(person)
    if len(given) > MOST:
        raise InputError(f"{len(given):,} pairs; at most {MOST:,} can be settled in one go")
    for one in given:
        _check(one)
    done, notices = 0, []
    with ws.recording(project) as log:
        if log.find(client, seq) is not None:
            return 0, ()
        log.expect(one.pair for one in given)
        k = 0
        for one in given:
            record = log.record(one.pair)
            if record.version != one.version:
                notices.append(f"pair {one.pair!r} was decided on meanwhile; look at it again")
                continue
            done += 1
            for decision in _decisions(record, one, person):
                own, number = numbered(client, seq, k)
                name = f"{own}:{number}"
                entity = name if decision.kind in {Kind.ADD, Kind.TAKE} else decision.entity
                act = act_of(client, seq)
                log.append(replace(decision, client=own, client_seq=number, act=act, entity=entity))
                k += 1
    if not done:
        raise ConflictError(notices[0] if notices else "there is nothing to settle")
    return done, tuple(notices)


def _check(one: Settlement) -> None:
    for a, b in zip(sorted(one.entities), sorted(one.entities)[1:], strict=False):
        if a.overlaps(b):
            raise InputError(
                f"pair {one.pair!r}: {a.label} [{a.start}, {a.end}) and {b.label} [{b.start}, "
                f"{b.end}) overlap; choose one of them"
            )


def _decisions(record: PairRecord, one: Settlement, person: str) -> Iterator[Decision]:
    bare = Decision("", 0, now(), person, one.pair, Side.PAIR, Kind.ACCEPT_PAIR, reason=one.reason)
    if one.excluded:
        yield replace(bare, kind=Kind.EXCLUDE)
        return
    yield from _on_source(record.state, one.state, bare)
    ids = _source_ids(record.state, one.state)
    sources = {r.entity: ids.get(r.source_id or "") for r in one.state.target if r.live}
    row = tuple(Proposal(entity, sources.get(entity)) for entity in one.entities)
    yield replace(bare, kind=Kind.TAKE, proposals=row)
    yield bare


def _on_source(before: PairState, after: PairState, bare: Decision) -> Iterator[Decision]:
    """Yield what makes one source side the other; the target is taken afterwards."""
    had, wanted = _spans(before), _spans(after)
    own = replace(bare, side=Side.SOURCE)
    for entity, r in had.items():
        if entity not in wanted:
            yield replace(own, kind=Kind.DELETE, entity=r.id, old=entity)
    for entity, r in wanted.items():
        known = had.get(entity)
        absent = r.status is EntityStatus.NO_COUNTERPART
        if known is None:
            yield replace(own, kind=Kind.ADD, new=entity)
        elif absent and known.status is not EntityStatus.NO_COUNTERPART:
            yield replace(own, kind=Kind.NO_COUNTERPART, entity=known.id, old=entity)


def _spans(state: PairState) -> Mapping[Entity, Reviewed]:
    absent = EntityStatus.NO_COUNTERPART
    return {r.entity: r for r in state.source or () if r.live or r.status is absent}


def _source_ids(shared: PairState, chosen: PairState) -> dict[str, str]:
    """Return the id on the shared side of each source entity of the version chosen."""
    here = _spans(shared)
    return {r.id: here[r.entity].id for r in _spans(chosen).values() if r.entity in here}
