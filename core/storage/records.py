"""Pairs as they stand: base layer and decisions read together, for one pair or for many."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from core.domain.decision import Decision
from core.domain.replay import PairState, in_force, is_untouched, last_carried, replay
from core.storage import codec, snapshots, standpoint, states
from core.storage.schema import decisions, layers, outcomes, pairs, projects, tracks
from core.storage.schema import states as states_table
from core.storage.values import Outcome, PairRecord, StoredPair


def read_one(connection: sa.Connection, project: int, position: int, track: str = "") -> PairRecord:
    """Return the pair at a place of the corpus as it stands on a track."""
    (found,) = read(connection, project, pairs.c.position == position, track=track)
    return found


def iterate(
    connection: sa.Connection,
    project: int,
    statuses: Sequence[str] | None,
    batch: int,
    track: str = "",
) -> Iterator[PairRecord]:
    """Yield pairs of these statuses (None means all) as they stand on a track, in corpus order."""
    some = sa.true() if statuses is None else standpoint.of(track).status.in_(statuses)
    after = 0
    while found := read(
        connection, project, some & (pairs.c.position > after), limit=batch, track=track
    ):
        yield from found
        after = found[-1].stored.position


def read(
    connection: sa.Connection,
    project: int,
    wanted: sa.ColumnElement[bool],
    *,
    limit: int | None = None,
    track: str = "",
    replayed: bool = False,
) -> tuple[PairRecord, ...]:
    """Return pairs as they stand on a track, in corpus order.

    A pair stands on the base of the project, until somebody decides on it: from then on it stands
    on the layer that was decided on, so that no decision is ever replayed on entities it was not
    about.

    Args:
        connection: to the database.
        project: number of the project.
        wanted: condition on the tables of pairs and states; lets a few hundred through at most,
            where there is no limit.
        limit: how many pairs at most.
        track: "" for the one that all share.
        replayed: read the log of every pair, whatever snapshots there are.
    """
    query = _joined(project, track).where(wanted).order_by(pairs.c.position).limit(limit)
    rows = connection.execute(query).all()
    known = {row.position: None if replayed else snapshots.load(row.snapshot) for row in rows}
    ids = {row.position: row.pair_id for row in rows}
    if not replayed:
        of_log = (r for r in rows if (r.version or r.forked) and known[r.position] is None)
        ids = {row.position: row.pair_id for row in of_log}
    logs = read_logs(connection, project, ids, track)
    lines = {
        row.position: _line(row, logs.get(row.position, ()))
        for row in rows
        if known[row.position] is None
    }
    elsewhere = _elsewhere(connection, project, rows, lines)
    return tuple(
        _snapped(row, state)
        if (state := known[row.position]) is not None
        else _replayed(row, lines[row.position], elsewhere)
        for row in rows
    )


class _Line(NamedTuple):
    """The decisions that a pair goes by, the layer that it stands on by them, whether it floats."""

    seen: Sequence[Decision]
    base: str
    floats: bool


def _line(row: Any, log: Sequence[Decision]) -> _Line:
    seen = [d for d in log if d.track or d.seq <= row.forked] if row.track else log
    if floats(seen):
        return _Line(seen, row.usual, floats=True)
    carried = last_carried(seen) if seen else None
    base = carried.base if carried is not None else ""
    return _Line(seen, base or row.origin or row.base, floats=False)


def _elsewhere(
    connection: sa.Connection, project: int, rows: Iterable[Any], lines: Mapping[int, _Line]
) -> dict[int, Outcome | None]:
    """Return what was made of pairs that were carried, there or back, in this very transaction."""
    moved = defaultdict(list)
    for row in rows:
        line = lines.get(row.position)
        if line is not None and line.base != row.base:
            moved[line.base].append(row.position)
    found: dict[int, Outcome | None] = {}
    for base, places in moved.items():
        found |= dict.fromkeys(places)
        found |= states.read_outcomes(connection, project, base, places)
    return found


def _snapped(row: Any, state: PairState) -> PairRecord:
    """Return a pair as its snapshot has it."""
    floating = not row.own_base and row.version > 0 and is_untouched(state)
    made = (row.base, _outcome(row), row.forked, row.origin or row.base, floating)
    return PairRecord(_stored(row), state, row.version, *made)


def _replayed(row: Any, line: _Line, elsewhere: Mapping[int, Outcome | None]) -> PairRecord:
    """Return a pair as its decisions have it."""
    stored = _stored(row)
    outcome = elsewhere[row.position] if row.position in elsewhere else _outcome(row)
    state = replay(states.start(stored.pair, outcome), line.seen)
    version = sum(d.track == row.track for d in line.seen)
    made = (line.base, outcome, row.forked, row.origin or row.base, line.floats)
    return PairRecord(stored, state, version, *made)


def _stored(row: Any) -> StoredPair:
    return StoredPair(row.position, codec.load_pair(row.pair_id, row.body))


def _outcome(row: Any) -> Outcome | None:
    return None if row.state is None else codec.load_outcome(row.state, row.outcome)


def floats(log: Sequence[Decision]) -> bool:
    """Return whether nothing was said of a pair since its words changed, nor before."""
    last = in_force(log)[-1:]
    return bool(last and last[0].carried is not None and last[0].carried.state is None)


def _joined(project: int, track: str) -> sa.Select[Any]:
    """Return the query of pairs with the layer that each stands on and what that made of it."""
    here = standpoint.of(track)
    usual = sa.select(projects.c.base).where(projects.c.id == project).scalar_subquery()
    base = sa.case((here.base != "", here.base), else_=usual)
    layer = (layers.c.project_id == project) & (layers.c.content_hash == base)
    outcome = (outcomes.c.layer_id == layers.c.id) & (outcomes.c.position == pairs.c.position)
    return (
        sa.select(
            pairs,
            base.label("base"),
            usual.label("usual"),
            here.base.label("own_base"),
            here.origin.label("origin"),
            here.version.label("version"),
            here.forked.label("forked"),
            here.snapshot.label("snapshot"),
            sa.literal(track).label("track"),
            outcomes.c.state,
            outcomes.c.body.label("outcome"),
        )
        .select_from(standpoint.with_pairs(here))
        .outerjoin(layers, layer)
        .outerjoin(outcomes, outcome)
        .where(pairs.c.project_id == project)
    )


def read_logs(
    connection: sa.Connection, project: int, ids: Mapping[int, str], track: str | None = ""
) -> dict[int, list[Decision]]:
    """Return the decisions on pairs in order, by place in the corpus; none has no entry.

    Those on a track of its own come with all shared ones, of which it goes by the first only.

    Args:
        connection: to the database.
        project: number of the project.
        ids: id of the pair at each place.
        track: "" for the one that all share; None for all tracks.
    """
    found = defaultdict(list)
    if ids:
        # With `position = ?`, or a list of one, SQLite reads every decision of the project by
        # `seq`; a range, be it of one, goes by the index.
        here = decisions.c.position
        on = sa.true() if track is None else decisions.c.track.in_({"", track})
        rows = connection.execute(
            sa.select(decisions)
            .where(decisions.c.project_id == project, here.between(min(ids), max(ids)))
            .where(here.in_(list(ids)), on)
            .order_by(here, decisions.c.seq)
        )
        for row in rows:
            found[row.position].append(codec.load_decision(row, ids[row.position]))
    return found


def refresh(connection: sa.Connection, project: int, position: int, track: str = "") -> None:
    """Bring the narrow row of a pair on a track up to date with its decisions."""
    here = pairs.c.position == position
    (now,) = read(connection, project, here, track=track, replayed=True)
    table = tracks if track else states_table
    own = [table.c.project_id == project, table.c.position == position]
    if track:
        own.append(tracks.c.track == track)
    connection.execute(
        sa.update(table)
        .where(*own)
        .values(
            version=now.version, snapshot=snapshots.dump(now.state), **states.summary(now.state)
        )
    )
