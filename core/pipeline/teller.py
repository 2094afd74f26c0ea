"""Telling how far a long step is."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from core.errors import CoreError
from core.storage import Jobs, Workspace

_TELL_EVERY_S = 0.3

Report = Callable[[str, int, int], None]


class Teller:
    """Passes progress on to the job and to whoever asked, not more often than anyone can read."""

    def __init__(self, jobs: Jobs, job: int, report: Report | None) -> None:
        self._jobs = jobs
        self._job = job
        self._report = report
        self._last_s = 0.0
        self.result = ""

    def __call__(self, step: str, done: int, total: int) -> None:
        """Tell the step, how much is done and how much there is."""
        now_s = time.monotonic()
        if now_s - self._last_s < _TELL_EVERY_S and done < total:
            return
        self._last_s = now_s
        self._jobs.progress(self._job, step, done, total)
        if self._report is not None:
            self._report(step, done, total)


@contextmanager
def as_job(workspace: Workspace, project: str, report: Report | None) -> Iterator[Teller]:
    """Return what is told how far a step over a project is; its job ends with the block.

    An error ends the job as failed and is raised on; else it ends with the teller's `result`.
    """
    job = workspace.jobs.start(project, "Starting", total=workspace.project(project).pairs)
    teller = Teller(workspace.jobs, job.id, report)
    failure = "stopped before it was done"
    try:
        yield teller
        failure = ""
    except CoreError as error:
        failure = str(error)
        raise
    finally:
        if failure:
            workspace.jobs.fail(job.id, failure)
    workspace.jobs.finish(job.id, teller.result)
