"""Merging: decisions made on a copy of a project, taken into the log they were made apart from.

A decision is known by client and number of the client, whatever its place in either log. What the
copy has and the project has not goes behind what there is, in the order of the copy. On a pair
where both have gone on, the copy's decisions stand on a track of their own, begun where the two
parted; so nothing that was decided on either side is lost or changed.
"""

import uuid
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from core.domain.decision import AIMED, Decision, Kind, Side
from core.errors import ConflictError, InputError
from core.storage import ages, places, stale
from core.storage import decisions as rows
from core.storage.batches import batches
from core.storage.clock import now
from core.storage.log import Log
from core.storage.merged import Apart, Merged
from core.storage.parted import Parted
from core.storage.schema import decisions, pairs, tracks
from core.storage.values import PairRecord

_BATCH = 500
_FILTERED = "filtered:"


@dataclass(slots=True)
class _Line:
    """What a copy has of one pair on one track.

    `last` is the number here of the last decision that is known here, on track `on`; 0 for none.
    """

    last: int = 0
    on: str = ""
    new: list[Decision] = field(default_factory=list)

    def track(self, there: str) -> str:
        """Return the track here that a line on some track there has been on so far."""
        return self.on if self.last else there


@dataclass(slots=True)
class Read:
    """The log of a copy, beside that of the project.

    Args:
        known: how many of its decisions the project has.
        here: number here of each decision that has another one there.
        lines: of the pairs and tracks with new decisions.
        fresh: new decisions in the order of the copy.
        begun: number here of the last shared decision that each track of the copy goes by.
        later: number there of a later one, which the project has on another track or not yet.
        moves: numbers here of what carried pairs elsewhere that the copy knows of.
    """

    known: int = 0
    here: dict[int, int] = field(default_factory=dict)
    lines: dict[tuple[str, str], _Line] = field(default_factory=dict)
    fresh: list[Decision] = field(default_factory=list)
    begun: dict[tuple[str, str], int] = field(default_factory=dict)
    later: dict[tuple[str, str], int] = field(default_factory=dict)
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
        InputError: a decision takes back what the log does not have of its person on its pair.
    """
    found = Read()
    on: dict[int, tuple[str, str]] = {}
    lines: dict[tuple[str, str], _Line] = {}
    begun: dict[str, list[tuple[str, int]]] = {}
    for (pair, track), forked in forks.items():
        begun.setdefault(pair, []).append((track, forked))
    for batch in batches(given, _BATCH):
        known = _known(connection, project, batch)
        for decision in batch:
            on[decision.seq] = (decision.pair, decision.person)
            _check_aim(decision, on)
            line = lines.setdefault((decision.pair, decision.track), _Line())
            twin = known.get((decision.client, decision.client_seq))
            for track, forked in begun.get(decision.pair, ()):
                if decision.track or decision.seq > forked:
                    continue
                if twin is None or twin.track:
                    found.later[decision.pair, track] = decision.seq
                else:
                    found.begun[decision.pair, track] = twin.seq
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
    found.lines = {key: line for key, line in lines.items() if line.new}
    return found


def torn(connection: sa.Connection, project: int, found: Read) -> frozenset[str]:
    """Return the pairs whose lines in the copy cannot simply go on here.

    One goes by shared decisions of the copy that are no longer shared, since the project has gone
    on; or two of them have begun on one and the same track here.
    """
    some = {pair for pair, track in found.lines if (pair, track) in found.later}
    ends = _ends(connection, project, sorted(some), ())
    times = Counter((pair, line.track(track)) for (pair, track), line in found.lines.items())
    crossed = frozenset(pair for (pair, _), number in times.items() if number > 1)
    return crossed | {pair for pair in some if not _shared(found, pair, ends)}


def _shared(found: Read, pair: str, ends: Mapping[tuple[str, str], Sequence[int]]) -> bool:
    """Return whether what the copy says of a pair for all goes on being said for all."""
    line = found.lines.get((pair, ""))
    return line is not None and not line.on and ends.get((pair, ""), [0])[-1] <= line.last


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


def _check_aim(decision: Decision, on: Mapping[int, tuple[str, str]]) -> None:
    """Refuse what would take back a decision of somebody else, or one the copy does not have."""
    own = (decision.pair, decision.person)
    if decision.kind in AIMED and on.get(int(decision.entity)) != own:
        raise InputError(
            f"decision {decision.seq} is about {decision.entity}, which is none of "
            f"{decision.person!r} on pair {decision.pair!r}; nothing was merged"
        )


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
    """Return what a decision says, without where it stands, and without numbers of versions."""
    via, moved = decision.via.removeprefix(_FILTERED), decision.carried
    carried = moved and replace(moved, revision=min(moved.revision, 1))
    return replace(decision, seq=0, track="", via=via, carried=carried)


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
        self.here = dict(found.here)
        """Number here of each decision that has another one there."""
        self._to: dict[tuple[str, str], str] = {}
        self._used: set[tuple[str, str]] = set()
        self._begins: dict[tuple[str, str], int | None] = {}
        self._apart: list[Apart] = []
        self._kept = 0
        self._stale = 0

    def run(self) -> Merged:
        """Return what became of the decisions after writing them."""
        shared = self._log("")
        shared.expect(self._found.pairs())
        self._taken = _own_tracks(self._connection, self._project, self._found.pairs())
        ends = _ends(self._connection, self._project, self._found.pairs(), self._parted)
        last = _last(self._connection, self._project)
        self.here |= {d.seq: last + k for k, d in enumerate(self._found.fresh, start=1)}
        for key in sorted(self._found.lines, key=lambda key: self._found.lines[key].new[0].seq):
            self._to[key] = self._destination(*key, ends)
        before = {pair: shared.record(pair) for pair in self._parted}
        for decision in self._found.fresh:
            self._write(decision)
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

    def track(self, pair: str, track: str) -> str:
        """Return the track here that a line of the copy went to."""
        return self._to.get((pair, track), track)

    def _carry(self, before: Mapping[str, PairRecord], last: int) -> None:
        """Carry the lines of parted pairs to the words of the project, one decision each."""
        client = f"{ages.MERGE}{uuid.uuid4().hex}"
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
                replace(one, decision=self.here.get(one.decision, one.decision))
                for one in said
                if (one.side, one.reviewed, one.words) not in told
            ]
            self._stale += len(lost)
            listed = [(place, made.seq, one) for one in lost]
            stale.keep(self._connection, self._project, listed, track=own)

    def _destination(
        self, pair: str, track: str, ends: Mapping[tuple[str, str], Sequence[int]]
    ) -> str:
        """Return the track here that a line of the copy goes on."""
        line = self._found.lines[pair, track]
        on = line.track(track)
        since = [seq for seq in ends.get((pair, on), ()) if seq > line.last]
        again = (pair, on) in self._used
        own, seen, anew = on, line.last, False
        if on and (not line.last or again or (since and pair in self._parted)):
            own, seen, anew = self._free(pair, on), self._seen(pair, track), True
        elif (since and not on) or again:
            own, anew = self._free(pair, line.new[0].person), True
        self._used.add((pair, own))
        self._begins[pair, track] = seen if anew else None
        if since or own != on:
            people = tuple(sorted({decision.person for decision in line.new}))
            self._apart.append(Apart(pair, own, seen, len(since), len(line.new), people))
        return own

    def _seen(self, pair: str, track: str) -> int:
        """Return the number here of the last shared decision that a track goes by, 0 for none."""
        later = self._found.later.get((pair, track), 0)
        if later and self._to.get((pair, "")) == "":
            return self.here.get(later, later)
        return self._found.begun.get((pair, track), 0)

    def _free(self, pair: str, person: str) -> str:
        """Return a track that nobody has begun on a pair: the person's own, else one numbered."""
        taken = self._taken.setdefault(pair, set())
        name, number = person, 1
        while name in taken or not name:
            number += 1
            name = f"{person} {number}"
        taken.add(name)
        return name

    def _write(self, decision: Decision) -> None:
        track = self._to[decision.pair, decision.track]
        seen = self._begins.pop((decision.pair, decision.track), None)
        if seen is not None:
            self._log(track).fork(decision.pair, seen)
        number = self.here[decision.seq]
        via = decision.via
        if self._part and not via.startswith(_FILTERED):
            via = _FILTERED + via
        entity = decision.entity
        if decision.kind in AIMED:
            entity = str(self.here.get(int(entity), int(entity)))
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
        .where(pairs.c.project_id == project)
        .where(pairs.c.position.in_(places.of_ids(connection, project, ids)))
    )
    yield from connection.execute(query)
