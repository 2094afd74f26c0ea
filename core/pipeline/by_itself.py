"""Learning by itself: whether a project wants it, and whether now is the time."""

import os

from core.pipeline.learn import readiness
from core.storage import Workspace

SETTING = "SILVERLENS_LEARN"
"""Set to `no`, no project of this server learns by itself."""

_KEY = "learns by itself"


def allowed() -> bool:
    """Return whether projects of this server may learn by themselves."""
    return os.environ.get(SETTING, "").strip().lower() not in {"no", "0", "off", "false"}


def is_wanted(ws: Workspace, project: str) -> bool:
    """Return whether a project is to learn by itself; it is until somebody says otherwise."""
    return ws.models.read(project, _KEY) != b"no"


def want(ws: Workspace, project: str, *, on: bool) -> None:
    """Keep whether a project is to learn by itself."""
    ws.models.write(project, _KEY, b"yes" if on else b"no")


def is_time(ws: Workspace, project: str) -> int:
    """Return how many decided entities a project is to learn from now by itself, 0 for not now.

    Takes some milliseconds. Who asks looks first whether another job is at work.
    """
    if not allowed() or not is_wanted(ws, project):
        return 0
    ready = readiness(ws, project)
    return ready.decided if ready.due else 0
