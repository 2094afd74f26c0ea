"""Jobs: long steps over a project, and how far each has come."""

import os
from typing import Any

import sqlalchemy as sa

from core.storage.clock import now
from core.storage.engine import writing
from core.storage.names import find_id
from core.storage.needs import guarded
from core.storage.schema import jobs
from core.storage.values import JobInfo


def latest(connection: sa.Connection, project: int, name: str) -> JobInfo | None:
    """Return the latest job of a project, if there is one."""
    row = connection.execute(
        sa.select(jobs).where(jobs.c.project_id == project).order_by(jobs.c.id.desc()).limit(1)
    ).one_or_none()
    return None if row is None else _info(row, name)


def _info(row: Any, name: str) -> JobInfo:
    return JobInfo(
        id=row.id,
        project=name,
        state=row.state,
        step=row.step,
        done=row.done,
        total=row.total,
        message=row.message,
        pid=row.pid,
        started=row.started,
        heartbeat=row.heartbeat,
    )


@guarded
class Jobs:
    """The jobs of a database: started, told how far they are, finished or failed."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def start(self, project: str, step: str, *, total: int = 0) -> JobInfo:
        """Return a new running job of this process."""
        with writing(self._engine) as connection:
            owner = find_id(connection, project)
            time = now()
            connection.execute(
                sa.insert(jobs).values(
                    project_id=owner,
                    state="running",
                    step=step,
                    done=0,
                    total=total,
                    message="",
                    pid=os.getpid(),
                    started=time,
                    heartbeat=time,
                )
            )
            found = latest(connection, owner, project)
        assert found is not None  # it was written two lines above
        return found

    def progress(self, job: int, step: str, done: int, total: int) -> None:
        """Tell how far a running job has come; a sign of life at the same time."""
        self._change(job, step=step, done=done, total=total)

    def finish(self, job: int, message: str = "") -> None:
        """Tell that a job ended as it should."""
        self._change(job, state="done", message=message)

    def fail(self, job: int, message: str) -> None:
        """Tell that a job ended otherwise, and why."""
        self._change(job, state="failed", message=message)

    def _change(self, job: int, **values: object) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                sa.update(jobs).where(jobs.c.id == job).values(heartbeat=now(), **values)
            )
