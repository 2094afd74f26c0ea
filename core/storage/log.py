"""The log being written: decisions appended once each, in one transaction with their states."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

import sqlalchemy as sa

from core.domain.alignment import Alignment
from core.domain.decision import Decision, Kind
from core.domain.layer import Layer
from core.errors import ConflictError, InputError, UnknownNameError
from core.storage import alignments, codec, extras, layers, states, undo
from core.storage import decisions as rows
from core.storage.labels import read_labels
from core.storage.schema import clients, decisions, projects, refusals
from core.storage.standing import Standing
from core.storage.values import Outcome, PairExtras, PairRecord, StoredPair


class Log:
    """The decisions of one project within one write transaction.

    What is appended is on disk when the transaction has ended; nobody else writes meanwhile.
    """

    def __init__(self, connection: sa.Connection, project: int) -> None:
        self._connection = connection
        self._project = project
        self._standing = Standing(connection, project)
        self._last: int | None = None
        self._layers: dict[str, Layer] = {}
        self._labels: tuple[str, ...] | None = None
        # Where the database locks by row, this makes writers of one project wait for each other.
        connection.execute(
            sa.select(projects.c.id).where(projects.c.id == project).with_for_update()
        )

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
        seq = self._find(client, client_seq)
        return self._read(seq) if seq else None

    def refusal(self, client: str, client_seq: int) -> str | None:
        """Return why this act of this client was refused; None where it was not."""
        return self._connection.execute(
            sa.select(refusals.c.message).where(
                refusals.c.project_id == self._project,
                refusals.c.client == client,
                refusals.c.client_seq == client_seq,
            )
        ).scalar()

    def refuse(self, client: str, client_seq: int, message: str) -> None:
        """Keep in mind that this act was refused; it counts as acknowledged."""
        self._connection.execute(
            sa.insert(refusals).values(
                project_id=self._project, client=client, client_seq=client_seq, message=message
            )
        )
        self._acknowledge(client, client_seq)

    def append(self, decision: Decision) -> Decision:
        """Return the decision with its sequence number; one that is there already, as it is.

        An UNDO or REDO without `entity` is about the person's last act, which is looked up here;
        it is written once for each decision made in that act, and the first of these comes back.

        Raises:
            ConflictError: there is nothing to undo or redo, or the pair stands on another layer.
            UnknownNameError: there is no such pair.
        """
        # What is not the first of its act is there only where the first is.
        if undo.is_head(decision) and (known := self.find(decision.client, decision.client_seq)):
            return known
        if decision.kind not in undo.OPPOSITE:
            return self._write(decision)
        first, *others = undo.aimed(self._connection, self._project, decision)
        self.expect([first.pair, *(other.pair for other in others)])
        written = self._write(first)
        for other in others:
            self._write(other)
        return written

    def close(self) -> None:
        """Bring the states of all pairs that were decided on up to date."""
        self._standing.keep()

    def _write(self, decision: Decision) -> Decision:
        now = self.record(decision.pair)
        if decision.base and decision.base != now.base:
            raise ConflictError(
                f"pair {decision.pair!r} stands on layer {now.base or 'none'}, the decision was "
                f"made on {decision.base}; look at the pair again"
            )
        decision = replace(decision, base=now.base, seq=self._next_seq())
        self._insert(decision, now.stored.position)
        self._standing.add(decision)
        return decision

    def _find(self, client: str, client_seq: int) -> int:
        found = self._connection.execute(
            sa.select(decisions.c.seq).where(
                decisions.c.project_id == self._project,
                decisions.c.client == client,
                decisions.c.client_seq == client_seq,
            )
        ).scalar()
        return found or 0

    def _read(self, seq: int) -> Decision:
        return next(rows.read(self._connection, self._project, after=seq - 1, limit=1))

    def _next_seq(self) -> int:
        """Return the next sequence number; nobody else gives any before this transaction ends."""
        if self._last is None:
            of_project = decisions.c.project_id == self._project
            query = sa.select(sa.func.max(decisions.c.seq)).where(of_project)
            self._last = self._connection.execute(query).scalar() or 0
        self._last += 1
        return self._last

    def _insert(self, decision: Decision, position: int) -> None:
        target = int(decision.entity) if decision.kind in undo.OPPOSITE else undo.NORMAL
        self._connection.execute(
            sa.insert(decisions).values(
                project_id=self._project,
                seq=decision.seq,
                client=codec.writable(decision.client),
                client_seq=decision.client_seq,
                time=codec.writable(decision.time),
                person=codec.writable(decision.person),
                position=position,
                side=decision.side.value,
                kind=decision.kind.value,
                body=codec.dump_decision(decision),
                target=target,
                in_force=True,
                act=codec.writable(decision.act),
                via=codec.writable(decision.via),
            )
        )
        if target:
            self._connection.execute(
                sa.update(decisions)
                .where(decisions.c.project_id == self._project, decisions.c.seq == target)
                .values(in_force=decision.kind is Kind.REDO)
            )
        if undo.is_head(decision):
            self._acknowledge(decision.client, decision.client_seq)

    def _acknowledge(self, client: str, client_seq: int) -> None:
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
