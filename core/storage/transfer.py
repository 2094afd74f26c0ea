"""Transfer: a project taken whole or in part, opened from what was taken, and merged back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.domain.decision import Decision
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.domain.role import Role
from core.errors import ConflictError
from core.storage import actors, events, labels, layers, merging, parted, projects
from core.storage.engine import reading, writing
from core.storage.merging import Merge, Merged
from core.storage.names import find_id
from core.storage.needs import guarded
from core.storage.opening import Opening
from core.storage.revisions import CHANGED
from core.storage.schema import assignments, decisions, refusals, states
from core.storage.taking import Taken
from core.storage.values import Outcome


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy of a project brings back.

    Args:
        name: tells the copy from any other.
        head: what `Taken.head` said of it.
        part: whether it has only some of the pairs of the project that it was first taken from.
        pairs: yields its pairs.
        decisions: yields its log.
        forks: number of the last shared decision that each track of a pair goes by.
        layers: by content hash.
        outcomes: yields what a layer made of its pairs.
        refusals: yields rows of acts that were refused.
        older: yields ids with earlier versions of pairs.
    """

    name: str
    head: Mapping[str, Any]
    part: bool
    pairs: Callable[[], Iterable[Pair]]
    decisions: Callable[[], Iterable[Decision]]
    forks: Mapping[tuple[str, str], int]
    layers: Mapping[str, Layer]
    outcomes: Callable[[str], Iterable[tuple[str, Outcome]]]
    refusals: Callable[[], Iterable[Mapping[str, Any]]]
    older: Callable[[], Iterable[Pair]]


@guarded
class Transfer:
    """The projects of a database, taken and brought back; an unknown name is refused."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def assigned(self, project: str, person: str) -> frozenset[int]:
        """Return the places of the pairs that a person is to work on."""
        with reading(self._engine) as connection:
            c = assignments.c
            own = (c.project_id == find_id(connection, project)) & (c.person == person)
            return frozenset(connection.execute(sa.select(c.position).where(own)).scalars())

    def of_statuses(self, project: str, statuses: Iterable[str]) -> frozenset[int]:
        """Return the places of the pairs of these statuses."""
        with reading(self._engine) as connection:
            c = states.c
            own = (c.project_id == find_id(connection, project)) & c.status.in_(sorted(statuses))
            return frozenset(connection.execute(sa.select(c.position).where(own)).scalars())

    def is_blind(self, project: str) -> bool:
        """Return whether everybody decides on a track of their own, apart from the others."""
        with reading(self._engine) as connection:
            return bool(
                Taken(connection, find_id(connection, project)).head()["settings"].get("blind")
            )

    @contextmanager
    def taking(
        self,
        project: str,
        *,
        some: Set[int] | None = None,
        tracks: Set[str] | None = None,
    ) -> Iterator[Taken]:
        """Return a project as it stands at one moment, to be read as streams.

        Args:
            project: name of the project.
            some: places of the pairs wanted; None for all.
            tracks: the tracks wanted; None for all.
        """
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            for track in ("",) if tracks is None else tracks:
                actors.check_track(connection, number, track)
            yield Taken(connection, number, some, tracks)

    @contextmanager
    def opening(
        self, name: str, head: Mapping[str, Any], *, whole: bool = True
    ) -> Iterator[Opening]:
        """Return a new project to be written; it is there when the block ends, or not at all.

        Args:
            name: of the new project.
            head: what `Taken.head` said of it.
            whole: whether it has all the pairs that its layers were written over, as they were.
        """
        projects.check_name(name)
        with writing(self._engine) as connection:
            projects.refuse_taken(connection, name)
            projects.clear_abandoned(connection)
        opened = Opening(self._engine, head, whole=whole)
        complete = False
        try:
            yield opened
            opened.finish(name)
            complete = True
        finally:
            if not complete:
                opened.abandon()

    def merge(self, project: str, copy: Copy, *, person: str = "", dry_run: bool = False) -> Merged:
        """Return what became of the decisions of a copy; all of them are on disk, or none.

        Args:
            project: name of the project.
            copy: what it brings.
            person: who merges it.
            dry_run: only tell; nothing is written.

        Raises:
            ConflictError: the copy is not of this project.
        """
        with writing(self._engine) as connection, connection.begin_nested() as attempt:
            number = find_id(connection, project)
            merged = _merge(connection, number, copy, person)
            if dry_run:
                attempt.rollback()
        return merged


def _merge(connection: sa.Connection, project: int, copy: Copy, person: str) -> Merged:
    found = merging.read(connection, project, copy.decisions(), copy.forks)
    _check_signed(connection, project, found)
    given = _given(copy, found)
    apart = parted.find(connection, project, given, person=person)
    apart = parted.filled(apart, copy.decisions(), copy.forks, copy.outcomes)
    _bring_layers(connection, project, copy, found, apart)
    if found.fresh:
        labels.add_labels(connection, project, copy.head["labels"])
    merged = Merge(connection, project, found, apart, part=copy.part).run()
    _keep_refusals(connection, project, copy.refusals())
    if merged.new:
        events.add(
            connection,
            project,
            "merged",
            person=person,
            bundle=copy.name,
            new=merged.new,
            known=merged.known,
            apart=[one.pair for one in merged.apart],
            words=list(merged.words),
            stale=merged.stale,
        )
    return merged


def _check_signed(connection: sa.Connection, project: int, found: merging.Read) -> None:
    """Refuse decisions of others from somebody who is no curator."""
    role = actors.role_in(connection, project)
    if role is None or not role.covers(Role.CURATOR):
        for person in dict.fromkeys(decision.person for decision in found.fresh):
            actors.check_person(connection, person)
        for track in dict.fromkeys(decision.track for decision in found.fresh):
            actors.check_track(connection, project, track)


def _given(copy: Copy, found: merging.Read) -> parted.Given:
    """Return what a copy has of the pairs that it decided on, each among its own."""
    wanted = frozenset(found.pairs())
    moved = {d.pair for d in found.fresh if d.carried is not None}
    own = {pair.id: pair for pair in copy.pairs() if pair.id in wanted} if wanted else {}
    if left := wanted.difference(own):
        raise ConflictError(f"pair {min(left)!r} is not among the pairs of the bundle")
    older: dict[str, list[Pair]] = {}
    for pair in copy.older() if wanted else ():
        older.setdefault(pair.id, []).append(pair)
    return parted.Given(own, older, frozenset(moved), frozenset(found.moves), copy.name)


def _bring_layers(
    connection: sa.Connection,
    project: int,
    copy: Copy,
    found: merging.Read,
    apart: Mapping[str, parted.Parted],
) -> None:
    """Bring the layers that decisions were made on, as far as the words are those of the copy."""
    known = {layer.content_hash for layer in layers.read_all(connection, project)}
    moved = (d.carried.base for d in found.fresh if d.carried is not None)
    for base in dict.fromkeys((*(d.base for d in found.fresh), *moved)):
        if not base or base in known:
            continue
        if base not in copy.layers:
            raise ConflictError(
                f"decisions of the bundle were made on layer {base}, of which "
                "neither the bundle nor the project knows; nothing was merged"
            )
        made = dict(copy.outcomes(base))
        made |= {name: Outcome.skipped(CHANGED) for name, one in apart.items() if one.words}
        layers.bring(connection, project, copy.layers[base], made)


def _keep_refusals(
    connection: sa.Connection, project: int, given: Iterable[Mapping[str, Any]]
) -> None:
    """Keep what was refused on the copy, where nothing is known of it here."""
    for row in given:
        for table in (refusals, decisions):
            own = (table.c.project_id == project) & (table.c.client == row["client"])
            same = own & (table.c.client_seq == row["client_seq"])
            if connection.execute(sa.select(table.c.client).where(same)).first():
                break
        else:
            connection.execute(sa.insert(refusals).values(**row, project_id=project))
