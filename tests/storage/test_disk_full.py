"""A disk without room, at every write of every step: said in words, nothing half-written.

SQLite is told so at its n-th write; files meet a limit of their size. Where this user may mount a
disk of 4 MB, the same once more on a real one.
"""

import resource
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.domain.alignment import Alignment
from core.domain.decision import PairStatus
from core.errors import StorageError
from core.review.decide import apply_ops
from core.review.export import export
from core.storage import Workspace
from core.storage.engine import reading
from core.storage.files import write_atomically
from tests.review.build import op, projected
from tests.storage.build import corpus, outcome
from tests.storage.dying import check_log, check_rows
from tests.storage.faults import faults

pytestmark = pytest.mark.usefixtures("anew")
REMEDY = "disk is full; free some space on the disk; nothing of this step was written"
CELLS = Alignment.of(5, 6, [(0, 0), (1, 1)])


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace.open(f"sqlite:///{tmp_path}/full.sqlite")
    projected(workspace)
    yield workspace
    workspace.close()


def decide(ws: Workspace) -> None:
    number = ws.acked("one", "tab-1") + 1
    act = op(number, "act", "pair", ops=[op(1, "flag", "pair", f"p{k}") for k in (1, 2, 3)])
    got = apply_ops(ws, "one", "ann", "tab-1", [act, op(number + 1, "accept-pair", "pair", "p4")])
    assert got.refused == ()


def bring(ws: Workspace) -> None:
    ws.create_project(f"number {len(ws.names())}", corpus(40))


def add_layer(ws: Workspace) -> None:
    name = f"layer {len(ws.project('one').layers)}"
    ws.write_layer("one", [(p.id, outcome(p)) for p in corpus()], name=name)


def add_links(ws: Workspace) -> None:
    ws.write_alignments("one", "new", [(p.id, CELLS) for p in corpus()])


def delete(ws: Workspace) -> None:
    ws.create_project("to go", corpus())
    ws.delete_project("to go")


STEPS: list[Callable[[Workspace], None]] = [decide, bring, add_layer, add_links, delete]


def seen(ws: Workspace) -> tuple[object, ...]:
    """Return everything that a user can see of the database."""
    return (
        ws.names(),
        ws.project("one").layers,
        ws.project("one").progress,
        ws.decisions("one"),
        [r.state for r in ws.iter_records("one")],
        ws.acked("one", "tab-1"),
    )


def tried(ws: Workspace, step: Callable[[Workspace], None], nth: int) -> str:
    """Return what is said where the disk is full from the n-th write on; "" where it has room."""
    try:
        with faults().full_from(nth):
            step(ws)
    except StorageError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_full_at_any_write_nothing_is_half_there(ws: Workspace, step) -> None:
    refused = 0
    for nth in range(1, 400, 3):
        before = seen(ws)
        message = tried(ws, step, nth)
        if not message:
            break
        refused += 1
        assert REMEDY in message
        if step is not delete:
            assert seen(ws) == before
        check_log(ws, ())
        if "to go" in ws.names():
            ws.delete_project("to go")
    assert refused, "the disk was never full"
    step(ws)  # there is room again
    check_rows(ws)
    with reading(ws._engine) as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def test_what_is_on_disk_can_be_read_while_it_is_full(ws: Workspace) -> None:
    decide(ws)
    with faults().full_from(1):
        assert len(ws.decisions("one")) == 4
        assert export(ws, "one", statuses=tuple(PairStatus)).pairs > 0
        with pytest.raises(StorageError, match="free some space"):
            decide(ws)


def fill(ws: Workspace) -> None:
    """Write projects until it is refused."""
    for k in range(400):
        ws.create_project(f"more {k}", corpus(200))


@contextmanager
def files_up_to(size: int) -> Iterator[None]:
    """Let no file grow beyond a size, as on a disk that has no more room."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_an_export_file_that_does_not_fit_leaves_the_old_one(ws: Workspace, tmp_path: Path) -> None:
    file = tmp_path / "out.conll"
    write_atomically(file, b"what was there")
    data = export(ws, "one", statuses=tuple(PairStatus)).data
    with files_up_to(len(data) // 2), pytest.raises(StorageError, match="nothing was written"):
        write_atomically(file, data)
    assert file.read_bytes() == b"what was there"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    write_atomically(file, data)
    assert file.read_bytes() == data


def test_a_database_that_may_not_grow(tmp_path: Path) -> None:
    ws = Workspace.open(f"sqlite:///{tmp_path}/small.sqlite")
    projected(ws)
    size = max(path.stat().st_size for path in tmp_path.iterdir())
    with files_up_to(size), pytest.raises(StorageError, match=r"small\.sqlite"):
        fill(ws)
    check_log(ws, ())
    assert all(ws.project(name).pairs in {5, 200} for name in ws.names())
    decide(ws)
    ws.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 4 MB, where this user may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no command `mount` here")
    if done.returncode:
        pytest.skip(f"this user may mount no disk: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_real_disk_that_fills_up(small_disk: Path) -> None:
    ws = Workspace.open(f"sqlite:///{small_disk}/real.sqlite")
    projected(ws)
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"\0" * 2_000_000)
    with pytest.raises(StorageError, match="free some space"):
        fill(ws)
    names = ws.names()
    assert all(ws.project(name).pairs in {5, 200} for name in names)
    with pytest.raises(StorageError, match=r"No space left on device.*nothing was written"):
        write_atomically(small_disk / "out", b"x" * 3_000_000)
    assert {p.name for p in small_disk.iterdir()} <= {
        "ballast",
        *(f"real.sqlite{end}" for end in ("", "-wal", "-shm")),
    }
    ballast.unlink()
    decide(ws)
    check_rows(ws)
    ws.close()
