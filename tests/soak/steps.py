"""Steps that change a whole database, each with what a user sees of it before and after."""

import io
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from core.domain.pair import Pair
from core.pipeline.bundle import merge, open_bundle, read_bundle, write_bundle
from core.pipeline.release import freeze
from core.review import rebase, update
from core.review.decide import apply_ops
from core.storage import Workspace, backup
from core.storage.engine import open_engine, reading
from core.storage.names import STAGED, STAGED_LAYER
from core.storage.schema import layers, projects
from tests.review.build import op, projected
from tests.storage.build import corpus, outcome

SCHEMAS = Path(__file__).parents[1] / "storage" / "schemas"
Step = Callable[[str, Path], None]


def prepare(url: str, folder: Path) -> None:
    """Make a database that people have worked in, and beside it what the steps bring in."""
    ws = Workspace.open(url)
    projected(ws)
    decide(ws, "ann", op(1, "accept-pair", "pair", "p1"), op(2, "flag", "pair", "p2"))
    decide(ws, "ann", op(3, "act", "pair", "p3", ops=[op(3, "skip", "pair", "p3")]))
    out = io.BytesIO()
    write_bundle(ws, "one", out)
    beside = f"sqlite:///{folder}/there.sqlite"
    there = Workspace.open(beside)
    open_bundle(there, read_bundle(io.BytesIO(out.getvalue()), file="one.zip"), "one")
    decide(there, "ben", op(1, "flag", "pair", "p1"), op(2, "accept-pair", "pair", "p4"))
    update.edit(there, "one", other_words(there.pair("one", "p4").pair), "eve")
    out = io.BytesIO()
    write_bundle(there, "one", out)
    (folder / "back.zip").write_bytes(out.getvalue())
    ws.create_project("more", corpus(3))
    backup.back_up(url, folder / "start.jsonl.gz")
    backup.back_up(url, folder / "before.jsonl.gz")
    backup.back_up(beside, folder / "other.jsonl.gz")
    there.close()
    ws.close()


def decide(ws: Workspace, person: str, *ops: object) -> None:
    """Let a person decide in project `one`."""
    assert apply_ops(ws, "one", person, f"tab-{person}", ops).refused == ()


def other_words(of: Pair) -> Pair:
    """Return a pair with another word in front of its target."""
    return replace(of, target=replace(of.target, tokens=("Otra", *of.target.tokens), entities=None))


def bring(url: str, _: Path) -> None:
    """Import a project."""
    ws = Workspace.open(url)
    ws.create_project("new", corpus(40))


def open_one(url: str, folder: Path) -> None:
    """Open a bundle as a new project."""
    data = (folder / "back.zip").read_bytes()
    open_bundle(Workspace.open(url), read_bundle(io.BytesIO(data), file="back.zip"), "new")


def merge_one(url: str, folder: Path) -> None:
    """Merge a bundle that was worked on elsewhere."""
    data = (folder / "back.zip").read_bytes()
    merge(Workspace.open(url), "one", read_bundle(io.BytesIO(data), file="back.zip"))


def change_texts(url: str, _: Path) -> None:
    """Bring a newer version of the texts."""
    ws = Workspace.open(url)
    given = [other_words(p) if p.id in {"p1", "p3", "p5"} else p for p in corpus(7)]
    update.update(ws, "one", lambda: given, "eve", reason="new.jsonl")


def carry(url: str, _: Path) -> None:
    """Carry the project to its other layer."""
    ws = Workspace.open(url)
    other = next(one for one in ws.project("one").layers if one.name == "heuristic")
    rebase.rebase(ws, "one", other.content_hash, "eve")


def add_layer(url: str, _: Path) -> None:
    """Write a layer."""
    ws = Workspace.open(url)
    rows = [(p.id, outcome(p, loc=(3, 4))) for p in corpus()]
    ws.write_layer("one", rows, name="third")


def release(url: str, _: Path) -> None:
    """Freeze a release."""
    freeze(Workspace.open(url), "one", "v1", person="eve")


def restore(url: str, folder: Path) -> None:
    """Put another database in the place of this one."""
    backup.restore(url, folder / "other.jsonl.gz", replace=True)


def back_up(url: str, folder: Path) -> None:
    """Write a backup over an older one."""
    backup.back_up(url, folder / "before.jsonl.gz")


STEPS: tuple[Step, ...] = (
    bring,
    open_one,
    merge_one,
    change_texts,
    carry,
    add_layer,
    release,
    restore,
    back_up,
)


def migrate(url: str, _: Path) -> None:
    """Bring an older database to today's schema."""
    Workspace.open(url).close()


def old(url: str, _: Path) -> None:
    """Make a database of the first schema, in an SQLite file."""
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as database:
        database.executescript((SCHEMAS / "0001.sql").read_text(encoding="utf-8"))


def seen(url: str) -> object:
    """Return all that people see of a database, but for times and chance names; it is opened."""
    ws = Workspace.open(url)
    try:
        return [(name, _project(ws, name)) for name in ws.names()]
    finally:
        ws.close()


def _project(ws: Workspace, name: str) -> object:
    info = ws.project(name)
    return (
        (info.pairs, info.base, info.labels, dict(info.progress)),
        [(layer.name, layer.content_hash) for layer in info.layers],
        [(r.stored.pair, r.state, r.version, r.base) for r in ws.iter_records(name)],
        [
            (d.seq, d.person, d.pair, d.kind, d.track, d.reason)
            for d in ws.decisions(name, track=None)
        ],
        ws.stale.count(name),
        [one.name for one in ws.releases.all(name)],
        [len(ws.revisions.read(name, s.pair.id)) for s in ws.iter_pairs(name)],
        sorted(ws.find(name, limit=100)),
    )


def staged(url: str) -> int:
    """Return how many rows there are that nobody sees; nothing is swept for that."""
    engine = open_engine(url)
    with reading(engine) as connection:
        names = connection.execute(sa.select(projects.c.name)).scalars().all()
        hashes = connection.execute(sa.select(layers.c.content_hash)).scalars().all()
    engine.dispose()
    return sum(name.startswith(STAGED) for name in names) + sum(
        one.startswith(STAGED_LAYER) for one in hashes
    )
