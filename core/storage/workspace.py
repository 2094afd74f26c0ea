"""Workspace: one database with all its projects, as the rest of the program sees it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from weakref import WeakSet, finalize

import sqlalchemy as sa

from core.domain.alignment import Alignment
from core.domain.decision import Decision, PairStatus
from core.domain.layer import Layer
from core.domain.pair import Pair
from core.domain.replay import PairState
from core.domain.role import Actor
from core.storage import (
    actors,
    alignments,
    bases,
    bundles,
    decisions,
    layers,
    pairs,
    people,
    projects,
    records,
    states,
    undo,
)
from core.storage import labels as labels_of
from core.storage.accounts import Accounts, Members
from core.storage.bundles import Bundle
from core.storage.engine import at_one_moment, open_engine, reading, writing
from core.storage.events import Events
from core.storage.extras import NONE, Extras
from core.storage.guidelines import Guidelines
from core.storage.history import History
from core.storage.jobs import Jobs
from core.storage.links import Links
from core.storage.log import Log
from core.storage.lookup import Lookup
from core.storage.migrate import bring_up
from core.storage.models import Models
from core.storage.moves import Moves
from core.storage.names import UNSEEN, find_on, read_names
from core.storage.needs import guarded
from core.storage.originals import Original, Originals
from core.storage.refusals import Refusals
from core.storage.releases import Releases
from core.storage.revisions import Revisions
from core.storage.search import Search
from core.storage.signals import Signals
from core.storage.stale import Stale
from core.storage.sweeping import sweep
from core.storage.tallies import Tallies
from core.storage.team import Team
from core.storage.transfer import Transfer
from core.storage.values import Filter, Outcome, PairRecord, ProjectInfo, StoredPair

_EVERYTHING = Filter()
_Here = tuple[sa.Connection, int]
_OPENED: "WeakSet[Workspace]" = WeakSet()


def opened() -> "tuple[Workspace, ...]":
    """Return the workspaces that this process has open."""
    return tuple(_OPENED)


@guarded
class Workspace:
    """One database; every call takes a connection of its own, from any thread or process.

    Reading never writes. `project` is always the name of one; an unknown name raises
    UnknownNameError, listing the known ones, and a refusal of the database StorageError.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self.accounts = Accounts(engine)
        self.events = Events(engine)
        self.extras = Extras(engine)
        self.guidelines = Guidelines(engine)
        self.history = History(engine)
        self.jobs = Jobs(engine)
        self.links = Links(engine)
        self.lookup = Lookup(engine)
        self.members = Members(engine)
        self.models = Models(engine)
        self.moves = Moves(engine)
        self.originals = Originals(engine)
        self.refusals = Refusals(engine)
        self.releases = Releases(engine)
        self.revisions = Revisions(engine)
        self.search = Search(engine)
        self.signals = Signals(engine)
        self.stale = Stale(engine)
        self.team = Team(engine)
        self.transfer = Transfer(engine)
        _OPENED.add(self)

    @classmethod
    def open(cls, url: str | None = None, *, actor: Actor | None = None) -> "Workspace":
        """Return the workspace at a URL, else SILVERLENS_DB, else the default file.

        The file is made on first use, brought to today's schema, and bound to the actor, if any.
        """
        engine = open_engine(url)
        try:
            bring_up(engine)
            sweep(engine)
        except BaseException:
            engine.dispose()
            raise
        made = cls(engine if actor is None else actors.bound(engine, actor))
        finalize(made, engine.dispose).atexit = False  # let go of, it leaves nothing open
        return made

    def acting_as(self, actor: Actor) -> "Workspace":
        """Return this workspace for somebody who signed in; they may what `NEEDS` says."""
        return type(self)(actors.bound(self._engine, actor))

    @property
    def actor(self) -> Actor | None:
        """Return who acts; None for the owner of the database."""
        return actors.actor_of(self._engine)

    @property
    def url(self) -> str:
        """Return the database's URL, for opening the same workspace in another process."""
        return self._engine.url.render_as_string(hide_password=False)

    def at_one_moment(self) -> AbstractContextManager[None]:
        """Have all that this thread reads within the block be of one moment; it writes nothing."""
        return at_one_moment(self._engine)

    def close(self) -> None:
        """Give all connections back; the workspace opens new ones when used again."""
        self._engine.dispose()

    @contextmanager
    def _reading(self, project: str, track: str | None = UNSEEN) -> Iterator[_Here]:
        with reading(self._engine) as connection:
            yield connection, find_on(connection, project, track)

    def _number(self, project: str) -> int:
        with self._reading(project) as (_, number):
            return number

    @contextmanager
    def _writing(self, project: str, track: str | None = UNSEEN) -> Iterator[_Here]:
        with writing(self._engine) as connection:
            yield connection, find_on(connection, project, track)

    def projects(self) -> tuple[ProjectInfo, ...]:
        """Return all projects in alphabetical order."""
        with reading(self._engine) as connection:
            return projects.read_all(connection)

    def names(self) -> tuple[str, ...]:
        """Return the names of all projects in alphabetical order."""
        with reading(self._engine) as connection:
            return read_names(connection)

    def project(self, project: str) -> ProjectInfo:
        """Return what is known of one project at a glance."""
        with reading(self._engine) as connection:
            return projects.read(connection, project)

    def create_project(
        self,
        name: str,
        given: Iterable[Pair],
        *,
        labels: Sequence[str] | None = None,
        files: Callable[[], Iterable[Original]] = tuple,
    ) -> ProjectInfo:
        """Return a new project of these pairs; it appears when the last of them is in.

        Args:
            name: 1 to 200 characters without control characters, not taken yet.
            given: the pairs, at least one, each id once; may be a stream.
            labels: what a person can give; those of the pairs where not said.
            files: asked when all pairs are in: what they were made of, kept with them.
        """
        return projects.create(self._engine, name, given, labels, files)

    def delete_project(self, project: str) -> None:
        """Delete a project with its layers and decisions."""
        with writing(self._engine) as connection:
            projects.delete(connection, project)

    def add_labels(self, project: str, labels: Iterable[str]) -> None:
        """Add labels to those that a person can give."""
        with self._writing(project) as (connection, number):
            labels_of.add_labels(connection, number, labels)

    def pairs(self, project: str, *, after: int = 0, limit: int = 1000) -> tuple[StoredPair, ...]:
        """Return up to `limit` pairs behind a position, in corpus order."""
        with self._reading(project) as (connection, number):
            return pairs.read_some(connection, number, after, limit)

    def iter_pairs(self, project: str, *, batch: int = 1000) -> Iterator[StoredPair]:
        """Yield every pair in corpus order, holding one batch in memory."""
        yield from pairs.iterate(self._engine, self._number(project), batch)

    def pair(self, project: str, pair_id: str) -> StoredPair:
        """Return one pair; raise UnknownNameError, naming a few that there are."""
        with self._reading(project) as (connection, number):
            return pairs.read(connection, number, pairs.position_of(connection, number, pair_id))

    def write_alignments(
        self,
        project: str,
        aligner_key: str,
        given: Iterable[tuple[str, Alignment]],
        *,
        since: str = "",
    ) -> int:
        """Return how many were given; a pair's older links under this key are replaced.

        Pairs whose words changed from the time `since` on, when they were read, get none.
        """
        here = self._number(project)
        return alignments.write(self._engine, here, aligner_key, given, since=since)

    def alignment(self, project: str, pair_id: str, aligner_key: str) -> Alignment | None:
        """Return the links of a pair by one aligner; None where it was not aligned."""
        with self._reading(project) as (connection, number):
            position = pairs.position_of(connection, number, pair_id)
            return alignments.read(connection, number, position, aligner_key)

    def write_layer(
        self,
        project: str,
        outcomes: Iterable[tuple[str, Outcome]],
        *,
        name: str,
        kind: str = "method",
        spec: str = "",
        spec_hash: str = "",
        versions: Sequence[str] = (),
        new_name: bool = False,
        since: str = "",
    ) -> Layer:
        """Return a new layer of one `(pair id, outcome)` a pair, in corpus order.

        It is seen when the last outcome is in; one with equal content is there only once. Where
        the name is to be new, a ConflictError says that another layer has it by then.
        """
        number = self._number(project)
        meta = layers.Meta(name, kind, spec, spec_hash, tuple(versions))
        return layers.write(self._engine, number, meta, outcomes, new_name=new_name, since=since)

    def layer_outcomes(self, project: str, pair_id: str) -> tuple[tuple[Layer, Outcome], ...]:
        """Return what each layer made of a pair, in the order the layers were written."""
        with self._reading(project) as (connection, number):
            position = pairs.position_of(connection, number, pair_id)
            return layers.read_outcomes(connection, number, position)

    def set_base(self, project: str, content_hash: str) -> None:
        """Let all pairs without decisions stand on this layer; the others keep theirs."""
        bases.set_base(self._engine, self._number(project), content_hash)

    def delete_layer(self, project: str, content_hash: str) -> None:
        """Delete a layer; refused for the base and where pairs decided on stand on it."""
        with self._writing(project) as (connection, number):
            layers.delete(connection, number, content_hash)

    @contextmanager
    def recording(self, project: str, track: str = "") -> Iterator[Log]:
        """Return the log of a track in one write transaction, on disk when the block ends."""
        with self._writing(project, track) as (connection, number):
            log = Log(connection, number, track)
            yield log
            log.close()

    def append_decisions(
        self, project: str, given: Iterable[Decision], track: str = ""
    ) -> tuple[Decision, ...]:
        """Return the decisions with their sequence numbers, all on disk or none.

        One whose `(client, client_seq)` is known comes back as it was written the first time.
        """
        with self.recording(project, track) as log:
            return tuple(log.append(decision) for decision in given)

    def decisions(
        self, project: str, pair_id: str | None = None, *, after: int = 0, track: str | None = ""
    ) -> tuple[Decision, ...]:
        """Return the decisions behind a sequence number, of one pair or of all, in order.

        They are those on one track, the shared one where not said; None means all tracks.
        """
        with self._reading(project, track) as (connection, number):
            if pair_id is None:
                return tuple(decisions.read(connection, number, after=after, track=track))
            position = pairs.position_of(connection, number, pair_id)
            found = records.read_logs(connection, number, {position: pair_id}, track)[position]
            return tuple(d for d in found if d.seq > after and track in {None, d.track})

    def acked(self, project: str, client: str) -> int:
        """Return the highest number of a client that is on disk or refused; 0 for none."""
        with self._reading(project) as (connection, number):
            return decisions.acked(connection, number, client)

    def undoable(self, project: str, person: str, track: str = "") -> Decision | None:
        """Return the decision that this person would undo now on a track."""
        with self._reading(project, track) as (connection, number):
            return undo.undoable(connection, number, person, track)

    def redoable(self, project: str, person: str, track: str = "") -> Decision | None:
        """Return the decision that this person would redo now on a track."""
        with self._reading(project, track) as (connection, number):
            return undo.redoable(connection, number, person, track)

    def act_size(self, project: str, act: str) -> int:
        """Return how many decisions were made in one go."""
        with self._reading(project) as (connection, number):
            return undo.act_size(connection, number, act, actors.only_track(connection, number))

    def record(self, project: str, pair_id: str, track: str = "") -> PairRecord:
        """Return a pair as it stands on a track, with what it was made from."""
        with self._reading(project, track) as (connection, number):
            at = pairs.position_of(connection, number, pair_id)
            return records.read_one(connection, number, at, track)

    def versions(
        self, project: str, ids: Sequence[str], track: str = ""
    ) -> dict[str, tuple[int, str, int]]:
        """Return of some pairs the count of decisions, the own base or "", the count of changes."""
        with self._reading(project, track) as (connection, number):
            return states.read_versions(connection, number, ids, track)

    def state(self, project: str, pair_id: str, track: str = "") -> PairState:
        """Return the replay of a pair's decisions over its base layer."""
        return self.record(project, pair_id, track).state

    def iter_records(
        self,
        project: str,
        *,
        statuses: Iterable[PairStatus] | None = None,
        batch: int = 1000,
        track: str = "",
    ) -> Iterator[PairRecord]:
        """Yield pairs of these statuses as they stand, all of one moment, in corpus order."""
        wanted = None if statuses is None else sorted(status.value for status in statuses)
        with self._reading(project, track) as (connection, number):
            yield from records.iterate(connection, number, wanted, batch, track)

    def iter_layer(
        self,
        project: str,
        content_hash: str,
        *,
        statuses: Iterable[PairStatus] | None = None,
        batch: int = 1000,
    ) -> Iterator[tuple[StoredPair, PairStatus, Outcome | None]]:
        """Yield pairs of these statuses, all of one moment, with what one layer made of them."""
        wanted = None if statuses is None else sorted(status.value for status in statuses)
        with self._reading(project) as (connection, number):
            track = actors.only_track(connection, number) or ""
            rows = states.iterate_layer(connection, number, content_hash, wanted, batch, track)
            for stored, status, outcome in rows:
                yield stored, PairStatus(status), outcome

    def iter_bundles(
        self,
        project: str,
        layers: Sequence[str],
        *,
        links: str | None = None,
        extras: Mapping[str, str] = NONE,
    ) -> Iterator[Bundle]:
        """Yield every pair in corpus order with what some layers, by content hash, made of it.

        With the links of that key, and of each kind of `extras` what was supplied under its key;
        without them the bundles have none.
        """
        yield from bundles.iterate(self._engine, self._number(project), links, layers, extras)

    @contextmanager
    def counting(self, project: str, track: str = "") -> Iterator[Tallies]:
        """Return the project's tallies on a track, all of one moment."""
        with self._reading(project, track) as (connection, number):
            yield Tallies(connection, number, track)

    def find(
        self, project: str, wanted: Filter = _EVERYTHING, *, offset: int = 0, limit: int = 100
    ) -> tuple[str, ...]:
        """Return the ids of matching pairs in corpus order, from the `offset`-th on."""
        found, _ = self.search.find(project, wanted)
        return self.search.ids(project, found.positions[offset : offset + limit].tolist())

    def remember(self, project: str, person: str, pair_id: str) -> None:
        """Keep the pair where a person is, for when they come back."""
        with self._writing(project) as (connection, number):
            position = pairs.position_of(connection, number, pair_id)
            people.remember(connection, number, person, position)
