"""A project that somebody deletes while its page is open: words in place of a traceback."""

from streamlit.testing.v1 import AppTest

from core.errors import InputError
from tests.ui.test_pages import PAIRS, run, words, workspace  # noqa: F401 (a fixture)
from ui.panels import desk


def show_bench() -> None:
    from core.review.filters import Filter
    from core.review.orders import FILE
    from ui.panels import desk

    desk.show_bench("mine", "Ada", Filter(), FILE, ())


def act_on_the_bench() -> None:
    from core.review.filters import Filter
    from core.review.orders import FILE
    from core.review.queue import build
    from ui import cache
    from ui.panels import desk

    ws = cache.workspace()
    told = desk._Desk(ws, ws.project("mine"), "Ada", build(ws, "mine", Filter(), FILE))
    ws.delete_project("mine")
    op = {"seq": 1, "kind": "accept-pair", "pair": "a"}
    ask = {"side": "source"}
    desk._or_words(told.on_ops)({"client": "x", "ops": [op]})
    desk._or_words(told.on_nav)({"client": "x", "n": 1, "to": "next", "from": "a"})
    desk._or_words(told.on_ask)({"client": "x", "n": 1, "kind": "memory", "pair": "a", "body": ask})


def show_job(job) -> None:
    from ui.panels import jobs

    jobs.show_job(job)


def show_awaited(job) -> None:
    from ui.panels import jobs

    jobs.expect_job(job.project, None)
    jobs.show_work(job.project, None)


def test_the_bench_says_that_the_project_is_gone(workspace) -> None:  # noqa: F811 (the fixture)
    page = AppTest.from_function(show_bench, default_timeout=30).run()
    assert not page.exception
    assert "unknown project 'mine'" in words(page.error)


def test_acts_on_a_project_that_is_gone_are_answered_in_words(
    workspace,  # noqa: F811 (the fixture)
) -> None:
    workspace.create_project("mine", PAIRS)
    page = AppTest.from_function(act_on_the_bench, default_timeout=30).run()
    assert not page.exception
    said = [*(toast.value for toast in page.toast), page.session_state["bench answer"]["error"]]
    assert len(said) == 3
    assert all(one.startswith("unknown project") for one in said)


def test_the_bench_says_what_keeps_it_from_finding_the_pair(
    workspace,  # noqa: F811 (the fixture)
    monkeypatch,
) -> None:
    def fail(*_) -> None:
        raise InputError("no such place")

    workspace.create_project("mine", PAIRS)
    monkeypatch.setattr(desk, "_where", fail)
    page = run("20_Inspect.py", project="mine")
    assert not page.exception
    assert "no such place" in words(page.error)


def test_watching_a_job_of_a_project_that_is_gone_ends_in_words(
    workspace,  # noqa: F811 (the fixture)
) -> None:
    workspace.create_project("mine", PAIRS)
    job = workspace.jobs.start("mine", "Aligning", total=10)
    for shown in (show_job, show_awaited):
        if "mine" in workspace.names():
            page = AppTest.from_function(shown, args=(job,), default_timeout=30).run()
            assert not page.error
            workspace.delete_project("mine")
        page = AppTest.from_function(shown, args=(job,), default_timeout=30).run()
        assert not page.exception
        assert "unknown project 'mine'" in words(page.error)


def test_a_page_that_watches_goes_on_without_a_project_that_is_gone(
    workspace,  # noqa: F811 (the fixture)
) -> None:
    workspace.create_project("mine", PAIRS)
    workspace.create_project("yours", PAIRS)
    workspace.jobs.start("mine", "Aligning", total=10)
    page = run("10_Projects.py")
    assert "Aligning" in [bar.proto.text for bar in page.get("progress")]
    workspace.delete_project("mine")
    page.run()
    assert not page.exception
    assert not page.error
    assert words(page.subheader) == "yours"
