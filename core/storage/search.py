"""Finding pairs: one filter as one query, answered in columns from the narrow tables."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from core.domain.decision import PairStatus
from core.storage import codec, places, records, refusals, standpoint
from core.storage.batches import batches
from core.storage.conditions import Sieve, matching, sieves
from core.storage.engine import reading
from core.storage.gather import Column, gather
from core.storage.names import UNSEEN, find_on
from core.storage.needs import guarded
from core.storage.pairs import position_of
from core.storage.revisions import texts_number
from core.storage.schema import decisions, pairs, projects, signals, states
from core.storage.signals import key_in
from core.storage.states import summary
from core.storage.values import Filter
from core.text.languages import joined
from core.text.pattern import Pattern

STATUSES = tuple(PairStatus)
"""What the numbers in a column of statuses mean."""

SIGNALS = ("suspicion", "decisions", "disagreement", "margin", "gain")
"""Signals that pairs can be put in order by."""

_BATCH = 1000
_FEW = 500  # values that one query lists


class Found(NamedTuple):
    """The pairs that a filter lets through, one number each in every column.

    Args:
        positions: ascending, int32.
        statuses: indices into `STATUSES`, uint8.
        signals: the columns asked for, float64, by name; NaN where a pair has none.
    """

    positions: NDArray[np.int32]
    statuses: NDArray[np.uint8]
    signals: dict[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a search was answered from; another stamp means that something was added since.

    Args:
        pairs: how many there are.
        signals: key of what the signals were worked out from, "" where they were not.
        base: content hash of the base layer.
        decision: sequence number of the latest decision.
        texts: number of the latest change of words; 0 where there was none.
    """

    pairs: int
    signals: str
    base: str
    decision: int
    texts: int = 0


@guarded
class Search:
    """The searches of a database; an unknown name raises UnknownNameError."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def find(
        self,
        project: str,
        wanted: Filter,
        *,
        signals: Sequence[str] = (),
        within: Sequence[str] | None = None,
        track: str = "",
    ) -> tuple[Found, Stamp]:
        """Return the matching pairs in corpus order, and what that was answered from.

        Args:
            project: name of the project.
            wanted: which pairs; its `cell` is left to `within`.
            signals: columns to read along, some of `SIGNALS`.
            within: ids of the only pairs that can match; None for all.
            track: whose decisions the pairs are looked at with, "" for those that all share.

        Raises:
            InputError: the regular expression is none, or takes too long.
            RoleError: conflicts of somebody else are asked for.
        """
        with self._reading(project, track) as (connection, number):
            now = stamp(connection, number, track)
            found = _scan(connection, number, wanted, signals, track)
            if track and wanted.label:
                found = _only(found, _labelled(connection, number, wanted.label, track, found))
            if within is not None:
                found = _only(found, _positions(connection, number, within))
            if wanted.conflicts:
                met = refusals.conflicting(connection, number, wanted.conflicts, track)
                found = _only(found, _positions(connection, number, met))
            if wanted.regex and wanted.text:
                found = _only(found, _matching(connection, number, wanted.text, found.positions))
            return found, now

    def stamp(self, project: str, track: str = "") -> Stamp:
        """Return what a search would be answered from now; costs next to nothing."""
        with self._reading(project, track) as (connection, number):
            return stamp(connection, number, track)

    def position(self, project: str, pair_id: str) -> int:
        """Return the place of a pair in the corpus, from 1."""
        with self._reading(project) as (connection, number):
            return position_of(connection, number, pair_id)

    def positions(self, project: str, ids: Sequence[str]) -> NDArray[np.int32]:
        """Return the places of the pairs with these ids, as far as there are any, ascending."""
        with self._reading(project) as (connection, number):
            return np.sort(_positions(connection, number, ids))

    def ids(self, project: str, positions: Sequence[int]) -> tuple[str, ...]:
        """Return the ids of the pairs at these places, in the order given."""
        with self._reading(project) as (connection, number):
            return places.ids_at(connection, number, positions)

    def statuses(self, project: str, positions: Sequence[int], track: str = "") -> tuple[int, ...]:
        """Return the statuses of the pairs at these places now, as indices into `STATUSES`."""
        found: dict[int, int] = {}
        here = standpoint.of(track)
        with self._reading(project, track) as (connection, number):
            for some in batches(positions, _FEW):
                rows = connection.execute(
                    sa.select(states.c.position, _code(here.status))
                    .select_from(here.source)
                    .where(states.c.project_id == number, states.c.position.in_(some))
                )
                found.update((row[0], row[1]) for row in rows)
        return tuple(found[position] for position in positions)

    @contextmanager
    def _reading(self, project: str, track: str = UNSEEN) -> Iterator[tuple[sa.Connection, int]]:
        with reading(self._engine) as connection:
            yield connection, find_on(connection, project, track)


def stamp(connection: sa.Connection, project: int, track: str = "") -> Stamp:
    """Return what a search of the project would be answered from."""
    row = connection.execute(
        sa.select(
            projects.c.pairs,
            projects.c.signals,
            projects.c.base,
            sa.select(sa.func.max(decisions.c.seq))
            .where(decisions.c.project_id == project, decisions.c.track == track)
            .scalar_subquery()
            .label("decision"),
            texts_number(project).label("texts"),
        ).where(projects.c.id == project)
    ).one()
    return Stamp(row.pairs, key_in(row.signals), row.base, row.decision or 0, row.texts or 0)


def _code(status: sa.ColumnElement[str]) -> sa.ColumnElement[int]:
    return sa.case({s.value: k for k, s in enumerate(STATUSES)}, value=status)


def _scan(
    connection: sa.Connection, project: int, wanted: Filter, columns: Sequence[str], track: str
) -> Found:
    """Return what the database itself can tell, in corpus order."""
    source, parts = matching(connection, project, wanted, track)
    exact: list[Column] = [
        (states.c.position, np.int32),
        (_code(standpoint.of(track).status), np.uint8),
    ]
    positions, statuses = gather(connection, exact, source, parts)
    order = np.argsort(positions, kind="stable")
    found = Found(positions[order], statuses[order], {})
    for sieve in sieves(connection, project, wanted, track):
        found = _only(found, _let_through(connection, sieve, found))
    return _judged(connection, project, found, columns) if columns else found


def _let_through(connection: sa.Connection, sieve: Sieve, found: Found) -> NDArray[np.int32]:
    """Return the places that a sieve lets through, of those found so far."""
    parts = sieve.parts
    if len(found.positions) <= _FEW:
        parts = (*parts, sieve.place.in_(found.positions.tolist()))
    (at,) = gather(connection, [(sieve.place, np.int32)], sieve.source, parts)
    return found.positions[~np.isin(found.positions, at)] if sieve.out else at


def _judged(connection: sa.Connection, project: int, found: Found, columns: Sequence[str]) -> Found:
    """Return the pairs that have signals, with some columns of these."""
    asked: list[Column] = [(signals.c[name], np.float64) for name in columns]
    parts = [signals.c.project_id == project, signals.c.position > 0]  # others are being written
    if len(found.positions) <= _FEW:
        parts.append(signals.c.position.in_(found.positions.tolist()))
    at, *values = gather(connection, [(signals.c.position, np.int32), *asked], signals, parts)
    order = np.argsort(at, kind="stable")
    left = _only(found, at)
    rows = order[np.searchsorted(at, left.positions, sorter=order)]
    return left._replace(signals={n: v[rows] for n, v in zip(columns, values, strict=True)})


def _only(found: Found, kept: NDArray[np.int32]) -> Found:
    chosen = np.isin(found.positions, kept)
    named = {name: values[chosen] for name, values in found.signals.items()}
    return Found(found.positions[chosen], found.statuses[chosen], named)


def _labelled(
    connection: sa.Connection, project: int, labels: frozenset[str], track: str, found: Found
) -> NDArray[np.int32]:
    """Return those of the places whose pair has one of the labels on a track.

    All were found by their rows but those that are shared decisions' and nobody's on the track;
    what they are there stands in no row, so that they are read.
    """
    here = standpoint.of(track)
    untold = connection.execute(
        sa.select(states.c.position)
        .select_from(here.source)
        .where(states.c.project_id == project, here.labels.is_(None))
    ).scalars()
    asked = sorted(set(untold) & set(found.positions.tolist()))
    without = []
    for some in batches(asked, _FEW):
        for record in records.read(connection, project, pairs.c.position.in_(some), track=track):
            had = summary(record.state)["labels"]
            if not any(f" {label} " in str(had) for label in labels):
                without.append(record.stored.position)
    return np.setdiff1d(found.positions, np.array(without, dtype=np.int32))


def _matching(
    connection: sa.Connection, project: int, text: str, positions: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Return those of the places whose pair a regular expression is found in."""
    pattern = Pattern(text)
    kept = []
    for k in range(0, len(positions), _BATCH):
        some = positions[k : k + _BATCH]
        rows = connection.execute(
            sa.select(pairs.c.position, pairs.c.pair_id, pairs.c.body).where(
                pairs.c.project_id == project,
                pairs.c.position.between(int(some[0]), int(some[-1])),
            )
        )
        wanted = set(some.tolist())
        kept += [
            row.position
            for row in rows
            if row.position in wanted
            and any(map(pattern.found_in, _as_written(row.pair_id, row.body)))
        ]
    return np.array(kept, dtype=np.int32)


def _as_written(pair_id: str, body: str) -> Iterator[str]:
    yield pair_id
    for lang, tokens in codec.load_tokens(body):
        yield joined(tokens, lang)


def _positions(connection: sa.Connection, project: int, ids: Sequence[str]) -> NDArray[np.int32]:
    return np.array(places.of_ids(connection, project, ids), dtype=np.int32)
