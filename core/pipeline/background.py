"""Work in processes of its own, so that whoever asked stays small and goes on answering."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from core.domain.role import Role
from core.errors import ConflictError, StorageError
from core.storage import Workspace
from core.storage.locks import is_held, take

ROOT = Path(__file__).parents[2]
PROCESS, LOG = "process", "log"
"""Files in a watched folder; they have no suffix, so that no text put there is called the same."""

_DB = "--db="
_TOLD = 4000
"""Characters of what a process said last that are shown."""


NEEDS: Mapping[str, Role] = MappingProxyType(
    {
        "prepare": Role.CURATOR,
        "calibrate": Role.CURATOR,
        "layers": Role.CURATOR,
        "suspicion": Role.ANNOTATOR,
        "train-scorer": Role.ANNOTATOR,
        "train-scorer --keep": Role.CURATOR,
        "train-scorer --undo": Role.CURATOR,
        "train-scorer --anyway": Role.CURATOR,
    }
)
"""The role that each command needs of who starts it; its process is the owner of the database."""


def start_preparing(
    ws: Workspace, project: str, *, methods: Sequence[str] = (), model_of: str = ""
) -> "subprocess.Popen[bytes]":
    """Return the process that runs `python -m core prepare` for a project.

    It outlives its parent and tells the project's job how far it is; what it would print is let go.

    Args:
        ws: where the project is, bound to who starts it.
        project: name of the project.
        methods: names of methods; none means those that every project starts with.
        model_of: project by what was learned of which to align; "" for learning anew.
    """
    asked = [f"--method={name}" for name in methods]
    if model_of:
        ws.members.require(model_of, Role.VIEWER)
        asked.append(f"--model-of={model_of}")
    return start_on(ws, project, "prepare", *asked)


def start_calibrating(ws: Workspace, project: str) -> "subprocess.Popen[bytes]":
    """Return the process that runs `python -m core calibrate` for a project."""
    return start_on(ws, project, "calibrate")


def start_on(
    ws: Workspace, project: str, command: str, *arguments: str
) -> "subprocess.Popen[bytes]":
    """Return the process that runs a command of `NEEDS` on a project; it outlives its parent.

    Raises:
        RoleError: who acts has a lesser role in the project than the command needs.
        UnknownNameError: there is no such project.
    """
    whole = " ".join([command, *arguments[:1]])
    ws.members.require(project, NEEDS[whole if whole in NEEDS else command])
    return start(command, f"--project={project}", f"--db={ws.url}", *arguments)


def start(command: str, *arguments: str) -> "subprocess.Popen[bytes]":
    """Return the process that runs `python -m core COMMAND`; it outlives its parent."""
    words, environment = _apart(arguments)
    return subprocess.Popen(
        [sys.executable, "-m", "core", command, *words],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def start_watched(folder: Path, command: str, *arguments: str) -> "subprocess.Popen[bytes]":
    """Return the process that runs `python -m core COMMAND`, and that its folder knows of.

    As long as it lives, however it ends, it holds the folder's file `process`, which has its
    number. What it says goes to the folder's log, so that a crash can be shown.

    Raises:
        ConflictError: one is at work there already.
        StorageError: the folder cannot be written.
    """
    try:
        with (folder / PROCESS).open("a+b") as held:
            take(held)
            held.truncate(0)
            with (folder / LOG).open("wb") as log:
                words, environment = _apart(arguments)
                made = subprocess.Popen(
                    [sys.executable, "-m", "core", command, *words],
                    cwd=ROOT,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                    start_new_session=True,
                    pass_fds=(held.fileno(),),
                )
            held.write(str(made.pid).encode())
            return made
    except BlockingIOError:
        raise ConflictError(f"a process is at work in {folder} already") from None
    except OSError as error:
        raise StorageError(f"cannot write {folder}: {error.strerror or error}") from None


def _apart(arguments: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Return the words of a command, and the environment that tells it where its database is.

    A URL may hold a password, and everybody on a machine can read the words of a command.
    """
    words = [word for word in arguments if not word.startswith(_DB)]
    told = [word.removeprefix(_DB) for word in arguments if word.startswith(_DB)]
    return words, {**os.environ, **({"SILVERLENS_DB": told[-1]} if told else {})}


def is_watched(folder: Path) -> bool:
    """Return whether the process that was started for a folder is alive."""
    return is_held(folder / PROCESS)


def watched_process(folder: Path) -> int:
    """Return the number of the process that was started last for a folder, 0 for none."""
    try:
        return int((folder / PROCESS).read_bytes() or 0)
    except (OSError, ValueError):
        return 0


def last_words(folder: Path) -> str:
    """Return the end of what the process of a folder said, "" where it said nothing."""
    try:
        said = (folder / LOG).read_bytes()
    except OSError:
        return ""
    return said.decode(errors="replace").strip()[-_TOLD:]
