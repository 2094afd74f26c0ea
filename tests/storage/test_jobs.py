import os
from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.domain.pair import Pair
from core.errors import UnknownNameError
from core.storage import Workspace
from tests.storage.build import corpus, pair


def test_a_job_is_seen_with_its_project(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    assert ws.project("one").job is None
    job = ws.jobs.start("one", "Aligning", total=5)
    assert (job.state, job.step, job.done, job.total) == ("running", "Aligning", 0, 5)
    assert (job.project, job.pid) == ("one", os.getpid())
    assert 0 <= job.silent_s() < 60
    ws.jobs.progress(job.id, "Projecting", 3, 5)
    seen = ws.project("one").job
    assert seen is not None
    assert (seen.step, seen.done, seen.state) == ("Projecting", 3, "running")
    ws.jobs.finish(job.id, "well")
    done = ws.project("one").job
    assert done is not None
    assert (done.state, done.message) == ("done", "well")
    second = ws.jobs.start("one", "Again")
    ws.jobs.fail(second.id, "it broke: <b>")
    latest = ws.project("one").job
    assert latest is not None
    assert (latest.id, latest.state, latest.message) == (second.id, "failed", "it broke: <b>")


def test_jobs_of_nothing(ws: Workspace) -> None:
    with pytest.raises(UnknownNameError):
        ws.jobs.start("nowhere", "x")


def test_an_import_on_the_way_is_not_told_of(ws: Workspace) -> None:
    def pairs() -> Iterator[Pair]:
        yield pair("p1")
        for ask in (lambda: ws.jobs.start("nowhere", "x"), lambda: ws.project("nowhere")):
            with pytest.raises(UnknownNameError, match=r"known: none$"):
                ask()

    ws.create_project("one", pairs())


def test_a_job_is_alive_while_it_runs_and_gives_signs(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    job = ws.jobs.start("one", "Aligning")
    assert job.is_alive()
    assert not replace(job, heartbeat="2020-01-01T00:00:00.000+00:00").is_alive()
    assert not replace(job, state="done").is_alive()
