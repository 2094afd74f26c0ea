"""Long steps: started, watched, and said how they ended."""

import time

import streamlit as st

from core.pipeline.background import start_preparing
from core.pipeline.project_links import borrowed_from
from core.storage import JobInfo
from ui import cache
from ui.panels.text import plain

SILENT_S = 60.0
"""A running job that gave no sign for so long has stopped."""

_LOOK_EVERY_S = 0.2
_WATCH_EVERY_S = 1.0
_START_WITHIN_S = 30.0


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
    process = start_preparing(project, url=workspace.url, model_of=model_of)
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
    elif _is_alive(job):
        st.fragment(_watch, run_every=_WATCH_EVERY_S)(job)
    elif job.state == "running":
        st.warning("The projection stopped before it was done. Start it again under More.")


def _watch(before: JobInfo) -> None:
    """Show how far a running job is; once it has ended, have the page drawn anew."""
    job = cache.workspace().project(before.project).job
    if job is None or not _is_alive(job):
        st.rerun()
    else:
        st.progress(_share(job), text=plain(job.step))


def _failure(job: JobInfo) -> str:
    return plain(f"The projection failed: {job.message}")


def _is_alive(job: JobInfo) -> bool:
    return job.state == "running" and job.silent_s() <= SILENT_S


def _share(job: JobInfo) -> float:
    return min(1.0, job.done / job.total) if job.total else 0.0


def _say_end(job: JobInfo) -> bool:
    if job.state == "failed":
        st.error(_failure(job))
    return job.state == "done"
