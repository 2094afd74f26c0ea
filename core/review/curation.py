"""Curation: where several persons finished a pair apart, and what of it becomes the shared data.

Everybody's version stands on a track of their own; what is settled are decisions on the shared
one, which anything computed here gives way to.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.domain.decision import PairStatus
from core.domain.entity import Entity
from core.domain.replay import in_force
from core.evaluation.differences import Difference, compare
from core.review.settle import MOST, as_row, parse_reason, settle
from core.storage import PairRecord, Workspace
from core.storage.team import Version

FINISHED = frozenset({PairStatus.DONE, PairStatus.EXCLUDED})
SHARED = "shared"
"""What the version is called that all share, where somebody's own came in beside it."""

_TWO = 2

UNANIMOUS, ADJUDICATED, SINGLE, UNRESOLVED = "unanimous", "adjudicated", "single", "unresolved"


@dataclass(frozen=True, slots=True)
class Row:
    """One version of a pair.

    Args:
        name: whose it is.
        record: how the pair stands there.
        entities: of the target, in order; empty where the pair is excluded.
        excluded: the pair is no part of the data.
    """

    name: str
    record: PairRecord
    entities: tuple[Entity, ...]
    excluded: bool

    @property
    def said(self) -> tuple[object, ...]:
        """Return what tells two versions from each other."""
        source = () if self.excluded else self.record.state.source_entities()
        return (self.excluded, self.entities, source)


@dataclass(frozen=True, slots=True)
class Case:
    """A pair that two or more versions are there of.

    Args:
        shared: the pair as it stands for all.
        rows: the versions, in order of their names.
        settled: somebody settled it, and no version changed since.
    """

    shared: PairRecord
    rows: tuple[Row, ...]
    settled: bool

    @property
    def pair(self) -> str:
        """Return the id of the pair."""
        return self.shared.stored.pair.id

    @property
    def unanimous(self) -> bool:
        """Return whether all versions say the same."""
        return len({row.said for row in self.rows}) == 1

    @property
    def differences(self) -> float:
        """Return by how many entities two of the versions differ, on average over every two."""
        total = pairs = 0
        for k, one in enumerate(self.rows):
            for other in self.rows[k + 1 :]:
                pairs += 1
                total += _distance(one, other)
        return total / pairs if pairs else 0.0

    def votes(self) -> Counter[Entity]:
        """Return how many versions have each entity."""
        return Counter(entity for row in self.rows for entity in row.entities)

    def consensus(self) -> tuple[Entity, ...]:
        """Return the entities that more than half of the versions have; they never overlap."""
        half = len(self.rows) / 2
        return tuple(sorted(entity for entity, n in self.votes().items() if n > half))

    def differing(self, row: Row) -> tuple[tuple[Entity, str], ...]:
        """Return each entity of a row with how it differs from the others; "" for agreed.

        It is set beside the consensus, of two rows beside the other one; what that has and the row
        has not is `missing`.
        """
        beside = self.consensus()
        if len(self.rows) == _TWO:
            beside = next(other.entities for other in self.rows if other is not row)
        found: list[tuple[Entity, str]] = []
        for one in compare(beside, row.entities):
            if one.kind is Difference.MISSING:
                found += [(entity, "missing") for entity in one.gold]
            else:
                found += [(entity, _WORDS[one.kind]) for entity in one.predicted]
        return tuple(sorted(found))


_WORDS: Mapping[Difference, str] = {
    Difference.SAME: "",
    Difference.TYPE: "type",
    Difference.SPLIT: "boundary",
    Difference.MERGED: "boundary",
    Difference.BOUNDARY: "boundary",
    Difference.BOUNDARY_TYPE: "boundary and type",
    Difference.SPURIOUS: "extra",
}


def _distance(one: Row, other: Row) -> int:
    source, beside = one.record.state.source_entities(), other.record.state.source_entities()
    apart = set(one.entities) ^ set(other.entities) | set(source) ^ set(beside)
    return len(apart) + (one.excluded != other.excluded)


def cases(ws: Workspace, project: str, *, pairs: Sequence[str] | None = None) -> Iterator[Case]:
    """Yield the pairs that two or more versions are there of, in corpus order.

    Versions are those that persons finished on tracks of their own. A version that began at what
    the shared one said, as one corrected offline does, stands beside the shared one.

    Args:
        ws: the database.
        project: its name.
        pairs: ids of the only ones; None for all.
    """
    for shared, versions in ws.team.versions(project, ids=pairs):
        rows = [_row(one.track, one.record) for one in versions if _counts(one)]
        if any(one.record.forked for one in versions) and shared.version:
            rows.append(_row(SHARED, shared))
        if len(rows) > 1:
            settled = _is_settled(shared, versions)
            if settled and rows[-1].name == SHARED:
                settled = _is_curated(ws, project, shared, versions)
            yield Case(shared, tuple(rows), settled)


def _counts(version: Version) -> bool:
    return version.record.state.status in FINISHED or version.record.forked > 0


def _row(name: str, record: PairRecord) -> Row:
    excluded = record.state.status is PairStatus.EXCLUDED
    return Row(name, record, () if excluded else record.state.target_entities(), excluded)


def _is_settled(shared: PairRecord, versions: Sequence[Version]) -> bool:
    """Return whether the shared version was finished after everybody's own."""
    over = shared.state.status in FINISHED
    return over and shared.state.applied[-1] > _last(versions)


def _last(versions: Sequence[Version]) -> int:
    """Return the number of the last decision in force on any of some tracks."""
    return max((seq for one in versions for seq in one.record.state.applied), default=0)


def _is_curated(
    ws: Workspace, project: str, shared: PairRecord, versions: Sequence[Version]
) -> bool:
    """Return whether a curator settled a pair, which others go on deciding on too."""
    log = in_force(ws.decisions(project, shared.stored.pair.id))
    return any(parse_reason(d.reason) and d.seq > _last(versions) for d in log)


def open_cases(found: Iterable[Case]) -> tuple[Case, ...]:
    """Return the cases that are still to be settled by a person, those that differ most first."""
    left = [case for case in found if not case.settled and not case.unanimous]
    return tuple(sorted(left, key=lambda c: (-c.differences, c.shared.stored.position)))


def unanimous_cases(found: Iterable[Case]) -> tuple[Case, ...]:
    """Return the cases that can be settled as everybody has them; nothing of a person's is there.

    Where somebody decided on the shared version, that stands, and the pair is left to them.
    """
    return tuple(c for c in found if not c.settled and c.unanimous and not c.shared.version)


def origins(ws: Workspace, project: str) -> dict[str, dict[Entity, str]]:
    """Return where the exported entities of pairs come from, by pair id.

    `unanimous`: every version has it; `adjudicated`: a curator chose it; `unresolved`: versions
    differ and nobody settled them. An entity of a pair that is not here is `single`: nobody but
    the one who decided last on the shared version had it to decide.
    """
    return {
        case.pair: {entity: _origin(case, entity) for entity in case.shared.state.target_entities()}
        for case in cases(ws, project)
    }


def _origin(case: Case, entity: Entity) -> str:
    if not case.settled:
        return UNRESOLVED
    return UNANIMOUS if case.votes()[entity] == len(case.rows) else ADJUDICATED


@dataclass(frozen=True, slots=True)
class Changed:
    """A pair that a curator settled otherwise than a person had it.

    Args:
        pair: its id.
        own: entities that only the person has.
        settled: entities that only the settled version has.
    """

    pair: str
    own: tuple[Entity, ...]
    settled: tuple[Entity, ...]


def changed_of(ws: Workspace, project: str, person: str) -> tuple[Changed, ...]:
    """Return what curators settled otherwise than this person had it, in corpus order."""
    found = []
    for shared, own in ws.team.finished(project, person):
        row, now = _row(person, own), _row(SHARED, shared)
        if row.record.state.status in FINISHED and set(row.entities) != set(now.entities):
            mine = tuple(e for e in row.entities if e not in now.entities)
            settled = tuple(e for e in now.entities if e not in row.entities)
            found.append(Changed(shared.stored.pair.id, mine, settled))
    return tuple(found)


def settle_unanimous(
    ws: Workspace, project: str, person: str, client: str, seq: int, found: Sequence[Case]
) -> tuple[int, tuple[str, ...]]:
    """Return how many pairs were settled as everybody has them, and what was not.

    Raises:
        ConflictError: none of them can be settled any more.
    """
    given = [
        as_row(case.shared, case.rows[0], [row.name for row in case.rows], unanimous=True)
        for case in found[:MOST]
    ]
    done, notices = settle(ws, project, person, client, seq, given)
    if len(found) > MOST:
        notices = (*notices, f"{len(found) - MOST:,} more can be settled in a further step")
    return done, notices
