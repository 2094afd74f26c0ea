"""Checks of the log: numbers without holes, what is in force, whole acts, clients told enough."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any

import sqlalchemy as sa

from core.domain.decision import Kind
from core.storage import codec
from core.storage.doctor.finding import UNREADABLE, Finding, Owner, few
from core.storage.schema import clients, decisions, refusals
from core.storage.undo import OPPOSITE, act_of

_UNDOING = {kind.value for kind in OPPOSITE}


def check(connection: sa.Connection, of: Owner) -> Iterator[Finding]:
    """Yield what is wrong with the decisions of a project."""
    query = sa.select(decisions).where(decisions.c.project_id == of.id)
    log = connection.execute(query.order_by(decisions.c.seq)).all()
    numbers = {row.seq for row in log}
    if missing := sorted(set(range(1, max(numbers, default=0) + 1)) - numbers):
        yield of.finding(f"decisions are missing from the log, numbers {few(missing)}")
    if unread := [row.seq for row in log if not _is_readable(row)]:
        yield of.finding(f"decisions that cannot be read, numbers {few(unread)}")
    if odd := [row.seq for row in log if _is_aimed_wrong(row, numbers)]:
        yield of.finding(f"decisions that take back what is not before them, numbers {few(odd)}")
    if wrong := _not_in_force(log):
        yield of.finding(
            f"what is in force is not what undo and redo left so, numbers {few(sorted(wrong))}",
            mend=partial(_mend_force, project=of.id, right=wrong),
        )
    yield from _acts(of, log)
    yield from _clients(connection, of, log)


def _is_readable(row: Any) -> bool:
    try:
        codec.load_decision(row, "")
    except UNREADABLE:
        return False
    return True


def _is_aimed_wrong(row: Any, numbers: set[int]) -> bool:
    if row.kind in _UNDOING:
        return row.target not in numbers or bool(row.target >= row.seq)
    return bool(row.target > 0)  # below 0: neither undone nor redone


def _not_in_force(log: Any) -> dict[int, bool]:
    """Return of each decision whose mark is wrong whether it is in force."""
    right = {row.seq: True for row in log}
    for row in log:
        if row.kind in _UNDOING and row.target in right:
            right[row.target] = row.kind == Kind.REDO.value
    return {row.seq: right[row.seq] for row in log if bool(row.in_force) is not right[row.seq]}


def _mend_force(connection: sa.Connection, *, project: int, right: dict[int, bool]) -> None:
    for seq, value in right.items():
        here = (decisions.c.project_id == project) & (decisions.c.seq == seq)
        connection.execute(sa.update(decisions).where(here).values(in_force=value))


def _acts(of: Owner, log: Any) -> Iterator[Finding]:
    """Yield acts of which a part only was taken back.

    One of which a part is missing leaves a hole in the numbers of the log. What something later on
    its pair keeps from being undone (`core.storage.undo`) stays where the rest is taken back.
    """
    carried: dict[tuple[int, str], int] = {}
    decided: dict[tuple[int, str], int] = {}
    for row in log:
        here = (row.position, row.track)
        if row.kind == Kind.REBASE.value:
            carried[here] = row.seq
        if row.kind not in {*_UNDOING, Kind.COMMENT.value}:
            decided[here] = row.seq
    parts = defaultdict(list)
    for row in log:
        last = decided if row.kind == Kind.REBASE.value else carried
        free = last.get((row.position, row.track), 0) <= row.seq
        if row.act and (free or row.kind == Kind.COMMENT.value):
            parts[row.act].append(row)
    half = [act for act, rows in parts.items() if len({bool(row.in_force) for row in rows}) > 1]
    if half:
        yield of.finding(f"acts of which a part only is in force: {few(half)}")


def _clients(connection: sa.Connection, of: Owner, log: Any) -> Iterator[Finding]:
    """Yield clients that were told less than is on disk."""
    highest: dict[str, int] = defaultdict(int)
    for row in log:
        if not row.act or act_of(row.client, row.client_seq) == row.act:
            highest[row.client] = max(highest[row.client], row.client_seq)
    refused = sa.select(refusals.c.client, refusals.c.client_seq)
    for client, number in connection.execute(refused.where(refusals.c.project_id == of.id)):
        highest[client] = max(highest[client], number)
    told = sa.select(clients.c.client, clients.c.acked).where(clients.c.project_id == of.id)
    acked: dict[str, int] = {row.client: row.acked for row in connection.execute(told)}
    behind = {name: n for name, n in highest.items() if acked.get(name, 0) < n}
    if behind:
        yield of.finding(
            f"clients are told less than is on disk: {few(sorted(behind))}",
            mend=partial(_mend_clients, project=of.id, right=behind),
        )


def _mend_clients(connection: sa.Connection, *, project: int, right: dict[str, int]) -> None:
    for client, number in right.items():
        here = (clients.c.project_id == project) & (clients.c.client == client)
        connection.execute(sa.delete(clients).where(here))
        row = {"project_id": project, "client": client, "acked": number}
        connection.execute(sa.insert(clients), [row])
