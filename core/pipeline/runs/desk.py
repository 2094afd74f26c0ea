"""Runs of the page: where they lie, what is known of each, and what can be done with one.

A run is a folder: its file (`config.toml`), its text beside it, and `out`, which the engine writes.
The command line does the same with the same file. Nothing here writes but what says so.
"""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Literal

from sqlalchemy.engine import make_url

from core.errors import ConflictError, CoreError, StorageError, UnknownNameError
from core.pipeline import background
from core.pipeline.methods import METHODS
from core.pipeline.runs.config import RunConfig, from_toml, to_toml
from core.pipeline.runs.engine import CONFIG as RUN_CONFIG
from core.pipeline.runs.state import STATE, Run, ask_to_stop, read_state
from core.pipeline.runs.stored import MARK
from core.pipeline.runs.text import CONLL
from core.storage.engine import home as beside
from core.storage.files import read_bytes, write_atomically
from core.storage.folders import write_folder

CONFIG, OUT = "config.toml", "out"
_STOP = "stop"
_LONGEST = 60
_UNNAMED = "run"
_MOST = 1000
_LEAVES_WITHIN_S = 20.0
_TAKEN = frozenset({"new"})
"""Names that mean something else in an address of the page."""

_OURS = frozenset({STATE, RUN_CONFIG, MARK})
"""Files by which the engine knows where it is; the first file of a run says the same."""

_SUFFIXES = (".txt", *CONLL, ".jsonl")

DeskState = Literal["waiting", "starting", "running", "stopping", "done", "failed", "stopped"]


@dataclass(frozen=True, slots=True)
class OnDesk:
    """A run as it lies there.

    Args:
        name: of its folder.
        folder: that has its file, its text and what came out.
        made: when, in seconds.
        config: what it does; None where its file cannot be read.
        state: of the whole, that of its process considered.
        run: how far it is, as the process told.
        said: what its process said last where it broke off, or why its file cannot be read.
    """

    name: str
    folder: Path
    made: float
    config: RunConfig | None
    state: DeskState
    run: Run
    said: str = ""

    @property
    def out(self) -> Path:
        """Return the folder with what came out."""
        return self.folder / OUT

    @property
    def title(self) -> str:
        """Return what it is called: as its project where it becomes one."""
        return (self.config.project if self.config else "") or self.name

    def at_work(self) -> bool:
        """Return whether a process is at it."""
        return self.state in {"starting", "running", "stopping"}


def home(url: str) -> Path:
    """Return the folder of the runs of a database: beside its file, or in the server's folder."""
    return beside(url) / "runs"


def slug(title: str) -> str:
    """Return a title as the name of a folder: letters and digits of any script, and hyphens.

    The name of a folder is its own slug, or no run would be found by it.
    """
    kept = "".join(c if c.isalnum() else "-" for c in title[:_MOST].casefold())
    return _cut("-".join(filter(None, kept.split("-")))) or _UNNAMED


def _cut(words: str, *, room: int = 0) -> str:
    """Return as much of a name as fits a folder with `room` more bytes behind it."""
    words = words[: _LONGEST - room]
    while len(words.encode()) > 2 * _LONGEST - room:
        words = words[:-1]
    return words.strip("-")


def _numbered(name: str, n: int) -> str:
    """Return the n-th name after a slug, which is a slug too."""
    tail = f"-{n}" if n > 1 else ""
    return f"{_cut(name, room=len(tail))}{tail}"


def text_name(file: str) -> str:
    """Return what the text of a run is called beside its file; the suffix says what it is.

    It always has one of the suffixes of a text, which nothing else in the folder has.
    """
    name = PurePath(file).name.lower()
    packed = ".gz" if name.endswith(".gz") else ""
    suffix = PurePath(name.removesuffix(".gz")).suffix
    kind = suffix if suffix in _SUFFIXES else ".txt"
    stem = name.removesuffix(".gz").removesuffix(suffix)
    return f"{slug(stem)}{kind}{packed}"


def make(runs: Path, title: str, config: RunConfig, file: str, text: bytes) -> str:
    """Return the name of a new run, after writing its file and its text: both or neither.

    Args:
        runs: folder of the runs; made where it is not there.
        title: that its name comes from.
        config: what it does; its text is put in.
        file: name of the text, whose suffix counts.
        text: the sentences.

    Raises:
        StorageError: the disk refuses.
    """
    beside = text_name(file)
    body = to_toml(replace(config, text=beside))

    def fill(folder: Path) -> None:
        write_atomically(folder / beside, text)
        write_atomically(folder / CONFIG, body)

    folder = _claimed(runs, slug(title))
    try:
        write_folder(folder, fill, mark=CONFIG)
    finally:
        if not (folder / CONFIG).is_file():
            with suppress(OSError):
                folder.rmdir()
    return folder.name


def _claimed(runs: Path, wanted: str) -> Path:
    """Return a folder that nobody else has, still empty."""
    try:
        runs.mkdir(parents=True, exist_ok=True)
        for n in range(1, _MOST):
            name = _numbered(wanted, n)
            if name not in _TAKEN:
                with suppress(FileExistsError):
                    (runs / name).mkdir()
                    return runs / name
    except OSError as error:
        raise StorageError(f"cannot make a run in {runs}: {error.strerror or error}") from None
    raise ConflictError(f"there are {_MOST} runs named {wanted!r}; give it another name")


def runs_of(runs: Path) -> tuple[OnDesk, ...]:
    """Return all runs, newest first."""
    if not runs.is_dir():
        return ()
    found = (path for path in runs.iterdir() if (path / CONFIG).is_file())
    return tuple(sorted(map(_read, found), key=lambda one: (-one.made, one.name)))


def find(runs: Path, name: str) -> OnDesk:
    """Return a run by its name; raise UnknownNameError where there is none."""
    folder = runs / name
    if name != slug(name) or not (folder / CONFIG).is_file():
        known = sorted(path.parent.name for path in runs.glob(f"*/{CONFIG}"))
        raise UnknownNameError("run", name, known)
    return _read(folder)


def _read(folder: Path) -> OnDesk:
    path = folder / CONFIG
    made = path.stat().st_mtime
    try:
        config = from_toml(read_bytes(path), file=CONFIG)
        run = read_state(folder / OUT)
    except CoreError as error:
        return OnDesk(folder.name, folder, made, None, "failed", Run(), str(error))
    state = _state(folder, run)
    broke_off = state == "failed" or (state == "stopped" and not (folder / _STOP).exists())
    said = background.last_words(folder) if broke_off else ""
    return OnDesk(folder.name, folder, made, config, state, run, said)


def _state(folder: Path, run: Run) -> DeskState:
    """Return the state of a run, whose process may not have told it yet, or could not."""
    alive = background.is_watched(folder)
    if run.state == "running" or not (folder / background.PROCESS).exists():
        asked = alive and (folder / _STOP).exists()
        return "stopping" if asked else run.state
    if _changed(folder / OUT / STATE) >= _changed(folder / background.PROCESS):
        return run.state
    if alive:
        return "stopping" if (folder / _STOP).exists() else "starting"
    return "failed" if not (folder / _STOP).exists() else "stopped"


def _changed(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def start(one: OnDesk, url: str) -> "subprocess.Popen[bytes]":
    """Return the process that does a run, or goes on with it; it outlives this one.

    Raises:
        ConflictError: it is at work already.
    """
    if one.at_work():
        raise ConflictError(f"the run {one.title!r} is at work already")
    deadline_s = time.monotonic() + _LEAVES_WITHIN_S
    while background.is_watched(one.folder) and time.monotonic() < deadline_s:
        time.sleep(0.05)  # the process before has told how it ended, and is about to leave
    (one.folder / _STOP).unlink(missing_ok=True)
    return background.start_watched(
        one.folder, "run", str(one.folder / CONFIG), f"--output={one.out}", f"--db={url}"
    )


def stop(one: OnDesk) -> None:
    """Ask a run to stop; it keeps what it has, and ends within moments."""
    if not one.at_work():
        return
    write_atomically(one.folder / _STOP, b"")
    if not ask_to_stop(one.out) and background.is_watched(one.folder):
        with suppress(ProcessLookupError):
            os.kill(background.watched_process(one.folder), signal.SIGTERM)


def delete(one: OnDesk) -> None:
    """Delete a run with its text and all that came out; its project stays.

    Raises:
        ConflictError: it is at work.
        StorageError: the disk refuses.
    """
    if one.at_work():
        raise ConflictError(f"the run {one.title!r} is at work; stop it first")
    try:
        (one.folder / CONFIG).unlink()  # from here on it is none
        shutil.rmtree(one.folder)
    except OSError as error:
        raise StorageError(f"cannot delete {one.folder}: {error.strerror or error}") from None


def command(one: OnDesk, url: str) -> tuple[str, ...]:
    """Return the words of the command that does the run again to the same bytes."""
    parsed = make_url(url)
    given = () if parsed.password else ("--db", url)
    words = ("python", "-m", "core", "run", str(one.folder / CONFIG), "-o", str(one.out))
    return (*words, *given)


def files(one: OnDesk) -> tuple[Path, ...]:
    """Return the files that came out so far: those of the methods first, then by name."""
    if not one.out.is_dir():
        return ()
    found = [p for p in one.out.iterdir() if p.is_file() and p.name[0] != "."]
    methods = {METHODS[name].name for name in one.config.methods} if one.config else set()
    shown = (path for path in found if path.name not in _OURS)
    return tuple(sorted(shown, key=lambda path: (path.stem not in methods, path.name)))
