"""Stale decisions: what people said that does not fit the words of a pair any more.

Nothing of it is ever deleted. It is open until somebody says what becomes of it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from core.domain.decision import Decision, EntityStatus, Kind, Side
from core.domain.pair import Pair
from core.domain.reattach import Lost
from core.domain.replay import Reviewed
from core.errors import MALFORMED, ConflictError, CoreError, InputError, UnknownNameError
from core.storage import actors, codec, events, pairs
from core.storage.clock import now
from core.storage.conditions import of_stale
from core.storage.engine import reading, writing
from core.storage.names import find_id
from core.storage.needs import guarded
from core.storage.schema import pairs as pairs_table
from core.storage.schema import stale

How = Literal["", "applied", "dismissed"]


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of an entity, as it is kept where it does not fit any more.

    Args:
        side: of the pair.
        reviewed: the entity as it stood on the old words.
        words: the old words of its span.
        place: the new words that stand there, half-open; None where none do.
        revision: number of the change of the pair that it does not fit.
        person: who said it last.
        time: when, UTC, ISO 8601.
        kind: what was decided then.
        reason: the word that was given with it.
        decision: sequence number of it; 0 where it is not known.
    """

    side: Side
    reviewed: Reviewed
    words: tuple[str, ...]
    place: tuple[int, int] | None
    revision: int
    person: str = ""
    time: str = ""
    kind: str = ""
    reason: str = ""
    decision: int = 0


@dataclass(frozen=True, slots=True)
class StaleDecision:
    """One stale decision.

    Args:
        number: its place among those of the project, from 1.
        pair: id of the pair.
        position: place of the pair in the corpus.
        track: that it was made on, "" for the one that all share.
        said: what it was.
        how: what became of it; "" while that is open.
        by: who said so.
        when: at which time, UTC, ISO 8601.
    """

    number: int
    pair: str
    position: int
    track: str
    said: Said
    how: How = ""
    by: str = ""
    when: str = ""

    @property
    def settled(self) -> bool:
        """Return whether somebody said what becomes of it."""
        return bool(self.how)


@guarded
class Stale:
    """The stale decisions of a database's projects; an unknown name raises UnknownNameError.

    Of a blind project, who is no curator is told of those on the track that they may see.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def count(self, project: str) -> tuple[int, int]:
        """Return how many stale decisions are open, and how many are settled."""
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            rows = connection.execute(
                sa.select(stale.c.settled, sa.func.count())
                .where(of_stale(connection, number))
                .group_by(stale.c.settled)
            )
            found = {bool(row[0]): int(row[1]) for row in rows}
            return found.get(False, 0), found.get(True, 0)

    def read(
        self,
        project: str,
        *,
        settled: bool | None = None,
        pair: str = "",
        offset: int = 0,
        limit: int | None = None,
    ) -> tuple[StaleDecision, ...]:
        """Return stale decisions in the order of the corpus.

        Args:
            project: name of the project.
            settled: only settled ones, only open ones, or None for all.
            pair: only those of the pair of this id; "" for all.
            offset: how many to pass over.
            limit: how many at most; None for all.
        """
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            query = _query(of_stale(connection, number)).order_by(stale.c.position, stale.c.number)
            if settled is not None:
                query = query.where(stale.c.settled.is_(settled))
            if pair:
                here = pairs.position_of(connection, number, pair)
                query = query.where(stale.c.position == here)
            return tuple(_load(connection.execute(query.offset(offset).limit(limit))))

    def one(self, project: str, number: int) -> StaleDecision:
        """Return the stale decision of that number; raise UnknownNameError where there is none."""
        with reading(self._engine) as connection:
            return _one(connection, find_id(connection, project), number)

    def settle(self, project: str, number: int, *, person: str, how: How) -> StaleDecision:
        """Return a stale decision after saying what becomes of it; "" opens it again.

        Raises:
            ConflictError: somebody has settled it, or opened it again, meanwhile.
        """
        with writing(self._engine) as connection:
            return settle(connection, find_id(connection, project), number, person=person, how=how)


def settle(
    connection: sa.Connection, project: int, number: int, *, person: str, how: How
) -> StaleDecision:
    """Return a stale decision after saying what becomes of it, as `Stale.settle` says."""
    actors.check_person(connection, person)
    found = _one(connection, project, number)
    if found.settled == bool(how):
        was = f"was {found.how} by {found.by}" if found.settled else "is open"
        raise ConflictError(f"this stale decision {was} already; look at it again")
    told = {**_dump(found.said), "how": how, "by": person, "when": now()}
    connection.execute(
        sa.update(stale)
        .where(stale.c.project_id == project, stale.c.number == number)
        .values(settled=bool(how), body=codec.dump(told))
    )
    said = {"number": number, "pair": found.pair, "how": how or "opened again"}
    events.add(connection, project, "stale", person=person, **said)
    return _one(connection, project, number)


def keep(
    connection: sa.Connection,
    project: int,
    given: Sequence[tuple[int, int, Said]],
    *,
    track: str = "",
) -> None:
    """Write down what does not fit pairs any more, open.

    Args:
        connection: to the database, in the transaction that carries the pairs.
        project: number of the project.
        given: place of the pair, sequence number of the REBASE that carried the rest, and what
            people said.
        track: that they said it on.
    """
    if not given:
        return
    last = sa.select(sa.func.max(stale.c.number)).where(stale.c.project_id == project)
    first = (connection.execute(last).scalar() or 0) + 1
    own = {"project_id": project, "track": track, "settled": False}
    rows = [
        {**own, "number": n, "position": place, "seq": seq, "body": codec.dump(_dump(said))}
        for n, (place, seq, said) in enumerate(given, start=first)
    ]
    connection.execute(sa.insert(stale), rows)


def renumbered(body: str, here: Mapping[int, int], revision: int | None) -> tuple[Said, str]:
    """Return what is kept of a stale decision of a copy, by the numbers that are known here.

    Args:
        body: as the copy has it.
        here: number here of each decision that has another one there.
        revision: number here of the change that it does not fit; None where that is the same.

    Raises:
        InputError: it is nothing that is kept of one.
    """
    values = _values(body)
    values["decision"] = here.get(values["decision"], values["decision"])
    values["revision"] = values["revision"] if revision is None else revision
    return _said(values), codec.dump(values)


def revision(body: str) -> int:
    """Return the number of the change that a stale decision of a copy does not fit."""
    return int(_values(body)["revision"])


def _values(body: str) -> dict[str, Any]:
    try:
        values: dict[str, Any] = json.loads(body)
        _said(values)
        hash((values["decision"], values["revision"] + 0))
    except (*MALFORMED, CoreError) as error:
        raise InputError(f"a stale decision of the bundle cannot be read ({error})") from None
    return values


def told(
    connection: sa.Connection, project: int, position: int, track: str
) -> frozenset[tuple[Side, Reviewed, tuple[str, ...]]]:
    """Return side, entity and words of what is listed of a pair on a track, open or settled."""
    here = (stale.c.project_id == project) & (stale.c.position == position)
    query = _query(here & (stale.c.track == track))
    listed = [one.said for one in _load(connection.execute(query))]
    return frozenset((said.side, said.reviewed, said.words) for said in listed)


def said_of(lost: Lost, pair: Pair, log: Sequence[Decision], revision: int) -> Said:
    """Return what somebody said of an entity, for those who look at what became of it.

    Args:
        lost: the entity.
        pair: with the words that it stood on.
        log: the decisions in force on it, in order.
        revision: number of the change of the pair that it does not fit.
    """
    sentence = pair.sentence(lost.side)
    own = lost.reviewed
    words = sentence.tokens[own.entity.start : own.entity.end]
    last = _last_on(log, lost.side, own)
    if last is None:
        return Said(lost.side, own, words, lost.place, revision)
    return Said(
        lost.side,
        own,
        words,
        lost.place,
        revision,
        last.person,
        last.time,
        str(last.kind),
        last.reason,
        last.seq,
    )


def _last_on(log: Sequence[Decision], side: Side, own: Reviewed) -> Decision | None:
    """Return the last decision that made an entity what it is; None where none is known to have."""
    for decision in reversed(log):
        if decision.kind is Kind.ACCEPT_PAIR and own.status is EntityStatus.ACCEPTED:
            return decision
        if decision.kind is Kind.TAKE and side is Side.TARGET:
            return decision
        if decision.side is side and decision.entity == own.id:
            return decision
        displaced = decision.side is side and decision.new is not None
        if displaced and own.status is EntityStatus.REJECTED:
            return decision
    return None


def _query(wanted: sa.ColumnElement[bool]) -> sa.Select[Any]:
    return (
        sa.select(stale, pairs_table.c.pair_id)
        .join(
            pairs_table,
            (pairs_table.c.project_id == stale.c.project_id)
            & (pairs_table.c.position == stale.c.position),
        )
        .where(wanted)
    )


def _one(connection: sa.Connection, project: int, number: int) -> StaleDecision:
    seen = of_stale(connection, project)
    rows = connection.execute(_query(seen & (stale.c.number == number)))
    if (found := next(_load(rows), None)) is None:
        raise UnknownNameError("stale decision", str(number), [])
    return found


def _load(rows: sa.CursorResult[Any]) -> Iterator[StaleDecision]:
    for row in rows:
        body = json.loads(row.body)
        settled: tuple[How, str, str] = (
            body.get("how", ""),
            body.get("by", ""),
            body.get("when", ""),
        )
        said = _said(body)
        yield StaleDecision(row.number, row.pair_id, row.position, row.track, said, *settled)


def _dump(said: Said) -> dict[str, object]:
    return {
        "side": said.side,
        "entity": codec.dump_reviewed(said.reviewed),
        "words": said.words,
        "place": said.place,
        "revision": said.revision,
        "person": said.person,
        "time": said.time,
        "kind": said.kind,
        "reason": said.reason,
        "decision": said.decision,
    }


def _said(body: Mapping[str, Any]) -> Said:
    place = body["place"]
    return Said(
        side=Side(body["side"]),
        reviewed=codec.load_reviewed(body["entity"]),
        words=tuple(body["words"]),
        place=None if place is None else (place[0], place[1]),
        revision=body["revision"],
        person=body["person"],
        time=body["time"],
        kind=body["kind"],
        reason=body["reason"],
        decision=body["decision"],
    )
