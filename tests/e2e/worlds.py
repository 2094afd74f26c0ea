"""Worlds that every act is tried on: the sample, and 80 by 80 words with five methods."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from playwright.sync_api import Page

from bench.roundtrip import CHOSEN
from bench.roundtrip import pairs as long_pairs
from core.domain.decision import Decision
from core.domain.pair import Pair
from core.domain.replay import Reviewed
from core.pipeline.prepare import prepare
from core.pipeline.sample import sample_pairs
from core.projection import METHODS
from core.review.view import pair_view
from core.storage import Workspace
from tests.e2e.desk import Desk
from tests.e2e.server import Server

_NUMBERS = count(1)


@dataclass(frozen=True)
class World:
    """A corpus, and the words that some acts need in it.

    Args:
        methods: names of the methods it is projected with; none for those of every new project.
        pairs: makes the corpus.
        same: a pair, and a target entity in it whose name stands in other pairs too.
        word: a pair, a source word without entity in it, which stands in other pairs too.
    """

    methods: tuple[str, ...]
    pairs: Callable[[], list[Pair]]
    same: tuple[str, str]
    word: tuple[str, int, str]


def _long() -> list[Pair]:
    made = long_pairs()
    return [*made[:12], *(made[k] for k in (71, 141))]


SAMPLE = World(
    (), lambda: list(sample_pairs()), ("sample-de-11", "Kano"), ("sample-de-01", 13, "law")
)
LONG = World(CHOSEN, _long, ("000", "v0 v7"), ("000", 3, "w21"))
WORLDS = {"sample": SAMPLE, "long": LONG}


@dataclass
class Stage:
    """A project of its own in a running server, and its database."""

    server: Server
    workspace: Workspace
    project: str
    world: World

    @property
    def ids(self) -> tuple[str, ...]:
        return self.workspace.find(self.project, limit=400)

    def open(self, page: Page, pair: str = "", more: str = "") -> Desk:
        """Open the project at a pair, the first where none is named."""
        desk = Desk(page, self.server)
        pair = pair or self.ids[0]
        desk.open(f"/Inspect?project={self.project}&pair={pair}{more}")
        desk.wait_for_pair(pair)
        return desk

    def restart(self) -> None:
        self.server.kill()
        self.server.start()

    def rows(self, pair: str) -> list[list[str]]:
        """Return what each method says of a pair, in the order of the board: `words: LABEL`."""
        tokens = self.workspace.pair(self.project, pair).pair.target.tokens
        view = pair_view(self.workspace, self.project, pair)
        return [
            [f"{' '.join(tokens[e['start'] : e['end']])}: {e['label']}" for e in row["entities"]]
            for row in view["rows"]
        ]

    def decided(self, pair: str = "") -> list[tuple[str, str]]:
        """Return kind and reason of every decision, of one pair where it is named."""
        return [(str(d.kind), d.reason) for d in self.decisions(pair)]

    def decisions(self, pair: str = "") -> list[Decision]:
        log = (
            self.workspace.decisions(self.project, pair)
            if pair
            else self.workspace.decisions(self.project)
        )
        return list(log)

    def side(self, pair: str, side: str) -> tuple[Reviewed, ...]:
        """Return the entities of one side of a pair as they are on disk."""
        state = self.workspace.record(self.project, pair).state
        return tuple(state.source or ()) if side == "source" else tuple(state.target)

    def words(self, pair: str, side: str) -> list[str]:
        """Return the live entities of one side of a pair as they are on disk: `words: LABEL`."""
        stored = self.workspace.pair(self.project, pair).pair
        tokens = stored.source.tokens if side == "source" else stored.target.tokens
        live = [r.entity for r in self.side(pair, side) if r.live]
        return [f"{' '.join(tokens[e.start : e.end])}: {e.label}" for e in sorted(live)]


@contextmanager
def served(folder: Path) -> Iterator[tuple[Server, Workspace]]:
    """Run the app on an empty database."""
    server = Server(folder)
    workspace = Workspace.open(server.database)
    server.start()
    try:
        yield server, workspace
    finally:
        server.kill()


def stage(server: Server, workspace: Workspace, world: World) -> Stage:
    """Make a fresh project of a world, aligned and projected."""
    project = f"p{next(_NUMBERS)}"
    workspace.create_project(project, world.pairs())
    prepare(workspace, project, methods=[METHODS[name] for name in world.methods])
    return Stage(server, workspace, project, world)
