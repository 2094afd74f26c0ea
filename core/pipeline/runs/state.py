"""How far a run is: told by its process in a file of its folder, read by whoever watches."""

import json
import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from core.errors import MALFORMED, InputError, StorageError
from core.pipeline.teller import Report
from core.storage import strict
from core.storage.files import read_bytes, write_atomically
from core.storage.workfolder import is_at_work

STATE = "state.json"
STOPPED = "stopped before it was done; started again, it goes on from there"
RunState = Literal["waiting", "running", "done", "failed", "stopped"]
_TELL_EVERY_S = 0.5
_SOON_S = 3.0


@dataclass(frozen=True, slots=True)
class StepState:
    """How far a step is.

    Args:
        name: of the step, as the page and the file know it.
        title: what it does, for people.
        state: of the step.
        done: items that are done; those that were known before the run count.
        total: items that there are, 0 where that is not known.
        seconds: that it took so far in this process.
        first: items that were done when this process came to the step.
        note: what came of it, or what it waits for, in words.
    """

    name: str
    title: str
    state: RunState = "waiting"
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    first: int = 0
    note: str = ""

    def left_s(self) -> float | None:
        """Return the seconds that are left at the pace so far; None where nothing says so yet."""
        made = self.done - self.first
        if self.state != "running" or made <= 0 or self.seconds < _SOON_S or not self.total:
            return None
        return self.seconds / made * (self.total - self.done)


@dataclass(frozen=True, slots=True)
class Run:
    """How far a run is.

    Args:
        state: of the whole.
        steps: in order.
        pid: of the process that does it.
        message: why it failed or stopped, or what came out.
        notes: what was told on the way, such as a batch that had to be halved.
    """

    state: RunState = "waiting"
    steps: tuple[StepState, ...] = ()
    pid: int = 0
    message: str = ""
    notes: tuple[str, ...] = ()


def read_state(folder: Path) -> Run:
    """Return how far the run of a folder is; one that never ran is waiting.

    A process that was killed could not say so: its run is `stopped`.
    """
    path = folder / STATE
    if not path.is_file():
        return Run()
    alive = is_at_work(folder)
    try:
        found = _from(json.loads(read_bytes(path)))
    except (*MALFORMED, InputError) as error:
        raise StorageError(f"{path} cannot be read ({error}); delete it to begin anew") from None
    if found.state == "running" and not alive:
        return replace(found, state="stopped", message=STOPPED)
    return found


def ask_to_stop(folder: Path) -> bool:
    """Return whether a run was at work in a folder; it is told to stop, and keeps what it has."""
    found = read_state(folder)
    if found.state != "running":
        return False
    try:
        os.kill(found.pid, signal.SIGTERM)
    except ProcessLookupError:
        return False
    except PermissionError:
        raise StorageError(
            f"the run in {folder} is another user's, who alone can stop it"
        ) from None
    return True


class Telling:
    """Keeps the state of a run in its folder, and stops the run where somebody asked for it."""

    def __init__(
        self, folder: Path, steps: Sequence[tuple[str, str]], report: Report | None
    ) -> None:
        self._folder = folder
        self._report = report
        self._began_s = 0.0
        self._told_s = 0.0
        self._at: str = ""
        states = tuple(StepState(name, title) for name, title in steps)
        self.run = Run("running", states, os.getpid())
        self._write()

    def begin(self, name: str) -> None:
        """Tell that a step begins."""
        self._at, self._began_s = name, time.monotonic()
        self._change(state="running")
        self._write()

    def __call__(self, step: str, done: int, total: int) -> None:
        """Tell how far the step is."""
        now_s = time.monotonic()
        known = self._step()
        first = {} if known.total else {"first": done}
        self._change(done=done, total=total, seconds=now_s - self._began_s, **first)
        if self._report is not None:
            self._report(step, done, total)
        if now_s - self._told_s >= _TELL_EVERY_S or done == total:
            self._write()

    def end(self, note: str = "") -> None:
        """Tell that the step is done, and what came of it."""
        self._change(state="done", note=note, seconds=time.monotonic() - self._began_s)
        self._write()

    def note(self, words: str) -> None:
        """Tell something that whoever watches should know."""
        if words not in self.run.notes:
            self.run = replace(self.run, notes=(*self.run.notes, words))
            self._write()

    def finish(self, state: RunState, message: str) -> None:
        """Tell how the run ended."""
        if state != "done" and self._at:
            self._change(state=state)
        self.run = replace(self.run, state=state, message=message)
        self._write()

    def _step(self) -> StepState:
        return next(step for step in self.run.steps if step.name == self._at)

    def _change(self, **values: Any) -> None:
        steps = tuple(
            replace(step, **values) if step.name == self._at else step for step in self.run.steps
        )
        self.run = replace(self.run, steps=steps)

    def _write(self) -> None:
        self._told_s = time.monotonic()
        write_atomically(self._folder / STATE, json.dumps(asdict(self.run)).encode())


def _from(value: Mapping[str, Any]) -> Run:
    steps = tuple(map(_step_from, value["steps"]))
    found = Run(**{**value, "steps": steps, "notes": tuple(value["notes"])})
    _check(found.state, found.message, *found.notes)
    strict.places(found.pid)
    if found.state == "running" and found.pid < 1:
        raise ValueError("it runs in no process")
    return found


def _step_from(value: Mapping[str, Any]) -> StepState:
    found = StepState(**value)
    _check(found.state, found.name, found.title, found.note)
    strict.places(found.done, found.total, found.first)
    strict.numbers(found.seconds)
    return found


def _check(state: object, *texts: object) -> None:
    if state not in get_args(RunState):
        raise ValueError(f"{str(state)[:40]!r} is no state")
    strict.texts(*texts)
