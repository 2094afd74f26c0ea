"""A scripted annotator: every kind of act in an order that a seed decides, each told once on disk.

Before operations are sent they are noted in a journal, and so is what came back; each note is
synced before the next step, so that whoever kills the annotator knows what was confirmed.
"""

import json
import os
import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from core.review.decide import Applied, apply_ops
from core.storage import Workspace
from tests.review.build import op
from tests.storage.faults import faults

PROJECT = "one"
LABELS = ("PER", "ORG", "LOC")
PAIR_ACTS = ("accept-pair", "skip", "flag", "exclude", "reopen")


class Annotator:
    """One person at one browser, who goes on where the last one of that name stopped."""

    def __init__(self, ws: Workspace, client: str, person: str, seed: object) -> None:
        self._ws = ws
        self._client = client
        self._person = person
        self._chance = random.Random(str(seed))
        self._layers = [layer.content_hash for layer in ws.project(PROJECT).layers]
        self._pairs = ws.find(PROJECT, limit=1000)

    def next_ops(self) -> list[dict[str, object]]:
        """Return one to three operations, or one act, that nobody has sent yet."""
        number = self._ws.acked(PROJECT, self._client) + 1
        if self._chance.random() < 0.15:
            return [self._act(number)]
        count = self._chance.choice((1, 1, 1, 2, 3))
        return [self._single(number + k) for k in range(count)]

    def send(self, ops: list[dict[str, object]]) -> Applied:
        """Return what became of operations."""
        return apply_ops(self._ws, PROJECT, self._person, self._client, ops)

    def _act(self, number: int) -> dict[str, object]:
        some = self._chance.sample(self._pairs, min(len(self._pairs), self._chance.randint(2, 5)))
        kind = self._chance.choice(("accept-pair", "flag", "skip"))
        members = [op(number, kind, "pair", one) for one in some]
        return _as_dict(op(number, "act", "pair", some[0], ops=members, reason="in one go"))

    def _single(self, number: int) -> dict[str, object]:
        draw = self._chance.random()
        if draw < 0.2:
            return _as_dict(op(number, self._chance.choice(("undo", "undo", "redo")), "pair", ""))
        pair = self._chance.choice(self._pairs)
        if draw < 0.35:
            return _as_dict(op(number, self._chance.choice(PAIR_ACTS), "pair", pair))
        if draw < 0.45:
            return _as_dict(op(number, "comment", "pair", pair, reason=f"remark {number}"))
        if draw < 0.55:
            row = self._chance.choice(self._layers)
            return _as_dict(op(number, "take", "pair", pair, layer=row))
        side = "source" if draw < 0.7 else "target"
        return self._on_entity(number, pair, side)

    def _on_entity(self, number: int, pair: str, side: str) -> dict[str, object]:
        state = self._ws.state(PROJECT, pair)
        found = (state.source or ()) if side == "source" else state.target
        start = self._chance.randint(0, 4)
        span = {
            "start": start,
            "end": start + self._chance.randint(1, 5 - start),
            "label": self._chance.choice(LABELS),
        }
        if not found or self._chance.random() < 0.25:
            return _as_dict(op(number, "add", side, pair, **span))
        entity = self._chance.choice(found).id
        kinds = ["accept", "change", "delete", *(["no-counterpart"] * (side == "source"))]
        kind = self._chance.choice(kinds)
        more = span if kind == "change" else {}
        return _as_dict(op(number, kind, side, pair, entity=entity, **more))


@dataclass(frozen=True, slots=True)
class Doom:
    """Where an annotator dies: at the n-th write of SQLite, or at the n-th statement.

    Args:
        nth: from 1.
        how: `before`, `half` or `after` the write; `statement` for any database.
    """

    nth: int
    how: str

    def arm(self, ws: Workspace) -> None:
        """Let this process die there."""
        if self.how != "statement":
            sa.event.listen(ws._engine, "connect", _checkpoint_often)
            ws.close()
            faults().kill_at(self.nth, self.how)
            return
        left = [self.nth]

        def tick(*_: object) -> None:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), 9)

        sa.event.listen(ws._engine, "before_cursor_execute", tick)
        sa.event.listen(ws._engine, "commit", tick)


def work(url: str, client: str, seed: object, journal: str, doom: Doom | None, turns: int) -> None:
    """Work until the turns are over, or until death."""
    ws = Workspace.open(url)
    annotator = Annotator(ws, client, client, seed)
    with Path(journal).open("ab") as file:
        note = _noter(file.fileno())
        if doom is not None:
            doom.arm(ws)
        for _ in range(turns):
            ops = annotator.next_ops()
            note({"sent": ops})
            note({"done": told(annotator.send(ops))})
    ws.close()


def told(applied: Applied) -> dict[str, object]:
    """Return what a browser is told, as the journal keeps it."""
    return {
        "ack": applied.ack,
        "refused": [[r.seq, r.message] for r in applied.refused],
        "decisions": [[d.seq, d.client, d.client_seq, d.kind.value] for d in applied.decisions],
    }


def read_journal(journal: Path) -> list[dict[str, object]]:
    """Return the notes in order; one that was cut off is none."""
    lines = journal.read_bytes().splitlines(keepends=True) if journal.exists() else []
    return [json.loads(line) for line in lines if line.endswith(b"\n")]


def _checkpoint_often(connection: sqlite3.Connection, _record: object) -> None:
    """Let the log ahead be written back every few pages, so that some die in the midst of that."""
    connection.execute("PRAGMA wal_autocheckpoint=20")


def _noter(handle: int) -> Callable[[object], None]:
    def note(value: object) -> None:
        os.write(handle, json.dumps(value).encode() + b"\n")
        os.fsync(handle)

    return note


def _as_dict(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value
