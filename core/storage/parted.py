"""Parted: pairs of a copy whose words changed in the project, or there, since the two parted.

The words of the project stay. What was decided on the words of the copy is carried to them, as
`core.domain.reattach` says; the words of the copy are kept as a version of the pair.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import sqlalchemy as sa

from core.domain.decision import Decision, EntityStatus, Kind, Proposal
from core.domain.pair import Pair
from core.domain.reattach import Reattached, reattach
from core.domain.replay import Carried, PairState, in_force, is_untouched, replay
from core.errors import ConflictError
from core.storage import codec, pairs, places, states
from core.storage.batches import batches
from core.storage.clock import now
from core.storage.schema import decisions, revisions
from core.storage.schema import pairs as pairs_table
from core.storage.values import Outcome, PairRecord, StoredPair

_BATCH = 500
FROM_BUNDLE = "bundle "
"""Begins the reason of a version that a bundle had and the project never; its id comes next."""

_BROUGHT = re.compile(rf"{FROM_BUNDLE}[0-9a-f]{{32}}")


class Line(NamedTuple):
    """What a copy has of one pair on one track.

    Args:
        state: as the copy has it.
        said: the decisions in force, numbered as in the copy.
    """

    state: PairState
    said: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Parted:
    """A pair with other words or on another layer, or that was so for a while.

    Args:
        old: the pair of the copy.
        new: the pair of the project.
        revision: number of the version here that has the words of the copy.
        log: all that the copy has of it, in order.
        forks: number of the last shared decision there that each track goes by.
        outcomes: what layers made of the words of the copy, by content hash.
    """

    old: Pair
    new: Pair
    revision: int
    log: tuple[Decision, ...]
    forks: Mapping[str, int]
    outcomes: Mapping[str, Outcome]

    @property
    def words(self) -> bool:
        """Return whether the words are others now."""
        return versions_key(self.old) != versions_key(self.new)

    def line(self, track: str) -> Line:
        """Return how the copy has the pair on a track."""
        forked = self.forks.get(track, 0)
        seen = [d for d in self.log if d.track == track or (not d.track and d.seq <= forked)]
        said = in_force(seen)
        begun = next((d.seq for d in reversed(said) if d.carried is not None), 0)
        base = next((d.base for d in seen if d.base and d.seq > begun), "")
        start = states.start(self.old, self.outcomes.get(base))
        return Line(replay(start, seen), said)

    def carry(self, line: Line, shared: PairRecord) -> tuple[Reattached, Carried]:
        """Return a line carried to the words of the project, and what a REBASE says of it.

        Args:
            line: of the copy.
            shared: the pair as it stands on the track that all share, with what is proposed.
        """
        waiting = [r for r in shared.state.target if r.status is EntityStatus.UNREVIEWED]
        proposals = [Proposal(r.entity, r.source_id) for r in waiting]
        found = reattach(line.state, self.old, self.new, proposals)
        if is_untouched(line.state):
            return found, Carried("", None, self.revision)
        return found, Carried(shared.base, found.state, self.revision)


def is_brought(reason: str) -> bool:
    """Return whether a version was kept from a bundle, not brought by a file that is called so."""
    return _BROUGHT.fullmatch(reason) is not None


def versions_key(pair: Pair) -> tuple[object, ...]:
    """Return what decisions on a pair go by: its source, and the words of its target."""
    return pair.source, pair.target.tokens


class Given(NamedTuple):
    """What a copy has of the pairs that it decided on.

    Args:
        pairs: by id.
        older: earlier versions of pairs, by id.
        changed: ids of those that were carried elsewhere there, unknown to the project.
        torn: ids of those with a track that goes by decisions no longer shared.
        known: numbers here of what carried pairs elsewhere that the copy knows of.
        name: of the copy.
        ours: whether it is a copy of this very project.
    """

    pairs: Mapping[str, Pair]
    older: Mapping[str, Sequence[Pair]]
    changed: frozenset[str]
    torn: frozenset[str]
    known: frozenset[int]
    name: str
    ours: bool


def find(
    connection: sa.Connection, project: int, given: Given, *, person: str
) -> dict[str, Parted]:
    """Return the pairs whose words parted, by id, to be filled.

    Words that the project never had are kept as a version of the pair.

    Args:
        connection: in a write transaction.
        project: number of the project.
        given: what the copy has.
        person: who merges it.

    Raises:
        ConflictError: a pair never had the same words here and in a project that was made apart.
    """
    found = {}
    for some in batches(given.pairs, _BATCH):
        here = _here(connection, project, some)
        changes = _changes(connection, project, some)
        for name in some:
            old, (stored, known) = given.pairs[name], here[name]
            if not given.ours:
                _check_origin(old, stored.pair, known, given.older.get(name, ()))
            parted = versions_key(old) != versions_key(stored.pair)
            moved = name in given.changed and _went_by(given.older.get(name, ()), stored, known)
            away = changes.get(name, set()) - given.known
            if not (parted or moved or away or name in given.torn):
                continue
            number = _number(known, old)
            if not number:
                number = keep(connection, project, stored.position, old, person, given.name)
            found[name] = Parted(old, stored.pair, number, (), {}, {})
    return found


def filled(
    parted: Mapping[str, Parted],
    log: Iterable[Decision],
    forks: Mapping[tuple[str, str], int],
    outcomes: Callable[[str], Iterable[tuple[str, Outcome]]],
) -> dict[str, Parted]:
    """Return the pairs with all that a copy says of them.

    Args:
        parted: by id.
        log: of the copy.
        forks: number of the last shared decision there that each track of a pair goes by.
        outcomes: yields what a layer of the copy made of its pairs.
    """
    if not parted:
        return {}
    said: dict[str, list[Decision]] = {name: [] for name in parted}
    for decision in log:
        if decision.pair in said:
            said[decision.pair].append(decision)
    begun: dict[str, dict[str, int]] = {name: {} for name in parted}
    for (name, track), forked in forks.items():
        if name in begun:
            begun[name][track] = forked
    made: dict[str, dict[str, Outcome]] = {name: {} for name in parted}
    for base in sorted({d.base for own in said.values() for d in own if d.base}):
        for name, outcome in outcomes(base):
            if name in made:
                made[name][base] = outcome
    return {
        name: replace(one, log=tuple(said[name]), forks=begun[name], outcomes=made[name])
        for name, one in parted.items()
    }


def _went_by(older: Sequence[Pair], stored: StoredPair, known: Sequence[tuple[int, Pair]]) -> bool:
    """Return whether the copy had words in between that the project never had."""
    ours = {versions_key(stored.pair), *(versions_key(pair) for _, pair in known)}
    return not ours.issuperset(map(versions_key, older))


def _check_origin(
    old: Pair, new: Pair, known: Sequence[tuple[int, Pair]], older: Sequence[Pair]
) -> None:
    ours = {versions_key(new), *(versions_key(one) for _, one in known)}
    if ours.isdisjoint({versions_key(old), *map(versions_key, older)}):
        raise ConflictError(
            f"pair {old.id!r} has other words in the bundle than it ever had in the project; "
            "they are not of one origin, and nothing was merged"
        )


def _here(
    connection: sa.Connection, project: int, ids: Sequence[str]
) -> dict[str, tuple[StoredPair, list[tuple[int, Pair]]]]:
    """Return of each pair what it is and its older versions, the latest first."""
    table = pairs_table
    these = table.c.position.in_(places.of_ids(connection, project, ids))
    query = sa.select(table).where(table.c.project_id == project, these)
    found: dict[str, tuple[StoredPair, list[tuple[int, Pair]]]] = {}
    at = {}
    for row in connection.execute(query):
        stored = StoredPair(row.position, codec.load_pair(row.pair_id, row.body))
        found[row.pair_id] = (stored, [])
        at[row.position] = row.pair_id
    for name in ids:
        if name not in found:
            pairs.position_of(connection, project, name)  # says which ids there are
    for place, older in versions(connection, project, list(at)).items():
        found[at[place]][1].extend(older)
    return found


def _number(known: Sequence[tuple[int, Pair]], wanted: Pair) -> int:
    key = versions_key(wanted)
    return next((number for number, one in known if versions_key(one) == key), 0)


def _changes(connection: sa.Connection, project: int, ids: Sequence[str]) -> dict[str, set[int]]:
    """Return the numbers of the decisions that carried some hundred pairs elsewhere."""
    c = decisions.c
    here = (pairs_table.c.project_id == c.project_id) & (pairs_table.c.position == c.position)
    query = sa.select(pairs_table.c.pair_id, c.seq).join(pairs_table, here)
    own = (c.project_id == project) & (c.kind == Kind.REBASE.value)
    found: dict[str, set[int]] = {}
    at = places.of_ids(connection, project, ids)
    # Without the range, SQLite reads every decision of the project.
    these = c.position.between(min(at, default=0), max(at, default=0)) & c.position.in_(at)
    for row in connection.execute(query.where(own, these)):
        found.setdefault(row.pair_id, set()).add(row.seq)
    return found


def versions(
    connection: sa.Connection, project: int, places: Sequence[int]
) -> dict[int, list[tuple[int, Pair]]]:
    """Return the older versions of some pairs with their numbers, by place, the latest first."""
    r, p = revisions.c, pairs_table.c
    here = (p.project_id == r.project_id) & (p.position == r.position)
    query = sa.select(r.position, r.revision, r.pair, p.pair_id).join(pairs_table, here)
    found: dict[int, list[tuple[int, Pair]]] = {}
    for some in batches(places, _BATCH):
        own = query.where(r.project_id == project, r.position.in_(some))
        for row in connection.execute(own.order_by(r.revision.desc())):
            version = row.revision, codec.load_pair(row.pair_id, row.pair)
            found.setdefault(row.position, []).append(version)
    return found


def number_of(
    connection: sa.Connection, project: int, position: int, then: Pair, person: str, name: str
) -> int:
    """Return the number of a version of a pair with these words, kept where there was none."""
    known = versions(connection, project, [position]).get(position, ())
    return _number(known, then) or keep(connection, project, position, then, person, name)


def keep(
    connection: sa.Connection,
    project: int,
    position: int,
    old: Pair,
    person: str,
    name: str,
) -> int:
    """Return the number of a version that the project never had, kept from a bundle."""
    own = (revisions.c.project_id == project) & (revisions.c.position == position)
    last = connection.execute(sa.select(sa.func.max(revisions.c.revision)).where(own)).scalar()
    number = (last or 0) + 1
    connection.execute(
        sa.insert(revisions).values(
            project_id=project,
            position=position,
            revision=number,
            time=now(),
            person=codec.writable(person),
            reason=codec.writable(f"{FROM_BUNDLE}{name}"),
            pair=pairs.body_of(old),
            outcomes=codec.dump({"outcomes": {}, "links": {}}),
        )
    )
    return number
