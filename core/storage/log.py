"""The log being written: decisions appended once each, in one transaction with their states."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import sqlalchemy as sa

from core.domain.alignment import Alignment
from core.domain.decision import Decision, Kind, check_carried
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.domain.role import Role
from core.errors import ConflictError, InputError, UnknownNameError
from core.storage import (
    actors,
    alignments,
    begun,
    codec,
    extras,
    layers,
    records,
    refusals,
    revisions,
    stale,
    states,
    undo,
)
from core.storage import decisions as rows
from core.storage.batches import batches
from core.storage.labels import read_labels
from core.storage.revisions import Change
from core.storage.schema import clients, decisions, projects
from core.storage.stale import How, Said, StaleDecision
from core.storage.standing import Standing
from core.storage.values import Outcome, PairExtras, PairRecord, StoredPair

NOTHING: Mapping[str, object] = MappingProxyType({})

_AT_ONCE = 500
_INSERT = sa.insert(decisions)
_AIM = (
    sa.update(decisions)
    .where(
        decisions.c.project_id == sa.bindparam("project"),
        decisions.c.seq == sa.bindparam("aim"),
        decisions.c.track == sa.bindparam("on"),
    )
    .values(in_force=sa.bindparam("force"))
)
"""Takes a decision back, or brings it back."""


class Log:
    """The decisions of one project on one track, within one write transaction.

    What is appended is on disk when the transaction has ended; nobody else writes meanwhile.
    """

    def __init__(self, connection: sa.Connection, project: int, track: str = "") -> None:
        self._connection = connection
        self._project = project
        self._track = codec.writable(track)
        self._standing = Standing(connection, project, self._track)
        self._last: int | None = None
        self._layers: dict[str, Layer] = {}
        self._refused: dict[str, dict[int, refusals.Refused]] = {}
        self._labels: tuple[str, ...] | None = None

    @property
    def track(self) -> str:
        """Return the track, "" for the one that all share."""
        return self._track

    def labels(self) -> tuple[str, ...]:
        """Return the labels that a person can give in the project."""
        if self._labels is None:
            self._labels = read_labels(self._connection, self._project)
        return self._labels

    def expect(self, pair_ids: Iterable[str]) -> None:
        """Read pairs that will be asked for, many at once."""
        self._standing.expect(pair_ids)

    def record(self, pair_id: str) -> PairRecord:
        """Return a pair as it stands, with what was appended here so far."""
        return self._standing.of(pair_id)

    def layer(self, content_hash: str) -> Layer:
        """Return a layer; raise UnknownNameError, listing the known ones."""
        if content_hash not in self._layers:
            found = layers.read_all(self._connection, self._project)
            self._layers = {layer.content_hash: layer for layer in found}
        if content_hash not in self._layers:
            raise UnknownNameError("layer", content_hash, self._layers)
        return self._layers[content_hash]

    def outcome(self, stored: StoredPair, content_hash: str) -> Outcome | None:
        """Return what a layer made of a pair; None where there is no such layer."""
        return states.read_outcome(self._connection, self._project, content_hash, stored.position)

    def alignment(self, stored: StoredPair, aligner_key: str) -> Alignment | None:
        """Return the links of a pair by one aligner; None where it was not aligned."""
        return alignments.read(self._connection, self._project, stored.position, aligner_key)

    def extras(self, stored: StoredPair, supplied: Mapping[str, str]) -> PairExtras:
        """Return what was supplied of a pair, of each kind under this key."""
        return extras.read(self._connection, self._project, stored.position, supplied)

    def aligner(self) -> str:
        """Return the key of the alignments last written to the project, "" for none."""
        return str(
            self._connection.execute(
                sa.select(projects.c.aligner).where(projects.c.id == self._project)
            ).scalar_one()
        )

    def find(self, client: str, client_seq: int) -> Decision | None:
        """Return what was written for this act of this client; None where nothing was."""
        return rows.find(self._connection, self._project, client, client_seq)

    def refused(self, client: str) -> dict[int, refusals.Refused]:
        """Return what was refused to a client, by its numbers."""
        if client not in self._refused:
            found = refusals.of_client(self._connection, self._project, client)
            self._refused[client] = {one.client_seq: one for one in found}
        return self._refused[client]

    def refuse(
        self, client: str, client_seq: int, message: str, body: Mapping[str, object] = NOTHING
    ) -> None:
        """Keep in mind that this act was refused, and what it said; it counts as acknowledged."""
        refusals.add(self._connection, self._project, client, client_seq, message, body)
        self.refused(client)[client_seq] = refusals.Refused(client, client_seq, message, body)
        self.acknowledge(client, client_seq)

    def settle(self, person: str, which: Iterable[tuple[str, int]], how: str) -> None:
        """Keep in mind how acts of a person that met another's decision were settled."""
        actors.check_person(self._connection, person)
        refusals.settle(self._connection, self._project, person, which, how)
        self._refused.clear()

    def decisions(self, pair_id: str) -> tuple[Decision, ...]:
        """Return the decisions on a pair on this track in order, as many as its version says."""
        found = self.said([pair_id]).get(pair_id, ())
        return tuple(d for d in found if d.track == self._track)

    def aims(self, decision: Decision) -> tuple[Decision, ...]:
        """Return the decisions that an UNDO takes back, or a REDO brings back.

        Raises:
            ConflictError: there is nothing to undo or redo, or it is not what `decision` names.
        """
        here = replace(decision, track=self._track)
        return undo.aims(self._connection, self._project, here)

    def standing_on(self, aims: Sequence[Decision], after: int, person: str) -> list[Decision]:
        """Return what others decided after a number on the pairs of some decisions."""
        here = [replace(aim, track=self._track) for aim in aims]
        return undo.standing_on(self._connection, self._project, here, after, person)

    def undone_at(self, seq: int) -> int:
        """Return the number of the decision that undid or redid another last; 0 for none."""
        return undo.undone_at(self._connection, self._project, seq)

    def append(self, decision: Decision) -> Decision:
        """Return the decision with its sequence number; one that is there already, as it is.

        An UNDO or REDO without `entity` is about the person's last act, which is looked up here;
        it is written once for each decision made in that act, and the first of these comes back.

        Raises:
            ConflictError: there is nothing to undo or redo, or the pair stands on another layer.
            InputError: it is a REBASE that carries nothing, or something else that does.
            RoleError: it is signed with another name than that of who acts.
            UnknownNameError: there is no such pair.
        """
        actors.check_person(self._connection, decision.person)
        check_carried(decision)
        if decision.carried is not None:
            self._check_curator()
        # What is not the first of its act is there only where the first is.
        if undo.is_head(decision) and (known := self.find(decision.client, decision.client_seq)):
            return known
        decision = replace(decision, track=self._track)
        if decision.kind not in undo.OPPOSITE:
            return self._write(decision)
        aimed = undo.aimed(self._connection, self._project, decision)
        first, *_ = [self._write(*some) for some in batches(aimed, _AT_ONCE)]
        return first

    def fork(self, pair_id: str, at_seq: int) -> PairRecord:
        """Return a pair on this track, begun at what the shared one said up to a decision.

        Raises:
            ConflictError: the track is the shared one, or has begun on this pair elsewhere.
            UnknownNameError: there is no such pair.
        """
        now = self.record(pair_id)
        if not self._track:
            raise ConflictError("the track that all share begins nowhere else")
        if now.forked == at_seq:
            return now
        if now.version or now.forked:
            raise ConflictError(
                f"{self._track!r} has begun pair {pair_id!r} at decision {now.forked} already"
            )
        place = now.stored.position
        shared = records.read_logs(self._connection, self._project, {place: pair_id})
        seen = [d for d in shared.get(place, ()) if d.seq <= at_seq]
        if not seen:
            return now
        anew = (d.seq for d in seen if d.carried is not None and d.carried.state is None)
        last = max(anew, default=0)
        origin = next((d.base for d in seen if d.base and d.seq > last), seen[-1].base)
        base, floats = seen[-1].base, records.floats(seen)
        begun_at = replace(now, base=base, origin=origin, forked=at_seq, floats=floats)
        self._standing.begin(begun_at)
        return self.record(pair_id)

    def adopt(self, decision: Decision, *, parted: bool = False) -> Decision:
        """Return a decision made on another copy of the project, written as it was made there.

        It has its number already, behind all that were written; what it undoes or redoes is named
        by the number that has here. A pair that nobody has decided on here stands on the layer that
        it is about.

        Args:
            decision: made there.
            parted: whether the pair has other words there, so that it is carried right after.
        """
        now = self.record(decision.pair)
        stands = now.version and not now.floats
        if decision.base and not (parted or stands or decision.base == now.base):
            self._standing.stand_on(decision.pair, decision.base)
        alone = parted or not stands or decision.carried is not None  # goes by no other's layer
        return self._write(decision, base=decision.base if alone else "")

    def renew(self, pair_ids: Iterable[str]) -> None:
        """Have the rows of pairs worked out anew when the log closes."""
        self._standing.touch(pair_ids)

    def revise(self, changes: Sequence[Change], *, person: str, reason: str) -> dict[str, int]:
        """Return the number of the change of each pair, by id, after giving them other words.

        Read before this, with `record`, what they are to be carried from.
        """
        self._check_curator()
        numbers = revisions.revise(
            self._connection, self._project, changes, person=person, reason=reason
        )
        self.forget(numbers)
        return numbers

    def supplied(self, places: Sequence[int]) -> int:
        """Return of how many of some hundred pairs something was supplied besides links."""
        return revisions.supplied(self._connection, self._project, places)

    def mates(self, changes: Sequence[Change]) -> set[int]:
        """Return the places of the pairs that were projected together in groups that change."""
        return revisions.mates_of(self._connection, self._project, changes)

    def forget(self, pair_ids: Iterable[str]) -> None:
        """Have pairs read anew, since their words are others now."""
        for pair_id in pair_ids:
            self._standing.forget(pair_id)

    def add_pairs(self, given: Sequence[Pair]) -> set[int]:
        """Write new pairs behind the last; return the places of those of their groups."""
        self._check_curator()
        return revisions.append(self._connection, self._project, given)

    def tell_texts(self, *, person: str, reason: str, **numbers: int) -> None:
        """Write down that words were changed or pairs added, for whoever keeps what was read."""
        revisions.tell(self._connection, self._project, person=person, reason=reason, **numbers)

    def carry(self, given: Sequence[Decision]) -> list[Decision]:
        """Return REBASEs with their numbers, all written at once, at most one a pair.

        None of them is written yet, and they are given in the order of their numbers.
        """
        if not given:
            return []
        self._check_curator()
        written = []
        for decision in given:
            actors.check_person(self._connection, decision.person)
            base = decision.base or self.record(decision.pair).base
            made = replace(decision, track=self._track, base=base, seq=self._next_seq())
            written.append(made)
        self._insert(written)
        return written

    def keep_stale(self, given: Sequence[tuple[int, int, Said]]) -> None:
        """Write down what people said that REBASEs could not carry.

        Args:
            given: place of the pair, number of the REBASE, and what was said.
        """
        stale.keep(self._connection, self._project, given, track=self._track)

    def settle_stale(self, number: int, person: str, how: How) -> StaleDecision:
        """Return a stale decision after saying what becomes of it, as `Stale.settle` does."""
        return stale.settle(self._connection, self._project, number, person=person, how=how)

    def said(self, pair_ids: Iterable[str]) -> dict[str, tuple[Decision, ...]]:
        """Return the decisions on some hundred pairs in order, with those that all share.

        One without any has no entry.
        """
        here = {self.record(one).stored.position: one for one in pair_ids}
        found = records.read_logs(self._connection, self._project, here, self._track)
        return {here[place]: tuple(log) for place, log in found.items()}

    def beside(self, pair_ids: Iterable[str]) -> "dict[Log, tuple[str, ...]]":
        """Return the logs of other tracks that have begun some of these pairs, and which.

        They write in the same transaction, each when the one before is closed.
        """
        found = begun.of_pairs(self._connection, self._project, list(pair_ids))
        others = {track: ids for track, ids in found.items() if track != self._track}
        return {Log(self._connection, self._project, one): ids for one, ids in others.items()}

    def close(self) -> None:
        """Bring the states of all pairs that were decided on up to date."""
        self._standing.keep()

    def _check_curator(self) -> None:
        actors.check(self._connection, self._project, Role.CURATOR)

    def _write(self, *given: Decision, base: str = "") -> Decision:
        """Return the first of some decisions after writing all, each on the layer of its pair."""
        self.expect(decision.pair for decision in given)
        written = [self._based(decision, base) for decision in given]
        self._insert(written)
        return written[0]

    def _based(self, decision: Decision, base: str) -> Decision:
        """Return a decision with its number, on the layer of its pair or on the one given."""
        now = self.record(decision.pair)
        base = base or now.base
        if decision.base and decision.base != base:
            raise ConflictError(
                f"pair {decision.pair!r} stands on layer {now.base or 'none'}, the decision was "
                f"made on {decision.base}; look at the pair again"
            )
        return replace(decision, base=base, seq=decision.seq or self._next_seq())

    def _next_seq(self) -> int:
        """Return the next sequence number; nobody else gives any before this transaction ends."""
        if self._last is None:
            of_project = decisions.c.project_id == self._project
            query = sa.select(sa.func.max(decisions.c.seq)).where(of_project)
            self._last = self._connection.execute(query).scalar() or 0
        self._last += 1
        return self._last

    def _insert(self, written: Sequence[Decision]) -> None:
        """Write the rows of decisions that have their numbers."""
        places = (self.record(decision.pair).stored.position for decision in written)
        columns = [
            rows.columns(self._project, decision, place)
            for decision, place in zip(written, places, strict=True)
        ]
        self._connection.execute(_INSERT, columns)
        aims = [
            {"project": self._project, "aim": aim, "on": d.track, "force": d.kind is Kind.REDO}
            for d in written
            if (aim := rows.target_of(d)) > 0
        ]
        if aims:
            self._connection.execute(_AIM, aims)
        for decision in written:
            if undo.is_head(decision):
                self.acknowledge(decision.client, decision.client_seq)
            self._standing.add(decision)

    def acknowledge(self, client: str, client_seq: int) -> None:
        """Keep in mind that everything of a client up to this number is dealt with."""
        if client_seq < 1:
            raise InputError(f"the sequence numbers of a client start at 1, got {client_seq}")
        row = (clients.c.project_id == self._project) & (clients.c.client == client)
        known = self._connection.execute(sa.select(clients.c.acked).where(row)).scalar()
        if known is None:
            self._connection.execute(
                sa.insert(clients).values(project_id=self._project, client=client, acked=client_seq)
            )
        elif known < client_seq:
            self._connection.execute(sa.update(clients).where(row).values(acked=client_seq))
