"""A learner at work: started by itself or by a person, in a process of its own, and watched."""

import time
from typing import NamedTuple

from core.domain.role import Role
from core.errors import CoreError
from core.pipeline import by_itself
from core.pipeline.background import start_on
from core.pipeline.learn import drop
from core.storage import JobInfo, ProjectInfo
from ui import cache, state

_START_WITHIN_S = 30.0
_AGAIN_AFTER = 25
"""Decisions after which learning is tried once more by itself where it broke off."""

_SAID = "learner said"
_KEPT = "kept here"
_ASKED = "learner asked"


class Task(NamedTuple):
    """What a learner can be asked for: an option of `train-scorer`, and what it is called."""

    option: str
    words: str


ANYWAY = Task("--anyway", "Working out what it would change")
KEEP = Task("--keep", "Keeping what was learned")
UNDO = Task("--undo", "Going back to what was there before")


def learning(entities: int) -> Task:
    """Return the task of learning from so many decided entities, 0 where nobody counted."""
    return Task("", f"Learning from {entities:,} decisions" if entities else "Learning")


def ask(info: ProjectInfo, task: Task) -> None:
    """Have something done in a process of its own, unless it is at work already."""
    if at_work(info) is not None:
        return
    before = info.job.id if info.job else None
    options = [task.option] if task.option else []
    try:
        start_on(cache.workspace(), info.name, "train-scorer", *options)
    except CoreError as error:
        state.keep(_SAID, str(error))
        return
    cache.works()[_key(info)] = cache.Work(task.words, before, time.monotonic())
    if task == KEEP:
        state.keep(_KEPT, info.name)


def at_work(info: ProjectInfo) -> cache.Work | None:
    """Return what the learner of a project is doing; where it broke off, that is kept to be said.

    Args:
        info: the project as it is now.
    """
    work = cache.works().get(_key(info))
    if work is None:
        return None
    job = _job_of(info, work)
    if job is None and time.monotonic() - work.since_s < _START_WITHIN_S:
        return work
    if job is not None and job.is_alive():
        return work
    cache.works().pop(_key(info), None)
    if job is None or job.state == "running":
        state.keep(_SAID, f"{work.words} stopped unexpectedly")
    elif job.state == "failed":
        state.keep(_SAID, job.message)
    return None


def share(info: ProjectInfo) -> float:
    """Return how far the job of a learner at work is, in [0, 1]."""
    work = cache.works().get(_key(info))
    job = _job_of(info, work) if work else None
    return min(1.0, job.done / job.total) if job is not None and job.total else 0.0


def consider(info: ProjectInfo) -> None:
    """Have it learn where enough was decided and nothing else is at work."""
    if at_work(info) is not None or not info.base or (info.job and info.job.is_alive()):
        return
    workspace = cache.workspace()
    if not workspace.members.may(info.name, Role.ANNOTATOR):
        return
    decision = workspace.search.stamp(info.name).decision
    asked = (_key(info), decision, by_itself.is_wanted(workspace, info.name))
    before: tuple[object, ...] = state.recall(_ASKED, ())
    if before == asked:
        return  # the answer was no, and costs tens of milliseconds in a large project
    entities = by_itself.is_time(workspace, info.name)
    if not entities:
        state.keep(_ASKED, asked)
        return
    tried = cache.tries().get(_key(info))
    if tried is None or decision - tried >= _AGAIN_AFTER:
        cache.tries()[_key(info)] = decision
        ask(info, learning(entities))


def let_go(project: str) -> None:
    """Drop what is on offer."""
    try:
        drop(cache.workspace(), project)
    except CoreError as error:
        state.keep(_SAID, str(error))


def said() -> str:
    """Return what went wrong, once; "" where nothing did."""
    words = state.recall(_SAID, "")
    if words:
        state.keep(_SAID, "")
    return words


def is_kept_here(project: str) -> bool:
    """Return whether somebody kept what was learned in this browser session."""
    return state.recall(_KEPT, "") == project


def _job_of(info: ProjectInfo, work: cache.Work) -> JobInfo | None:
    return info.job if info.job is not None and info.job.id != work.before else None


def _key(info: ProjectInfo) -> str:
    return f"{info.created} {info.name}"
