"""Merging: decisions made on a copy of a project, taken into the log they were made apart from.

A decision is known by client and number of the client, whatever its place in either log. What the
copy has and the project has not goes behind what there is, in the order of the copy. On a pair
where both have gone on, the copy's decisions stand on a track of their own, begun where the two
parted; so nothing that was decided on either side is lost or changed.
"""

import uuid
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from core.domain.decision import AIMED, Decision, Kind, Side
from core.errors import ConflictError
from core.storage import decisions as rows
from core.storage import stale
from core.storage.batches import batches
from core.storage.clock import now
from core.storage.log import Log
from core.storage.parted import Parted
from core.storage.schema import decisions, pairs, tracks
from core.storage.values import PairRecord

_BATCH = 500
_FILTERED = "filtered:"


@dataclass(frozen=True, slots=True)
class Apart:
    """A pair on which both sides have gone on.

    Args:
        pair: its id.
        track: where the decisions of the copy stand.
        seen: number of the last decision of the project that the copy had seen; 0 for none.
        here: decisions made in the project since.
        there: decisions made on the copy since.
        people: who made those.
    """

    pair: str
    track: str
    seen: int
    here: int
    there: int
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of the decisions of a copy.

    Args:
        new: decisions that the project did not have.
        known: decisions that it had.
        pairs: on which there are new ones.
        apart: pairs on which both sides have gone on.
        people: how many new decisions each person made.
        words: pairs whose words are others than in the copy, which were carried.
        carried: entities decided on in the copy that stand on the words of the project.
        stale: those that do not fit, newly listed.
    """

    new: int
    known: int
    pairs: int
    apart: tuple[Apart, ...]
    people: Mapping[str, int]
    words: tuple[str, ...] = ()
    carried: int = 0
    stale: int = 0


@dataclass(slots=True)
class _Line:
    """What a copy has of one pair on one track.

    `last` is the number here of the last decision that is known here, on track `on`; 0 for none.
    """

    last: int = 0
    on: str = ""
    new: list[Decision] = field(default_factory=list)


@dataclass(slots=True)
class Read:
    """The log of a copy, beside that of the project.

    Args:
        known: how many of its decisions the project has.
        here: number here of each decision that has another one there.
        lines: of the pairs and tracks with new decisions.
        fresh: new decisions in the order of the copy.
        begun: number here of the last shared decision that each track of the copy goes by.
        moves: numbers here of what carried pairs elsewhere that the copy knows of.
    """

    known: int = 0
    here: dict[int, int] = field(default_factory=dict)
    lines: dict[tuple[str, str], _Line] = field(default_factory=dict)
    fresh: list[Decision] = field(default_factory=list)
    begun: dict[tuple[str, str], int] = field(default_factory=dict)
    moves: set[int] = field(default_factory=set)

    def pairs(self) -> list[str]:
        """Return the pairs with new decisions."""
        return list(dict.fromkeys(decision.pair for decision in self.fresh))


def read(
    connection: sa.Connection,
    project: int,
    given: Iterable[Decision],
    forks: Mapping[tuple[str, str], int],
) -> Read:
    """Return what is new in the log of a copy, in its order, and what is known.

    Args:
        connection: to the database.
        project: number of the project.
        given: the log.
        forks: number there of the last shared decision that each track of a pair goes by.

    Raises:
        ConflictError: client and number are those of another decision here.
    """
    found = Read()
    lines: dict[tuple[str, str], _Line] = {}
    begun: dict[str, list[tuple[str, int]]] = {}
    for (pair, track), forked in forks.items():
        begun.setdefault(pair, []).append((track, forked))
    for batch in batches(given, _BATCH):
        known = _known(connection, project, batch)
        for decision in batch:
            line = lines.setdefault((decision.pair, decision.track), _Line())
            twin = known.get((decision.client, decision.client_seq))
            if twin is None:
                line.new.append(decision)
                found.fresh.append(decision)
                continue
            _check_same(decision, twin, found.here)
            found.known += 1
            line.last, line.on = twin.seq, twin.track
            if twin.carried is not None:
                found.moves.add(twin.seq)
            if twin.seq != decision.seq:
                found.here[decision.seq] = twin.seq
            for track, forked in begun.get(decision.pair, ()):
                if not decision.track and not twin.track and decision.seq <= forked:
                    found.begun[decision.pair, track] = twin.seq
    found.lines = {key: line for key, line in lines.items() if line.new}
    return found


def _known(
    connection: sa.Connection, project: int, batch: Sequence[Decision]
) -> dict[tuple[str, int], Decision]:
    wanted: dict[str, list[int]] = {}
    for decision in batch:
        wanted.setdefault(decision.client, []).append(decision.client_seq)
    c = decisions.c
    found = {}
    for client, numbers in wanted.items():
        own = (c.client == client) & c.client_seq.in_(numbers)
        for twin in rows.those(connection, project, own):
            found[twin.client, twin.client_seq] = twin
    return found


def _check_same(decision: Decision, twin: Decision, here: Mapping[int, int]) -> None:
    said = _said(decision)
    if decision.kind in AIMED:
        aim = int(decision.entity)
        said = replace(said, entity=str(here.get(aim, aim)))
    if said != _said(twin):
        raise ConflictError(
            f"decision {decision.client_seq} of client {decision.client!r} on pair "
            f"{decision.pair!r} says something else in the bundle than in the project; they are "
            "not of one origin, and nothing was merged"
        )


def _said(decision: Decision) -> Decision:
    """Return what a decision says, without where it stands."""
    return replace(decision, seq=0, track="", via=decision.via.removeprefix(_FILTERED))


class Merge:
    """New decisions of a copy, written into the log of a project within one transaction.

    Args:
        connection: in a write transaction.
        project: number of the project.
        found: what is new.
        parted: pairs with other words than in the copy, or on another layer, by id.
        part: whether the copy has only some of the pairs, so that a random order there is none
            over the project.
    """

    def __init__(
        self,
        connection: sa.Connection,
        project: int,
        found: Read,
        parted: Mapping[str, Parted],
        *,
        part: bool,
    ) -> None:
        self._connection = connection
        self._project = project
        self._found = found
        self._parted = parted
        self._part = part
        self._logs: dict[str, Log] = {}
        self._here = dict(found.here)
        self._to: dict[tuple[str, str], str] = {}
        self._apart: list[Apart] = []
        self._kept = 0
        self._stale = 0

    def run(self) -> Merged:
        """Return what became of the decisions after writing them."""
        shared = self._log("")
        shared.expect(self._found.pairs())
        self._taken = _own_tracks(self._connection, self._project, self._found.pairs())
        ends = _ends(self._connection, self._project, self._found.pairs(), self._parted)
        for key in sorted(self._found.lines, key=lambda key: self._found.lines[key].new[0].seq):
            self._to[key] = self._destination(*key, ends)
        before = {pair: shared.record(pair) for pair in self._parted}
        last = _last(self._connection, self._project)
        for number, decision in enumerate(self._found.fresh, start=last + 1):
            self._write(decision, number)
        self._carry(before, last + len(self._found.fresh))
        for log in self._logs.values():
            log.close()
        people: dict[str, int] = {}
        for decision in self._found.fresh:
            people[decision.person] = people.get(decision.person, 0) + 1
        return Merged(
            new=len(self._found.fresh),
            known=self._found.known,
            pairs=len(self._found.pairs()),
            apart=tuple(self._apart),
            people=dict(sorted(people.items())),
            words=tuple(pair for pair, one in self._parted.items() if one.words),
            carried=self._kept,
            stale=self._stale,
        )

    def _carry(self, before: Mapping[str, PairRecord], last: int) -> None:
        """Carry the lines of parted pairs to the words of the project, one decision each."""
        client = f"merge-{uuid.uuid4().hex}"
        lines = [key for key in self._found.lines if key[0] in self._parted]
        for number, key in enumerate(lines, start=1):
            pair, own = key[0], self._to[key]
            one, shared = self._parted[pair], before[pair]
            line = one.line(key[1])
            found, carried = one.carry(line, shared)
            made = Decision(
                client,
                number,
                now(),
                self._found.lines[key].new[-1].person,
                pair,
                Side.PAIR,
                Kind.REBASE,
                reason="merged onto other words",
                track=own,
                seq=last + number,
                carried=carried,
            )
            self._log(own).adopt(made)
            self._kept += len(found.carried) + len(found.moot)
            place = shared.stored.position
            told = stale.told(self._connection, self._project, place, own)
            said = [stale.said_of(lost, one.old, line.said, one.revision) for lost in found.stale]
            lost = [
                replace(one, decision=self._here.get(one.decision, one.decision))
                for one in said
                if (one.side, one.reviewed, one.words) not in told
            ]
            self._stale += len(lost)
            stale.keep(self._connection, self._project, place, made.seq, lost, track=own)

    def _destination(
        self, pair: str, track: str, ends: Mapping[tuple[str, str], Sequence[int]]
    ) -> str:
        """Return the track here that a line of the copy goes on, begun where that is needed."""
        line = self._found.lines[pair, track]
        on = line.on if line.last else track
        since = [seq for seq in ends.get((pair, on), ()) if seq > line.last]
        own, seen = on, line.last
        if on and (not line.last or (since and pair in self._parted)):
            seen = self._found.begun.get((pair, track), 0)
            own = self._free(pair, on)
            self._log(own).fork(pair, seen)
        elif since and not on:
            own = self._free(pair, line.new[0].person)
            self._log(own).fork(pair, seen)
        if pair not in self._parted:
            self._stand(pair, own, line.new[0])
        if since or own != on:
            people = tuple(sorted({decision.person for decision in line.new}))
            self._apart.append(Apart(pair, own, seen, len(since), len(line.new), people))
        return own

    def _stand(self, pair: str, track: str, first: Decision) -> None:
        log = self._log(track)
        now = log.record(pair)
        if first.base != now.base and not now.version:
            log.stand_on(pair, first.base)

    def _free(self, pair: str, person: str) -> str:
        """Return a track that nobody has begun on a pair: the person's own, else one numbered."""
        taken = self._taken.setdefault(pair, set())
        name, number = person, 1
        while name in taken or not name:
            number += 1
            name = f"{person} {number}"
        taken.add(name)
        return name

    def _write(self, decision: Decision, number: int) -> None:
        track = self._to[decision.pair, decision.track]
        self._here[decision.seq] = number
        via = decision.via
        if self._part and not via.startswith(_FILTERED):
            via = _FILTERED + via
        entity = decision.entity
        if decision.kind in AIMED:
            entity = str(self._here.get(int(entity), int(entity)))
        made = replace(decision, seq=number, track=track, via=via, entity=entity)
        self._log(track).adopt(made, parted=decision.pair in self._parted)

    def _log(self, track: str) -> Log:
        if track not in self._logs:
            self._logs[track] = Log(self._connection, self._project, track)
        return self._logs[track]


def _last(connection: sa.Connection, project: int) -> int:
    query = sa.select(sa.func.max(decisions.c.seq)).where(decisions.c.project_id == project)
    return connection.execute(query).scalar() or 0


def _ends(
    connection: sa.Connection, project: int, ids: Sequence[str], parted: Container[str]
) -> dict[tuple[str, str], list[int]]:
    """Return the numbers of the decisions on some pairs, by pair and track, in order.

    That a parted pair was carried elsewhere is no decision on it.
    """
    found: dict[tuple[str, str], list[int]] = {}
    c = decisions.c
    for some in batches(ids, _BATCH):
        for row in _of_pairs(connection, project, decisions, some, c.seq, c.track, c.kind):
            if row.kind == Kind.REBASE.value and row.pair_id in parted:
                continue
            found.setdefault((row.pair_id, row.track), []).append(row.seq)
    return {key: sorted(numbers) for key, numbers in found.items()}


def _own_tracks(connection: sa.Connection, project: int, ids: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for some in batches(ids, _BATCH):
        for row in _of_pairs(connection, project, tracks, some, tracks.c.track):
            found.setdefault(row.pair_id, set()).add(row.track)
    return found


def _of_pairs(
    connection: sa.Connection,
    project: int,
    table: sa.Table,
    ids: list[str],
    *wanted: sa.Column[object],
) -> Iterator[sa.Row[tuple[object, ...]]]:
    here = (pairs.c.project_id == table.c.project_id) & (pairs.c.position == table.c.position)
    query = (
        sa.select(pairs.c.pair_id, *wanted)
        .join(table, here)
        .where(pairs.c.project_id == project, pairs.c.pair_id.in_(ids))
    )
    yield from connection.execute(query)
