"""Long steps: started, watched, and said how they ended."""

import time

import streamlit as st

from core.pipeline.background import start_preparing
from core.storage import JobInfo
from ui import cache
from ui.panels.text import plain

SILENT_S = 60.0
"""A running job that gave no sign for so long has stopped."""

_LOOK_EVERY_S = 0.2
_START_WITHIN_S = 30.0


def prepare_and_wait(project: str) -> bool:
    """Return whether the project was prepared, showing how far its process is.

    The process goes on when the page is left; the list of projects then shows how far it is.
    """
    workspace = cache.workspace()
    before = workspace.project(project).job
    process = start_preparing(project, url=workspace.url)
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
            st.error("The projection stopped unexpectedly. Start it again from the project's menu.")
            return False
        time.sleep(_LOOK_EVERY_S)


def show_job(job: JobInfo) -> None:
    """Show how far a project's job is, or why it failed."""
    if job.state == "failed":
        st.error(plain(job.message))
    elif job.state == "running" and job.silent_s() > SILENT_S:
        st.warning("The projection stopped before it was done. Start it again from the menu.")
    elif job.state == "running":
        st.progress(_share(job), text=plain(job.step))


def _share(job: JobInfo) -> float:
    return min(1.0, job.done / job.total) if job.total else 0.0


def _say_end(job: JobInfo) -> bool:
    if job.state == "failed":
        st.error(plain(job.message))
    return job.state == "done"
