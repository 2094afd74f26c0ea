"""Taking back: what a person can undo or redo now, one decision or all that were made in one go.

Decisions made in one go share an `act`. The first of them goes by the client and number of the
operation, the others by a client `CLIENT/NUMBER` of their own, which no browser can be called.

What was decided before a REBASE that is in force has been carried by it, and stays; of a REBASE
itself, what somebody has decided on since. A change of words is never taken back by undo: an older
version of the words is brought back as one more change.
"""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa

from core.domain.decision import Decision, Kind
from core.errors import ConflictError
from core.storage import decisions
from core.storage.decisions import NORMAL
from core.storage.schema import decisions as table
from core.storage.schema import layers

OPPOSITE = {Kind.UNDO: "undo", Kind.REDO: "redo"}
_MOST_TOLD = 20
_AT_ONCE = 50  # of a person's last decisions, looked at together for one that is free


def act_of(client: str, client_seq: int) -> str:
    """Return the act that decisions made by one operation share."""
    return f"{client}:{client_seq}"


def numbered(client: str, client_seq: int, k: int) -> tuple[str, int]:
    """Return the client and number of the k-th decision of an operation, k from 0."""
    return (f"{client}/{client_seq}", k) if k else (client, client_seq)


def is_head(decision: Decision) -> bool:
    """Return whether a decision goes by the client and number of its operation."""
    return decision.act in {"", act_of(decision.client, decision.client_seq)}


def undoable(
    connection: sa.Connection, project: int, person: str, track: str = ""
) -> Decision | None:
    """Return the last decision of a person on a track that is in force, on whatever pair."""
    query = (
        sa.select(table.c.seq)
        .where(
            table.c.project_id == project,
            table.c.person == person,
            table.c.track == track,
            table.c.target == NORMAL,
            table.c.in_force.is_(True),
        )
        .order_by(table.c.seq.desc())
        .limit(_AT_ONCE)
        .with_hint(table, "INDEXED BY ix_decisions_person", "sqlite")  # it reads all others' else
    )
    some = connection.execute(query).scalars().all()
    while some:
        those = (table.c.project_id == project) & table.c.seq.in_(some)
        free = sa.select(sa.func.max(table.c.seq)).where(those, ~_settled(table))
        if (seq := connection.execute(free).scalar()) is not None:
            return _at(connection, project, seq)
        some = connection.execute(query.where(table.c.seq < some[-1])).scalars().all()
    return None


def _settled(own: sa.FromClause) -> sa.ColumnElement[bool]:
    """Return the condition that something later on the pair keeps a decision from being touched."""
    later = table.alias("later")
    # Without the range of one and the sum, SQLite reads every decision behind this one by `seq`;
    # without the equality, PostgreSQL sets every two decisions of the project beside each other.
    behind = (
        (later.c.project_id == own.c.project_id)
        & (later.c.position == own.c.position)
        & later.c.position.between(own.c.position, own.c.position)
        & (later.c.track == own.c.track)
        & (later.c.seq + 0 > own.c.seq)
        & later.c.in_force.is_(True)
    )
    carried = (later.c.kind == Kind.REBASE.value) & (own.c.kind != Kind.COMMENT.value)
    since = (later.c.target == NORMAL) & (later.c.kind != Kind.COMMENT.value)
    moved = own.c.kind == Kind.REBASE.value
    return sa.exists().where(behind, carried | (moved & since))


def redoable(
    connection: sa.Connection, project: int, person: str, track: str = ""
) -> Decision | None:
    """Return the decision on a track that a person undid last, unless they decided since."""
    of_person = (table.c.project_id == project) & (table.c.person == person)
    own = of_person & (table.c.track == track)
    last = (
        sa.select(sa.func.coalesce(sa.func.max(table.c.seq), 0))
        .where(own, table.c.target == NORMAL)
        .scalar_subquery()
    )
    undone = table.alias("undone")
    seq = connection.execute(
        sa.select(undone.c.seq)
        .join(table, (table.c.project_id == undone.c.project_id) & (table.c.target == undone.c.seq))
        .where(
            own,
            table.c.kind == Kind.UNDO.value,
            table.c.seq > last,
            undone.c.in_force.is_(False),
            ~_settled(undone),
        )
        .order_by(table.c.seq.desc())
        .limit(1)
    ).scalar()
    return _at(connection, project, seq)


def act_size(connection: sa.Connection, project: int, act: str, track: str | None = None) -> int:
    """Return how many decisions were made in one go, on a track; None for all tracks."""
    here = sa.true() if track is None else table.c.track == track
    query = sa.select(sa.func.count()).where(
        table.c.project_id == project, table.c.act == act, here
    )
    return int(connection.execute(query).scalar_one())


def aims(connection: sa.Connection, project: int, decision: Decision) -> tuple[Decision, ...]:
    """Return the decisions that an UNDO takes back, or a REDO brings back, in order.

    They are on the track that `decision` names.

    Raises:
        ConflictError: there is nothing to undo or redo, or it is not what `decision` names.
    """
    word = OPPOSITE[decision.kind]
    find = undoable if decision.kind is Kind.UNDO else redoable
    found = find(connection, project, decision.person, decision.track)
    if found is None:
        raise ConflictError(f"there is nothing left to {word} for {decision.person}")
    together = _together(connection, project, found)
    if decision.kind is Kind.REDO:
        _check_layers(connection, project, together)
    if decision.entity and decision.entity not in {str(d.seq) for d in together}:
        raise ConflictError(
            f"decision {decision.entity} is not what {decision.person} can {word} now; "
            f"that is {found.seq}"
        )
    return tuple(together)


def aimed(connection: sa.Connection, project: int, decision: Decision) -> tuple[Decision, ...]:
    """Return what an UNDO or REDO writes: one for each decision that it takes back, or brings back.

    The first of them, which goes by the client and number given, is on the pair that `decision`
    names, where that is one of those touched.

    Raises:
        ConflictError: there is nothing to undo or redo, or it is not what `decision` names.
    """
    together = sorted(aims(connection, project, decision), key=lambda d: d.pair != decision.pair)
    act = act_of(decision.client, decision.client_seq) if len(together) > 1 else ""
    written = []
    for k, one in enumerate(together):
        client, number = numbered(decision.client, decision.client_seq, k)
        aim = replace(decision, client=client, client_seq=number, entity=str(one.seq))
        written.append(replace(aim, pair=one.pair, base="", act=act))
    return tuple(written)


def standing_on(
    connection: sa.Connection, project: int, own: Sequence[Decision], after: int, person: str
) -> list[Decision]:
    """Return what others decided, and nobody undid, after a number on the pairs of some decisions.

    Comments change nothing, so they are left out.

    Args:
        connection: to the database.
        project: number of the project.
        own: decisions, on one pair or of one act.
        after: sequence number.
        person: who is none of the others.
    """
    mine = table.alias("mine")
    made_at = mine.c.seq.in_([own[0].seq]) if not own[0].act else mine.c.act == own[0].act
    here = sa.select(mine.c.position).where(mine.c.project_id == project, made_at)
    seqs = connection.execute(
        sa.select(table.c.seq)
        .where(
            table.c.project_id == project,
            table.c.seq > after,
            table.c.position.in_(here),
            table.c.person != person,
            table.c.track == own[0].track,
            table.c.target == NORMAL,
            table.c.in_force.is_(True),
            table.c.kind != Kind.COMMENT.value,
        )
        .order_by(table.c.seq)
        .limit(_MOST_TOLD)
    ).scalars()
    return [one for seq in seqs if (one := _at(connection, project, seq)) is not None]


def undone_at(connection: sa.Connection, project: int, seq: int) -> int:
    """Return the number of the decision that undid or redid another last; 0 for none."""
    query = sa.select(sa.func.max(table.c.seq)).where(
        table.c.project_id == project, table.c.seq > seq, table.c.target == seq
    )
    return connection.execute(query).scalar() or 0


def _check_layers(connection: sa.Connection, project: int, found: list[Decision]) -> None:
    """Raise ConflictError where pairs would be carried again to a layer that was deleted."""
    wanted = {d.carried.base for d in found if d.carried is not None}
    known = sa.select(layers.c.content_hash).where(layers.c.project_id == project)
    if wanted and (gone := wanted.difference(connection.execute(known).scalars())):
        raise ConflictError(f"layer {', '.join(sorted(gone))} was deleted; it cannot be gone to")


def _together(connection: sa.Connection, project: int, found: Decision) -> list[Decision]:
    """Return the decisions of one act that can be taken back, or brought back, now, in order."""
    if not found.act:
        return [found]
    like = sa.select(table.c.in_force).where(
        table.c.project_id == project, table.c.seq == found.seq
    )
    where = (table.c.project_id == project) & (table.c.act == found.act) & ~_settled(table)
    free = sa.select(table.c.seq).where(where, table.c.in_force == like.scalar_subquery())
    seqs = frozenset(connection.execute(free).scalars())
    return [d for d in decisions.read(connection, project, act=found.act) if d.seq in seqs]


def _at(connection: sa.Connection, project: int, seq: int | None) -> Decision | None:
    if seq is None:
        return None
    return next(decisions.read(connection, project, after=seq - 1, limit=1))
