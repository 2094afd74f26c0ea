"""Decisions: appended once each, in one transaction with the state that they lead to."""

from collections.abc import Iterator
from dataclasses import replace

import sqlalchemy as sa

from core.domain.alignment import Alignment
from core.domain.decision import Decision, Kind
from core.domain.layer import Layer
from core.errors import ConflictError, InputError, UnknownNameError
from core.storage import alignments, codec, layers, pairs, states
from core.storage.labels import read_labels
from core.storage.schema import clients, decisions, projects, refusals
from core.storage.schema import pairs as pairs_table
from core.storage.schema import states as states_table
from core.storage.values import Outcome, PairRecord, StoredPair

_OPPOSITE = {Kind.UNDO: "undo", Kind.REDO: "redo"}
_NORMAL = 0  # value of `target` of a decision that undoes or redoes nothing


class Log:
    """The decisions of one project within one write transaction.

    What is appended is on disk when the transaction has ended; nobody else writes meanwhile.
    """

    def __init__(self, connection: sa.Connection, project: int) -> None:
        self._connection = connection
        self._project = project
        self._touched: dict[int, StoredPair] = {}
        # Where the database locks by row, this makes writers of one project wait for each other.
        connection.execute(
            sa.select(projects.c.id).where(projects.c.id == project).with_for_update()
        )

    def labels(self) -> tuple[str, ...]:
        """Return the labels that a person can give in the project."""
        return read_labels(self._connection, self._project)

    def record(self, pair_id: str) -> PairRecord:
        """Return a pair as it stands, with what was appended here so far."""
        return states.record(self._connection, self._project, self._stored(pair_id))

    def layer(self, content_hash: str) -> Layer:
        """Return a layer; raise UnknownNameError, listing the known ones."""
        known = {a.content_hash: a for a in layers.read_all(self._connection, self._project)}
        if content_hash not in known:
            raise UnknownNameError("layer", content_hash, known)
        return known[content_hash]

    def outcome(self, stored: StoredPair, content_hash: str) -> Outcome | None:
        """Return what a layer made of a pair; None where there is no such layer."""
        return states.read_outcome(self._connection, self._project, content_hash, stored.position)

    def alignment(self, stored: StoredPair, aligner_key: str) -> Alignment | None:
        """Return the links of a pair by one aligner; None where it was not aligned."""
        return alignments.read(self._connection, self._project, stored.position, aligner_key)

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

        An UNDO or REDO without `entity` is about the person's last act, which is looked up here.

        Raises:
            ConflictError: there is nothing to undo or redo, or the pair stands on another layer.
            UnknownNameError: there is no such pair.
        """
        if known := self.find(decision.client, decision.client_seq):
            return known
        if decision.kind in _OPPOSITE:
            decision = self._aim(decision)
        stored = self._stored(decision.pair)
        base = states.effective_base(self._connection, self._project, stored.position)
        if decision.base and decision.base != base:
            raise ConflictError(
                f"pair {decision.pair!r} stands on layer {base or 'none'}, the decision was made "
                f"on {decision.base}; look at the pair again"
            )
        decision = replace(decision, base=base, seq=self._next_seq())
        self._insert(decision, stored.position)
        self._touched[stored.position] = stored
        return decision

    def close(self) -> None:
        """Bring the states of all pairs that were decided on up to date."""
        for stored in self._touched.values():
            states.refresh(self._connection, self._project, stored)
        self._touched.clear()

    def _stored(self, pair_id: str) -> StoredPair:
        position = pairs.position_of(self._connection, self._project, pair_id)
        return pairs.read(self._connection, self._project, position)

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
        return next(read(self._connection, self._project, after=seq - 1, limit=1))

    def _next_seq(self) -> int:
        last = self._connection.execute(
            sa.select(sa.func.max(decisions.c.seq)).where(decisions.c.project_id == self._project)
        ).scalar()
        return (last or 0) + 1

    def _aim(self, decision: Decision) -> Decision:
        """Return an UNDO or REDO with the sequence number and pair of what it is about."""
        word = _OPPOSITE[decision.kind]
        find = undoable if decision.kind is Kind.UNDO else redoable
        found = find(self._connection, self._project, decision.person)
        if found is None:
            raise ConflictError(f"there is nothing left to {word} for {decision.person}")
        if decision.entity and decision.entity != str(found.seq):
            raise ConflictError(
                f"decision {decision.entity} is not what {decision.person} can {word} now; "
                f"that is {found.seq}"
            )
        return replace(decision, entity=str(found.seq), pair=found.pair, base="")

    def _insert(self, decision: Decision, position: int) -> None:
        target = int(decision.entity) if decision.kind in _OPPOSITE else _NORMAL
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
        self._pin(position, decision.base)
        self._acknowledge(decision.client, decision.client_seq)

    def _pin(self, position: int, base: str) -> None:
        if base:
            self._connection.execute(
                sa.update(states_table)
                .where(
                    states_table.c.project_id == self._project,
                    states_table.c.position == position,
                    states_table.c.base == "",
                )
                .values(base=base)
            )

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


def read(
    connection: sa.Connection, project: int, *, after: int = 0, limit: int | None = None
) -> Iterator[Decision]:
    """Yield the decisions of a project behind a sequence number, in order."""
    rows = connection.execute(
        sa.select(decisions, pairs_table.c.pair_id)
        .join(
            pairs_table,
            (pairs_table.c.project_id == decisions.c.project_id)
            & (pairs_table.c.position == decisions.c.position),
        )
        .where(decisions.c.project_id == project, decisions.c.seq > after)
        .order_by(decisions.c.seq)
        .limit(limit)
    )
    return (codec.load_decision(row, row.pair_id) for row in rows)


def acked(connection: sa.Connection, project: int, client: str) -> int:
    """Return the highest sequence number of a client that is on disk or refused; 0 for none."""
    found = connection.execute(
        sa.select(clients.c.acked).where(
            clients.c.project_id == project, clients.c.client == client
        )
    ).scalar()
    return found or 0


def undoable(connection: sa.Connection, project: int, person: str) -> Decision | None:
    """Return the last decision of a person that is in force, on whatever pair."""
    seq = connection.execute(
        sa.select(sa.func.max(decisions.c.seq)).where(
            decisions.c.project_id == project,
            decisions.c.person == person,
            decisions.c.target == _NORMAL,
            decisions.c.in_force.is_(True),
        )
    ).scalar()
    return None if seq is None else next(read(connection, project, after=seq - 1, limit=1))


def redoable(connection: sa.Connection, project: int, person: str) -> Decision | None:
    """Return the decision that a person undid last, unless they decided something since."""
    own = (decisions.c.project_id == project) & (decisions.c.person == person)
    last = (
        sa.select(sa.func.coalesce(sa.func.max(decisions.c.seq), 0))
        .where(own, decisions.c.target == _NORMAL)
        .scalar_subquery()
    )
    undone = decisions.alias("undone")
    seq = connection.execute(
        sa.select(undone.c.seq)
        .join(
            decisions,
            (decisions.c.project_id == undone.c.project_id) & (decisions.c.target == undone.c.seq),
        )
        .where(
            own,
            decisions.c.kind == Kind.UNDO.value,
            decisions.c.seq > last,
            undone.c.in_force.is_(False),
        )
        .order_by(decisions.c.seq.desc())
        .limit(1)
    ).scalar()
    return None if seq is None else next(read(connection, project, after=seq - 1, limit=1))
