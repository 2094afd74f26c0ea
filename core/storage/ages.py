"""Ages: the words that a pair was on when something was decided on it, and what was made of them.

A REBASE names the version of the pair that it carries from. So what was decided is on the words of
the next REBASE behind it on its line, and on those of now where there is none. That holds as well
for decisions that a merge wrote behind a change which their copy did not know of: a REBASE of the
older version follows them.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import sqlalchemy as sa

from core.domain.decision import Decision
from core.domain.pair import Pair
from core.domain.replay import PairState
from core.storage import codec, states
from core.storage.decisions import FIXED
from core.storage.parted import is_brought, versions_key
from core.storage.schema import decisions, revisions
from core.storage.values import Outcome, StoredPair

MERGE = "merge-"
"""Begins the client of what carries merged decisions to the words of the project."""

NOW = 0
"""Number of the words as they are."""


@dataclass(frozen=True, slots=True)
class Ages:
    """The words that a pair was on while it was decided on, on one line.

    Args:
        pairs: the pair by number of the version, under `NOW` as it is.
        starts: the pair as each layer has it, by number of the version and content hash.
        at: number of the version that each decision was on, or carried the pair to.
        first: number of the version before any decision.
    """

    pairs: Mapping[int, Pair]
    starts: Mapping[tuple[int, str], PairState]
    at: Mapping[int, int]
    first: int

    def number(self, seen: Sequence[Decision]) -> int:
        """Return the number of the version that a pair was on after some decisions."""
        return self.at.get(seen[-1].seq, NOW) if seen else self.first

    def lasting(self, seen: Sequence[Decision]) -> list[Decision]:
        """Return decisions without what carried the pair to words that the last are not on."""
        words = versions_key(self.pairs[self.number(seen)])
        found = list(seen)
        for decision in reversed(seen):
            if not _revision(decision):
                continue
            if versions_key(self.pairs[self.at[decision.seq]]) == words:
                break
            found.remove(decision)
        return found


def read(
    connection: sa.Connection,
    project: int,
    stored: StoredPair,
    line: Sequence[Decision],
    bases: Iterable[str],
) -> Ages:
    """Return the words of a pair on a line, as each of some layers has them.

    Args:
        connection: to the database.
        project: number of the project.
        stored: the pair as it is.
        line: all decisions on it that a track goes by, in order.
        bases: content hashes of the layers.
    """
    hashes = tuple(dict.fromkeys(bases))
    rows = _versions(connection, project, stored.position) if any(map(_revision, line)) else {}
    first, at = _numbered(line, [n for n, row in rows.items() if not is_brought(row.reason)])
    wanted = sorted({first, *at.values()} & rows.keys())
    pairs = {NOW: stored.pair}
    pairs |= {number: codec.load_pair(stored.pair.id, rows[number].pair) for number in rows}
    made = {NOW: {b: states.read_outcome(connection, project, b, stored.position) for b in hashes}}
    made |= {number: _outcomes(row.outcomes, hashes) for number, row in rows.items()}
    starts = {}
    for number in (NOW, *wanted):
        source = _made_of(number, pairs, made)
        for base in hashes:
            starts[number, base] = states.start(pairs[number], made[source].get(base))
    pairs = {number: pairs[number] for number in (NOW, *wanted)}
    return Ages(
        pairs,
        starts,
        {seq: number if number in pairs else NOW for seq, number in at.items()},
        first if first in pairs else NOW,
    )


def _versions(connection: sa.Connection, project: int, position: int) -> dict[int, Any]:
    r = revisions.c
    query = sa.select(r.revision, r.reason, r.pair, r.outcomes).order_by(r.revision)
    rows = connection.execute(query.where(r.project_id == project, r.position == position))
    return {int(row.revision): row for row in rows}


def _outcomes(body: str, hashes: Sequence[str]) -> dict[str, Outcome | None]:
    """Return what layers made of a version of a pair."""
    kept = json.loads(body)["outcomes"]
    return {
        base: codec.load_outcome(kept[base][0], kept[base][2]) for base in hashes if base in kept
    }


def _made_of(
    number: int, pairs: Mapping[int, Pair], made: Mapping[int, Mapping[str, Outcome | None]]
) -> int:
    """Return the version that tells what was made of another, of which nothing may be kept.

    So it is with one that came from a bundle, though its words may have been here as well.
    """
    if made[number]:
        return number
    words = versions_key(pairs[number])
    same = (n for n in pairs if made[n] and versions_key(pairs[n]) == words)
    return next(same, number)


def _revision(decision: Decision) -> int:
    return 0 if decision.carried is None else decision.carried.revision


def _numbered(line: Sequence[Decision], changes: Sequence[int]) -> tuple[int, dict[int, int]]:
    """Return the version that a line began on, and the one that it was on after each decision.

    After a change of the words here that is what the next change here was made of, and after a
    merge what the next one that is none was.

    Args:
        line: in order.
        changes: numbers of the versions whose words were changed here.
    """
    following = dict(pairwise([*changes, NOW]))
    made = {_revision(d): d.seq for d in reversed(line) if not d.client.startswith(MERGE)}
    found: dict[int, int] = {}
    behind = change = NOW
    for decision in reversed(line):
        number = _revision(decision)
        merged = number > 0 and decision.client.startswith(MERGE)
        if merged:
            found[decision.seq] = change
        elif number in following and made[number] == decision.seq:
            found[decision.seq] = following[number]
        else:
            found[decision.seq] = behind
        behind = number or behind
        change = change if merged else number or change
    return behind, found


class Asked(NamedTuple):
    """A decision whose words are asked for: its number, its track, place and id of its pair."""

    seq: int
    track: str
    position: int
    pair: str


def then(connection: sa.Connection, project: int, asked: Iterable[Asked]) -> dict[int, Pair]:
    """Return the pairs of some hundred decisions as they were then, by number of the decision.

    Those on the words of now are left out.
    """
    given = tuple(asked)
    changed = _changed(connection, project, {one.position for one in given})
    some = [one for one in given if one.position in changed]
    if not some:
        return {}
    carrying = _carrying(connection, project, some)
    named = _named(connection, project, set(carrying.values()))
    ids = {one.position: one.pair for one in some}
    wanted = {(one.position, named[carrying[one]]) for one in carrying}
    pairs = _pairs(connection, project, wanted, ids)
    keys = {one.seq: (one.position, named[carrying[one]]) for one in carrying}
    return {seq: pairs[key] for seq, key in keys.items() if key in pairs}


def _changed(connection: sa.Connection, project: int, places: set[int]) -> set[int]:
    """Return those of some places whose pair has older versions."""
    r = revisions.c
    query = sa.select(r.position).where(r.project_id == project, r.position.in_(sorted(places)))
    return set(connection.execute(query.distinct()).scalars())


def _carrying(connection: sa.Connection, project: int, some: Sequence[Asked]) -> dict[Asked, int]:
    """Return the number of the REBASE behind each decision, where there is one."""
    c = decisions.c
    here = c.position.in_(sorted({one.position for one in some}))
    query = (
        sa.select(c.position, c.track, c.seq)
        .where(c.project_id == project, here, c.seq > min(one.seq for one in some))
        .where(c.target == FIXED)
        .order_by(c.seq)
        .with_hint(decisions, "INDEXED BY ix_decisions_position", "sqlite")  # else it goes by `seq`
    )
    found: dict[tuple[int, str], list[int]] = {}
    for row in connection.execute(query):
        found.setdefault((row.position, row.track), []).append(row.seq)
    carrying = {}
    for one in some:
        line = found.get((one.position, one.track), [])
        if (k := bisect_right(line, one.seq)) < len(line):
            carrying[one] = line[k]
    return carrying


def _named(connection: sa.Connection, project: int, seqs: set[int]) -> dict[int, int]:
    """Return the number of the version that each of some REBASEs names."""
    c = decisions.c
    query = sa.select(c.seq, c.body).where(c.project_id == project, c.seq.in_(sorted(seqs)))
    rows = connection.execute(query)
    return {row.seq: int(json.loads(row.body)["carried"]["revision"]) for row in rows}


def _pairs(
    connection: sa.Connection,
    project: int,
    wanted: set[tuple[int, int]],
    ids: Mapping[int, str],
) -> dict[tuple[int, int], Pair]:
    """Return versions of pairs by place and number."""
    r = revisions.c
    query = sa.select(r.position, r.revision, r.pair).where(
        r.project_id == project,
        r.position.in_(sorted({position for position, _ in wanted})),
        r.revision.in_(sorted({number for _, number in wanted})),
    )
    return {
        (row.position, row.revision): codec.load_pair(ids[row.position], row.pair)
        for row in connection.execute(query)
        if (row.position, row.revision) in wanted
    }
