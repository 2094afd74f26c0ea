"""The team at a project: its settings, who has which pairs to do, and how far each of them is."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from core.domain.decision import PairStatus
from core.domain.role import Role
from core.errors import InputError
from core.storage import actors, codec, events, people, places, records, standpoint
from core.storage.batches import batches
from core.storage.clock import now
from core.storage.engine import reading, writing
from core.storage.names import find_id, find_on
from core.storage.needs import guarded
from core.storage.schema import assignments, decisions, pairs, projects, states, tracks
from core.storage.values import PairRecord

BLIND = "blind"
"""Setting of a project in which everybody decides on a track of their own, unseen by the others."""

SETTINGS = frozenset({BLIND})
_FEW = 500


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has to do.

    Args:
        person: their name.
        pairs: assigned to them.
        progress: how many of these stand how, as that person has them.
        shared: how many of them somebody else has to do too.
    """

    person: str
    pairs: int
    progress: Mapping[str, int]
    shared: int


@dataclass(frozen=True, slots=True)
class Version:
    """A pair as one track has it.

    Args:
        track: whose it is.
        record: how it stands there.
    """

    track: str
    record: PairRecord


@guarded
class Team:
    """The teams of a database's projects; an unknown project raises UnknownNameError."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def settings(self, project: str) -> dict[str, Any]:
        """Return the settings of a project that are set."""
        with reading(self._engine) as connection:
            return _settings(connection, find_id(connection, project))

    def set(self, project: str, name: str, value: object, *, by: str = "") -> None:
        """Give a setting a value; what was decided stays as it is, on whatever track.

        Raises:
            InputError: there is no such setting.
        """
        if name not in SETTINGS:
            raise InputError(f"no setting {name!r}; there are: {', '.join(sorted(SETTINGS))}")
        with writing(self._engine) as connection:
            number = find_id(connection, project)
            given = {**_settings(connection, number), name: value}
            body = codec.dump(given)
            here = projects.c.id == number
            connection.execute(sa.update(projects).where(here).values(settings=body))
            events.add(
                connection, number, "settings", person=_signed(connection, by), **{name: value}
            )

    def is_blind(self, project: str) -> bool:
        """Return whether everybody in a project decides unseen by the others."""
        return bool(self.settings(project).get(BLIND))

    def track(self, project: str, person: str) -> str:
        """Return the track that a person is on: their own where the project is blind.

        A viewer decides on none, and sees the one that all share.
        """
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            if (only := actors.only_track(connection, number)) is not None:
                return only
            return person if _settings(connection, number).get(BLIND) else ""

    def assign(
        self,
        project: str,
        plan: Mapping[str, Sequence[int]],
        *,
        by: str = "",
        **told: object,
    ) -> int:
        """Return how many assignments are new, of pairs by their places to persons.

        Args:
            project: its name.
            plan: places of the pairs that each person gets.
            by: who assigns.
            **told: what the plan was made from, kept in the event.
        """
        with writing(self._engine) as connection:
            number = find_id(connection, project)
            time, new = now(), 0
            who = _signed(connection, by)
            for person, places in plan.items():
                own = (assignments.c.project_id == number) & (assignments.c.person == person)
                query = sa.select(assignments.c.position).where(own)
                known = set(connection.execute(query).scalars())
                rows = [
                    {
                        "project_id": number,
                        "person": codec.writable(person),
                        "position": place,
                        "time": time,
                        "by": codec.writable(who),
                    }
                    for place in dict.fromkeys(places)
                    if place not in known
                ]
                if rows:
                    connection.execute(sa.insert(assignments), rows)
                new += len(rows)
            counts = {person: len(places) for person, places in plan.items()}
            events.add(connection, number, "assigned", person=who, pairs=counts, **told)
            return new

    def unassign(
        self, project: str, person: str, positions: Sequence[int] | None = None, *, by: str = ""
    ) -> int:
        """Return how many pairs a person no longer has to do; what they decided stays.

        Args:
            project: its name.
            person: whose.
            positions: places of these pairs; None for all.
            by: who does so.
        """
        with writing(self._engine) as connection:
            number = find_id(connection, project)
            own = (assignments.c.project_id == number) & (assignments.c.person == person)
            gone = 0
            for some in [None] if positions is None else batches(positions, _FEW):
                here = own if some is None else own & assignments.c.position.in_(some)
                gone += connection.execute(sa.delete(assignments).where(here)).rowcount
            events.add(
                connection,
                number,
                "unassigned",
                person=_signed(connection, by),
                of=person,
                pairs=gone,
            )
            return gone

    def assigned(self, project: str, person: str) -> int:
        """Return how many pairs a person has to do."""
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            here = (assignments.c.project_id == number) & (assignments.c.person == person)
            return int(connection.execute(sa.select(sa.func.count()).where(here)).scalar_one())

    def assignees(self, project: str) -> dict[int, tuple[str, ...]]:
        """Return who has each assigned pair to do, by its place in the corpus."""
        with reading(self._engine) as connection:
            return _assignees(connection, find_id(connection, project))

    def loads(self, project: str) -> tuple[Load, ...]:
        """Return what each person has to do and how far they are, in order of their names.

        In a blind project, who is no curator is told of themselves only.
        """
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            blind = bool(_settings(connection, number).get(BLIND))
            who = _assignees(connection, number)
            names = sorted({person for some in who.values() for person in some})
            role = actors.role_in(connection, number)
            if blind and not (role and role.covers(Role.CURATOR)):
                names = [one for one in names if one == actors.name_of(connection)]
            return tuple(_load(connection, number, p, who, blind=blind) for p in names)

    def deciders(self, project: str, track: str = "") -> tuple[str, ...]:
        """Return the names of those who decided anything on a track, in alphabetical order."""
        with reading(self._engine) as connection:
            return people.deciders(connection, find_on(connection, project, track), track)

    def tracks(self, project: str) -> dict[str, int]:
        """Return how many pairs each track of somebody's own has decisions on, by its name."""
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            rows = connection.execute(
                sa.select(tracks.c.track, sa.func.count())
                .where(tracks.c.project_id == number, tracks.c.version > 0)
                .group_by(tracks.c.track)
                .order_by(tracks.c.track)
            )
            return {row[0]: int(row[1]) for row in rows}

    def finished(self, project: str, person: str) -> tuple[tuple[PairRecord, PairRecord], ...]:
        """Return the pairs that a person finished apart, and that are finished on the shared track.

        Each as it is shared, and as the person had it, in corpus order.

        Raises:
            RoleError: who acts may not see that track.
        """
        over = [PairStatus.DONE.value, PairStatus.EXCLUDED.value]
        with reading(self._engine) as connection:
            number = find_on(connection, project, person)
            here = (tracks.c.project_id == states.c.project_id) & (
                tracks.c.position == states.c.position
            )
            query = (
                sa.select(tracks.c.position)
                .join(states, here)
                .where(tracks.c.project_id == number, tracks.c.track == person)
                .where(tracks.c.status.in_(over), states.c.status.in_(over))
                .order_by(tracks.c.position)
            )
            found: list[tuple[PairRecord, PairRecord]] = []
            for places in batches(connection.execute(query).scalars().all(), _FEW):
                wanted = pairs.c.position.in_(places)
                shared = records.read(connection, number, wanted)
                own = records.read(connection, number, wanted, track=person)
                found += zip(shared, own, strict=True)
            return tuple(found)

    def versions(
        self, project: str, *, ids: Sequence[str] | None = None, batch: int = 500
    ) -> Iterator[tuple[PairRecord, tuple[Version, ...]]]:
        """Yield each pair that somebody has on a track of their own, in corpus order.

        With it how all those tracks have it, in order of their names; all of one moment.

        Args:
            project: its name.
            ids: only those of these ids; None for all.
            batch: how many to hold in memory.
        """
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            on: dict[int, list[str]] = defaultdict(list)
            for place, track in _on_tracks(connection, number, ids):
                on[place].append(track)
            for places in batches(sorted(on), batch):
                yield from _versions(connection, number, {place: on[place] for place in places})

    def apart(self, project: str, *, after: int = 0) -> tuple[int, tuple[str, ...]]:
        """Return the number of the latest decision, and which pairs are decided on apart.

        Those are the ids of pairs that somebody has on a track of their own and that anything was
        decided on behind a number, in corpus order.
        """
        with reading(self._engine) as connection:
            number = find_id(connection, project)
            of_project = decisions.c.project_id == number
            last = connection.execute(sa.select(sa.func.max(decisions.c.seq)).where(of_project))
            on = sa.select(tracks.c.position).distinct()
            on = on.where(tracks.c.project_id == number, tracks.c.version > 0)
            those = [on]
            if after:
                since = sa.select(decisions.c.position).where(of_project, decisions.c.seq > after)
                decided = sorted(set(connection.execute(since).scalars()))
                those = [on.where(tracks.c.position.in_(few)) for few in batches(decided, _FEW)]
            own = sorted(p for query in those for p in connection.execute(query).scalars())
            return last.scalar() or 0, places.ids_at(connection, number, own)


def _signed(connection: sa.Connection, by: str) -> str:
    """Return the name of who acts; that which was given where the owner of the database does."""
    return actors.name_of(connection) or by


def _versions(
    connection: sa.Connection, project: int, on: Mapping[int, Sequence[str]]
) -> Iterator[tuple[PairRecord, tuple[Version, ...]]]:
    found: dict[int, dict[str, PairRecord]] = defaultdict(dict)
    for track in sorted({"", *(track for some in on.values() for track in some)}):
        places = [place for place, some in on.items() if not track or track in some]
        wanted = pairs.c.position.in_(places)
        for record in records.read(connection, project, wanted, track=track):
            found[record.stored.position][track] = record
    for place in sorted(on):
        own = found[place]
        yield own[""], tuple(Version(track, own[track]) for track in sorted(on[place]))


def _on_tracks(
    connection: sa.Connection, project: int, ids: Sequence[str] | None
) -> Iterator[tuple[int, str]]:
    """Yield the places that are on tracks with the track, all or those of some ids."""
    query = sa.select(tracks.c.position, tracks.c.track).where(
        tracks.c.project_id == project, tracks.c.version > 0
    )
    if ids is None:
        yield from map(tuple, connection.execute(query))
        return
    for some in batches(places.of_ids(connection, project, ids), _FEW):
        yield from map(tuple, connection.execute(query.where(tracks.c.position.in_(some))))


def _settings(connection: sa.Connection, project: int) -> dict[str, Any]:
    query = sa.select(projects.c.settings).where(projects.c.id == project)
    text = connection.execute(query).scalar_one()
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def _assignees(connection: sa.Connection, project: int) -> dict[int, tuple[str, ...]]:
    rows = connection.execute(
        sa.select(assignments.c.position, assignments.c.person)
        .where(assignments.c.project_id == project)
        .order_by(assignments.c.position, assignments.c.person)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for place, person in rows:
        found[place].append(person)
    return {place: tuple(some) for place, some in found.items()}


def _load(
    connection: sa.Connection,
    project: int,
    person: str,
    who: Mapping[int, Sequence[str]],
    *,
    blind: bool,
) -> Load:
    here = standpoint.of(person if blind else "")
    own = (assignments.c.project_id == project) & (assignments.c.person == person)
    status = here.status.label("status")
    rows = connection.execute(
        sa.select(status, sa.func.count())
        .select_from(here.source)
        .where(
            states.c.project_id == project,
            states.c.position.in_(sa.select(assignments.c.position).where(own)),
        )
        .group_by(status)
    )
    counted = Counter({row[0]: int(row[1]) for row in rows})
    progress = {str(one): counted[str(one)] for one in PairStatus}
    shared = sum(len(some) > 1 and person in some for some in who.values())
    return Load(person, counted.total(), progress, shared)
