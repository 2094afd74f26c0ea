"""Transfer: a project taken whole or in part, opened from what was taken, and merged back."""

from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from core.domain.pair import Pair
from core.domain.role import Role
from core.errors import ConflictError
from core.storage import (
    actors,
    brought,
    events,
    labels,
    layers,
    merging,
    parted,
    projects,
    staging,
    standpoint,
    sweeping,
)
from core.storage.brought import Brought
from core.storage.engine import reading, writing
from core.storage.lost import list_lost
from core.storage.merged import Copy, Merged
from core.storage.merging import Merge
from core.storage.names import find_id, find_on
from core.storage.needs import guarded
from core.storage.opening import Opening
from core.storage.refusals import person_in
from core.storage.renumbered import renumbered
from core.storage.revisions import CHANGED
from core.storage.schema import assignments, decisions, refusals, states
from core.storage.taking import Taken
from core.storage.values import Outcome


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

    def of_statuses(self, project: str, statuses: Iterable[str], track: str = "") -> frozenset[int]:
        """Return the places of the pairs of these statuses on a track.

        Raises:
            RoleError: who reads may not see that track.
        """
        here = standpoint.of(track)
        with reading(self._engine) as connection:
            own = states.c.project_id == find_on(connection, project, track)
            query = sa.select(states.c.position).select_from(here.source)
            found = query.where(own, here.status.in_(sorted(statuses)))
            return frozenset(connection.execute(found).scalars())

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

        Raises:
            RoleError: the project is blind, and who acts may not see all that is wanted.
        """
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            if tracks is None:
                actors.check_all_tracks(connection, number)
            for track in tracks or ():
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
            sweeping.clear_projects(connection)
        with staging.under_way() as staged:
            opened = Opening(self._engine, head, whole=whole, staged=staged)
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
            person: who merges it, where nobody is signed in.
            dry_run: only tell; nothing is written.

        Raises:
            ConflictError: the copy is not of this project.
        """
        with writing(self._engine) as connection, connection.begin_nested() as attempt:
            number = find_id(connection, project)
            merged = _merge(connection, number, copy, actors.name_of(connection) or person)
            if dry_run:
                attempt.rollback()
        return merged


def _merge(connection: sa.Connection, project: int, copy: Copy, person: str) -> Merged:
    found = merging.read(connection, project, copy.decisions(), copy.forks)
    _check_signed(connection, project, found)
    come = brought.bring(connection, project, copy, decided=frozenset(found.pairs()), person=person)
    given = _given(copy, found, come, merging.torn(connection, project, found))
    apart = parted.find(connection, project, given, person=person)
    apart = parted.filled(apart, copy.decisions(), copy.forks, copy.outcomes)
    _bring_layers(connection, project, copy, found, apart)
    found.fresh = renumbered(
        connection, project, copy, found.fresh, added=come.added, person=person
    )
    if found.fresh or come.added:
        labels.add_labels(connection, project, copy.head["labels"])
    merge = Merge(connection, project, found, apart, part=copy.part)
    merged = merge.run()
    lost = list_lost(connection, project, copy, found, merge, added=come.added, person=person)
    merged = replace(
        merged,
        stale=merged.stale + lost,
        added=tuple(come.added),
        edited=come.edited,
        differing=come.differing,
    )
    _keep_refusals(connection, project, copy.refusals())
    if not merged.nothing:
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
            added=len(merged.added),
            edited=list(merged.edited),
            differing=list(merged.differing),
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


def _given(copy: Copy, found: merging.Read, come: Brought, torn: frozenset[str]) -> parted.Given:
    """Return what a copy has of the known pairs that it decided on, each among its own."""
    wanted = frozenset(found.pairs()).difference(come.added)
    moved = frozenset(d.pair for d in found.fresh if d.carried is not None)
    own = {pair.id: pair for pair in copy.pairs() if pair.id in wanted} if wanted else {}
    if left := wanted.difference(own):
        raise ConflictError(f"pair {min(left)!r} is not among the pairs of the bundle")
    older: dict[str, list[Pair]] = {}
    for pair in copy.older() if wanted else ():
        older.setdefault(pair.id, []).append(pair)
    return parted.Given(own, older, moved, torn, frozenset(found.moves), copy.name, come.ours)


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
    """Keep what was refused on the copy, where nothing is known of it here.

    From who is no curator comes their own alone.
    """
    role = actors.role_in(connection, project)
    all_of_it = role is not None and role.covers(Role.CURATOR)
    for row in given:
        if person_in(row["body"]) != actors.name_of(connection) and not all_of_it:
            continue
        for table in (refusals, decisions):
            own = (table.c.project_id == project) & (table.c.client == row["client"])
            same = own & (table.c.client_seq == row["client_seq"])
            if connection.execute(sa.select(table.c.client).where(same)).first():
                break
        else:
            connection.execute(sa.insert(refusals).values(**row, project_id=project))
