"""Long steps: started, watched, and said how they ended."""

import time
from dataclasses import dataclass

import streamlit as st

from core.errors import UnknownNameError
from core.pipeline.background import start_preparing
from core.pipeline.project_links import borrowed_from
from core.storage import JobInfo
from ui import cache, state
from ui.panels.text import plain

_LOOK_EVERY_S = 0.2
_WATCH_EVERY_S = 1.0
_START_WITHIN_S = 30.0
_AWAITED = "job awaited"
_GONE = "project gone"


def prepare_and_wait(project: str, *, model_of: str | None = None) -> bool:
    """Return whether the project was prepared, showing how far its process is.

    The process goes on when the page is left; the list of projects then shows how far it is.

    Args:
        project: its name.
        model_of: project by what was learned of which to align; "" for learning anew, None for
            what was done the last time.
    """
    workspace = cache.workspace()
    if model_of is None:
        model_of = borrowed_from(workspace, project)
    before = workspace.project(project).job
    process = start_preparing(workspace, project, model_of=model_of)
    bar = st.progress(0.0, text="Starting")
    deadline_s = time.monotonic() + _START_WITHIN_S
    while True:
        ended = process.poll() is not None
        job = workspace.project(project).job
        started = job is not None and (before is None or job.id != before.id)
        if job is not None and started:
            bar.progress(_share(job), text=plain(job.step))
            if job.state != "running":
                return _say_end(job)
        if ended or (not started and time.monotonic() > deadline_s):
            st.error(
                "The projection stopped unexpectedly. Start it again: under More, on Projects."
            )
            return False
        time.sleep(_LOOK_EVERY_S)


def show_job(job: JobInfo) -> None:
    """Show how far a project's job is, looking again while it runs, or why it failed."""
    if job.state == "failed":
        st.error(_failure(job))
    elif job.is_alive():
        st.fragment(_watch, run_every=_WATCH_EVERY_S)(job)
    elif job.state == "running":
        st.warning("The projection stopped before it was done. Start it again under More.")


def _watch(before: JobInfo) -> None:
    """Show how far a running job is; once it has ended, have the page drawn anew."""
    try:
        job = cache.workspace().project(before.project).job
    except UnknownNameError as error:
        _leave(before.project, error)
        return
    if job is None or not job.is_alive():
        st.rerun()
    else:
        st.progress(_share(job), text=plain(job.step))


@dataclass(frozen=True, slots=True)
class _Awaited:
    """A job that a process was started for: its project, the job before, and when, in seconds."""

    project: str
    before: int | None
    since_s: float


_NOTHING = _Awaited("", None, 0.0)


def expect_job(project: str, before: JobInfo | None) -> None:
    """Keep that a process was started for a project, whose job before it was `before`."""
    state.keep(_AWAITED, _Awaited(project, before.id if before else None, time.monotonic()))


def show_work(project: str, job: JobInfo | None) -> bool:
    """Show how far a project's running job is, or one that was expected and has yet to start.

    Once it has ended, the page is drawn anew. Return whether there is such a job, as far as known.
    """
    awaited = state.recall(_AWAITED, _NOTHING)
    if awaited.project == project:
        st.fragment(_await, run_every=_WATCH_EVERY_S)(awaited)
        return True
    if job is not None and job.state == "running":
        show_job(job)
        return job.is_alive()
    return False


def _await(awaited: _Awaited) -> None:
    try:
        found = cache.workspace().project(awaited.project).job
    except UnknownNameError as error:
        state.keep(_AWAITED, _NOTHING)
        _leave(awaited.project, error)
        return
    job = found if found is not None and found.id != awaited.before else None
    if job is None and time.monotonic() - awaited.since_s < _START_WITHIN_S:
        st.progress(0.0, text="Starting")
    elif job is not None and job.is_alive():
        st.progress(_share(job), text=plain(job.step))
    else:
        state.keep(_AWAITED, _NOTHING)
        if job is None or job.state == "running":
            st.toast("It stopped unexpectedly. Try it again.", duration="long")
        elif job.state == "failed":
            st.toast(plain(job.message), duration="long")
        st.rerun()


def _leave(project: str, error: UnknownNameError) -> None:
    """Have the page drawn anew without a project that is gone; where it goes on, say so."""
    if state.recall(_GONE, "") != project:
        state.keep(_GONE, project)
        st.rerun()
    st.error(plain(str(error)))


def _failure(job: JobInfo) -> str:
    return plain(f"The projection failed: {job.message}")


def _share(job: JobInfo) -> float:
    return min(1.0, job.done / job.total) if job.total else 0.0


def _say_end(job: JobInfo) -> bool:
    if job.state == "failed":
        st.error(_failure(job))
    return job.state == "done"
