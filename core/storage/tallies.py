"""Tallies: narrow readings of a project for counting, each in a few queries however long it is."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from core.domain.decision import Decision, Kind, PairStatus
from core.domain.replay import is_untouched, replay
from core.storage import codec, snapshots, standpoint, states
from core.storage.decisions import NORMAL
from core.storage.records import read_logs
from core.storage.schema import decisions, layers, outcomes, pairs, projects
from core.storage.schema import states as states_table
from core.storage.standpoint import Standpoint
from core.storage.values import Outcome, PairRecord, StoredPair

_LOOK_AGAIN = (Kind.FLAG.value, Kind.REOPEN.value)


class Entry(NamedTuple):
    """One line of a project's log, without what it says.

    Args:
        seq: sequence number, from 1.
        time: UTC, ISO 8601, by the clock of who sent it.
        person: who decided.
        position: place of the pair in the corpus, from 1.
        kind: what was decided.
        in_force: false where it was undone.
        act: shared by decisions made in one go; "" for one by itself.
    """

    seq: int
    time: str
    person: str
    position: int
    kind: Kind
    in_force: bool
    act: str


class Others(NamedTuple):
    """What one other person decided meanwhile, undone decisions left out.

    Args:
        person: who decided.
        decisions: made by themselves.
        bulk: made in one go with others.
        pairs: on which there is any of them.
        again: pairs that were flagged or opened again.
    """

    person: str
    decisions: int
    bulk: int
    pairs: int
    again: int


@dataclass(frozen=True, slots=True)
class Untouched:
    """Entities of the pairs that nobody has decided on.

    Args:
        pairs: how many there are.
        unannotated: those of them whose source entities nobody has given.
        source: source entities of each label.
        target: entities of each label that the base layer projected.
    """

    pairs: int
    unannotated: int
    source: Counter[str]
    target: Counter[str]


@dataclass(frozen=True, slots=True)
class Handled:
    """A pair that somebody has decided on.

    Args:
        record: the pair as it stands.
        log: its decisions in order.
        base: what the base layer of the project made of it, which it need not stand on.
    """

    record: PairRecord
    log: tuple[Decision, ...]
    base: Outcome | None


class Tallies:
    """Counts of one project on one track, all of one moment."""

    def __init__(self, connection: sa.Connection, project: int, track: str = "") -> None:
        self._connection = connection
        self._project = project
        self._track = track
        self._here = standpoint.of(track)
        self._on_it = (decisions.c.project_id == project) & (decisions.c.track == track)

    def last_seq(self) -> int:
        """Return the sequence number of the last decision; 0 where there is none."""
        last = sa.func.max(decisions.c.seq)
        query = sa.select(last).where(self._on_it)
        return self._connection.execute(query).scalar() or 0

    def last_by(self, person: str) -> tuple[int, str] | None:
        """Return number and time of a person's last decision, None where there is none."""
        own = sa.select(sa.func.max(decisions.c.seq)).where(
            self._on_it, decisions.c.person == person
        )
        query = sa.select(decisions.c.seq, decisions.c.time).where(
            self._on_it, decisions.c.seq == own.scalar_subquery()
        )
        row = self._connection.execute(query).one_or_none()
        return None if row is None else (row.seq, row.time)

    def others(self, person: str, after: int) -> tuple[Others, ...]:
        """Return what others than this person decided behind a number, by their names."""
        alone = sa.case((decisions.c.act == "", 1), else_=0)
        again = sa.case((decisions.c.kind.in_(_LOOK_AGAIN), decisions.c.position))
        rows = self._connection.execute(
            sa.select(
                decisions.c.person,
                sa.func.sum(alone),
                sa.func.sum(1 - alone),
                sa.func.count(sa.distinct(decisions.c.position)),
                sa.func.count(sa.distinct(again)),
            )
            .where(
                self._on_it,
                decisions.c.seq > after,
                decisions.c.person != person,
                decisions.c.target == NORMAL,
                decisions.c.kind != Kind.REBASE.value,
                decisions.c.in_force.is_(True),
            )
            .group_by(decisions.c.person)
            .order_by(decisions.c.person)
        )
        return tuple(Others(row[0], *(int(number) for number in row[1:])) for row in rows)

    def entries(self) -> Iterator[Entry]:
        """Yield every line of the log in order, those that undo and redo included.

        Pairs that were carried to another layer or to other words are no decisions.
        """
        c = decisions.c
        rows = self._connection.execute(
            sa.select(c.seq, c.time, c.person, c.position, c.kind, c.in_force, c.act)
            .where(self._on_it, c.kind != Kind.REBASE.value)
            .order_by(c.seq)
        )
        kinds = {str(kind): kind for kind in Kind}
        return (Entry(*row[:4], kinds[row[4]], bool(row[5]), row[6]) for row in rows)

    def touched(self) -> dict[int, PairStatus]:
        """Return the status of each pair that has one other than `unreviewed`, by its place."""
        rows = self._connection.execute(
            sa.select(states_table.c.position, self._here.status.label("status"))
            .select_from(self._here.source)
            .where(states_table.c.project_id == self._project, ~_unreviewed(self._here))
        )
        return {row.position: PairStatus(row.status) for row in rows}

    def untouched(self) -> Untouched:
        """Return the counts of entities on pairs that are unreviewed."""
        count = unannotated = 0
        sources: Counter[str] = Counter()
        targets: Counter[str] = Counter()
        query = _with_outcomes(self._project, self._here).where(_unreviewed(self._here))
        for row in self._connection.execute(query):
            count += 1
            source = json.loads(row.body)["s"][2]
            unannotated += source is None
            sources.update(label for _, _, label in source or ())
            if row.own_state == "projected":
                targets.update(codec.labels_in(row.own_body))
        return Untouched(count, unannotated, sources, targets)

    def handled(self, batch: int = 1000) -> Iterator[Handled]:
        """Yield the pairs that are not unreviewed, in corpus order, holding one batch in memory."""
        query = (
            _with_outcomes(self._project, self._here)
            .where(~_unreviewed(self._here))
            .order_by(pairs.c.position)
            .limit(batch)
        )
        after = 0
        while rows := self._connection.execute(query.where(pairs.c.position > after)).all():
            after = rows[-1].position
            ids = {row.position: row.pair_id for row in rows}
            logs = read_logs(self._connection, self._project, ids, self._track)
            for row in rows:
                given = logs.get(row.position, ())
                log = (d for d in given if not self._track or d.track or d.seq <= row.forked)
                yield _handled(row, tuple(log))


def _unreviewed(here: Standpoint) -> sa.ColumnElement[bool]:
    return here.status == PairStatus.UNREVIEWED.value


def _with_outcomes(project: int, here: Standpoint) -> sa.Select[Any]:
    """Return pairs with what the layer they stand on, and the base of the project, made of them."""
    base = sa.select(projects.c.base).where(projects.c.id == project).scalar_subquery()
    own_base = sa.func.coalesce(sa.func.nullif(here.base, ""), base)
    layer, first = layers.alias("own_layer"), layers.alias("base_layer")
    own, of_base = outcomes.alias("own"), outcomes.alias("of_base")
    return (
        sa.select(
            pairs,
            own_base.label("own_base"),
            here.base.label("pinned"),
            here.origin.label("origin"),
            here.version.label("version"),
            here.forked.label("forked"),
            here.snapshot.label("snapshot"),
            own.c.state.label("own_state"),
            own.c.body.label("own_body"),
            of_base.c.state.label("base_state"),
            of_base.c.body.label("base_body"),
        )
        .select_from(standpoint.with_pairs(here))
        .outerjoin(layer, (layer.c.project_id == project) & (layer.c.content_hash == own_base))
        .outerjoin(own, (own.c.layer_id == layer.c.id) & (own.c.position == pairs.c.position))
        .outerjoin(first, (first.c.project_id == project) & (first.c.content_hash == base))
        .outerjoin(
            of_base, (of_base.c.layer_id == first.c.id) & (of_base.c.position == pairs.c.position)
        )
        .where(pairs.c.project_id == project)
    )


def _handled(row: Any, log: tuple[Decision, ...]) -> Handled:
    stored = StoredPair(row.position, codec.load_pair(row.pair_id, row.body))
    own = _outcome(row.own_state, row.own_body)
    state = snapshots.load(row.snapshot) or replay(states.start(stored.pair, own), log)
    made = (row.own_base, own, row.forked, row.origin or row.own_base)
    floating = not row.pinned and row.version > 0 and is_untouched(state)
    record = PairRecord(stored, state, row.version, *made, floating)
    return Handled(record, log, _outcome(row.base_state, row.base_body))


def _outcome(state: str | None, body: str) -> Outcome | None:
    return None if state is None else codec.load_outcome(state, body)
