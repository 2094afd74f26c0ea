"""Taking back: what a person can undo or redo now, one decision or all that were made in one go.

Decisions made in one go share an `act`. The first of them goes by the client and number of the
operation, the others by a client `CLIENT/NUMBER` of their own, which no browser can be called.
"""

from dataclasses import replace

import sqlalchemy as sa

from core.domain.decision import Decision, Kind
from core.errors import ConflictError
from core.storage import decisions
from core.storage.schema import decisions as table

OPPOSITE = {Kind.UNDO: "undo", Kind.REDO: "redo"}
NORMAL = 0
"""Value of `target` of a decision that undoes or redoes nothing."""


def act_of(client: str, client_seq: int) -> str:
    """Return the act that decisions made by one operation share."""
    return f"{client}:{client_seq}"


def numbered(client: str, client_seq: int, k: int) -> tuple[str, int]:
    """Return the client and number of the k-th decision of an operation, k from 0."""
    return (f"{client}/{client_seq}", k) if k else (client, client_seq)


def is_head(decision: Decision) -> bool:
    """Return whether a decision goes by the client and number of its operation."""
    return decision.act in {"", act_of(decision.client, decision.client_seq)}


def undoable(connection: sa.Connection, project: int, person: str) -> Decision | None:
    """Return the last decision of a person that is in force, on whatever pair."""
    seq = connection.execute(
        sa.select(sa.func.max(table.c.seq)).where(
            table.c.project_id == project,
            table.c.person == person,
            table.c.target == NORMAL,
            table.c.in_force.is_(True),
        )
    ).scalar()
    return _at(connection, project, seq)


def redoable(connection: sa.Connection, project: int, person: str) -> Decision | None:
    """Return the decision that a person undid last, unless they decided something since."""
    own = (table.c.project_id == project) & (table.c.person == person)
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
        )
        .order_by(table.c.seq.desc())
        .limit(1)
    ).scalar()
    return _at(connection, project, seq)


def act_size(connection: sa.Connection, project: int, act: str) -> int:
    """Return how many decisions were made in one go."""
    query = sa.select(sa.func.count()).where(table.c.project_id == project, table.c.act == act)
    return int(connection.execute(query).scalar_one())


def aimed(connection: sa.Connection, project: int, decision: Decision) -> tuple[Decision, ...]:
    """Return what an UNDO or REDO writes: one for each decision that it takes back, or brings back.

    The first of them, which goes by the client and number given, is on the pair that `decision`
    names, where that is one of those touched.

    Raises:
        ConflictError: there is nothing to undo or redo, or it is not what `decision` names.
    """
    word = OPPOSITE[decision.kind]
    find = undoable if decision.kind is Kind.UNDO else redoable
    found = find(connection, project, decision.person)
    if found is None:
        raise ConflictError(f"there is nothing left to {word} for {decision.person}")
    together = _together(connection, project, found)
    if decision.entity and decision.entity not in {str(d.seq) for d in together}:
        raise ConflictError(
            f"decision {decision.entity} is not what {decision.person} can {word} now; "
            f"that is {found.seq}"
        )
    together.sort(key=lambda d: d.pair != decision.pair)
    act = act_of(decision.client, decision.client_seq) if len(together) > 1 else ""
    written = []
    for k, one in enumerate(together):
        client, number = numbered(decision.client, decision.client_seq, k)
        aim = replace(decision, client=client, client_seq=number, entity=str(one.seq))
        written.append(replace(aim, pair=one.pair, base="", act=act))
    return tuple(written)


def _together(connection: sa.Connection, project: int, found: Decision) -> list[Decision]:
    """Return the decisions of one act, all in force or none, in order; one alone if it is alone."""
    if not found.act:
        return [found]
    return list(decisions.read(connection, project, act=found.act))


def _at(connection: sa.Connection, project: int, seq: int | None) -> Decision | None:
    if seq is None:
        return None
    return next(decisions.read(connection, project, after=seq - 1, limit=1))
