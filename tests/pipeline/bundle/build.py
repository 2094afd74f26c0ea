"""Projects on several machines, for the tests of bundles."""

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from core.domain.decision import Decision, Kind, Side
from core.domain.entity import Entity
from core.domain.replay import PairState
from core.errors import ConflictError
from core.pipeline.bundle import Bundle, Part, open_bundle, read_bundle, write_bundle
from core.review import rebase, update
from core.storage import Workspace
from core.storage.engine import reading
from core.storage.names import find_id
from core.storage.undo import act_of, numbered
from core.storage.verify import read_off
from tests.storage.build import TIME
from tests.storage.build import pair as pair_of

NAME = "one"


def packed(ws: Workspace, project: str = NAME, part: Part | None = None) -> bytes:
    """Return the bundle of a project."""
    out = io.BytesIO()
    write_bundle(ws, project, out, part)
    return out.getvalue()


def read(data: bytes, file: str = "one.silverlens.zip") -> Bundle:
    """Return the bundle in these bytes."""
    return read_bundle(io.BytesIO(data), file=file)


def machine(folder: Path, name: str) -> Workspace:
    """Return the database of a machine."""
    return Workspace.open(f"sqlite:///{folder}/{name}.sqlite")


class Site:
    """One copy of the project, with people who decide on it."""

    def __init__(self, ws: Workspace, name: str) -> None:
        self.ws = ws
        self.name = name
        self.project = NAME
        self.made: list[tuple[str, int]] = []
        self.touched: set[str] = set()
        self.worded: set[str] = set()
        self._number = 0

    def take(self, data: bytes, number: int) -> None:
        """Open a bundle here as a project of its own."""
        self.project = f"copy {number}"
        open_bundle(self.ws, read(data), self.project)

    def act(self, person: str, kind: Kind, pairs: list[str], place: int) -> None:
        """Decide, on several pairs in one go where there are several; undo what is there to undo.

        Args:
            person: who decides.
            kind: what.
            pairs: one, or those of an act in one go.
            place: token that is decided on.
        """
        self._number += 1
        client = f"{self.name}-{person}"
        act = act_of(client, self._number) if len(pairs) > 1 else ""
        given = []
        for k, pair in enumerate(pairs):
            own, seq = numbered(client, self._number, k)
            made = Decision(own, seq, TIME, person, pair, Side.PAIR, kind, act=act)
            given.append(_filled(made, place))
        with self._noting(), suppress(ConflictError):  # nothing to undo or redo
            self.ws.append_decisions(self.project, given)

    def word(self, pair: str, place: int, word: str) -> None:
        """Give a pair another token, as a newer version of the texts does."""
        old = self.ws.pair(self.project, pair).pair
        tokens = list(old.target.tokens)
        tokens[place] = word
        new = replace(old, target=replace(old.target, tokens=tuple(tokens)))
        with self._noting():
            found = update.edit(self.ws, self.project, new, "eve")
        if found.changed:
            self.worded.add(pair)

    def has(self, pair: str) -> bool:
        """Return whether a pair is in this copy."""
        return bool(self.ws.search.positions(self.project, [pair]).size)

    def append(self, pair: str, word: str) -> None:
        """Bring a new pair, or another version of it where there is one."""
        made = pair_of(pair)
        tokens = (word, *made.target.tokens[1:])
        given = replace(made, target=replace(made.target, tokens=tokens))
        with self._noting():
            update.update(self.ws, self.project, lambda: [given], "eve")
        self.worded.add(pair)

    def tag(self, pair: str, doc: str) -> None:
        """Give a pair other metadata."""
        old = self.ws.pair(self.project, pair).pair
        with self._noting():
            update.edit(self.ws, self.project, replace(old, doc=doc), "eve")

    def stand_on(self, place: int) -> None:
        """Carry the project to one of its layers."""
        layers = self.ws.project(self.project).layers
        with self._noting():
            rebase.rebase(self.ws, self.project, layers[place % len(layers)].content_hash, "eve")

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """Keep in mind what is decided meanwhile."""
        before = {d.seq for d in self.ws.decisions(self.project, track=None)}
        yield
        for decision in self.ws.decisions(self.project, track=None):
            if decision.seq not in before:
                self.made.append((decision.client, decision.client_seq))
                self.touched.add(decision.pair)


def _filled(made: Decision, place: int) -> Decision:
    target = replace(made, side=Side.TARGET)
    if made.kind is Kind.ADD:
        name = f"{made.client}:{made.client_seq}"
        return replace(target, entity=name, new=Entity(place, place + 1, "ORG"))
    if made.kind is Kind.CHANGE:
        old, new = Entity(3, 5, "LOC"), Entity(place, place + 1, "LOC")
        return replace(target, entity="s1.0", old=old, new=new)
    if made.kind in {Kind.ACCEPT, Kind.DELETE}:
        return replace(target, entity="s1.0", old=Entity(3, 5, "LOC"))
    return made


def state(ws: Workspace, project: str, pair: str, track: str = "") -> PairState:
    """Return a pair as it stands, without the numbers of decisions."""
    return replace(ws.state(project, pair, track), applied=())


def off(ws: Workspace, project: str = NAME) -> list[object]:
    """Return the rows that do not say what the log says."""
    with reading(ws._engine) as connection:
        return list(read_off(connection, find_id(connection, project)))


def log(ws: Workspace, project: str = NAME) -> list[tuple[str, int]]:
    """Return client and number of every decision on every track, in order."""
    return [(d.client, d.client_seq) for d in ws.decisions(project, track=None)]
