"""Learning in the app without a browser: the line on Inspect, the Learn page, the layers."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.evaluation.spans import Score
from core.pipeline import by_itself
from core.pipeline.prepare import prepare
from core.pipeline.trials import Trial, read, write
from core.projection import METHODS
from core.storage import Workspace
from core.training.scorer import Check
from tests.learnable import PROJECT, correct, links, pairs
from tests.ui.test_pages import run, words
from ui import cache
from ui.panels import learner

COUNT = 34
IDS = [pair.id for pair in pairs(COUNT)]
LINE = """
from ui import cache
from ui.panels import learn_line
learn_line.show(cache.workspace().project("articles"))
"""


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """Return a database with a project from which there is something to learn."""
    monkeypatch.setenv("SILVERLENS_DB", f"sqlite:///{tmp_path / 'test.sqlite'}")
    monkeypatch.delenv(by_itself.SETTING, raising=False)
    st.cache_resource.clear()
    opened = Workspace.open()
    given = pairs(COUNT)
    opened.create_project(PROJECT, given)
    prepare(opened, PROJECT, methods=[METHODS["coverage-exact"]], links=links(given))
    yield opened
    opened.close()
    st.cache_resource.clear()


@pytest.fixture
def started(monkeypatch) -> list[str]:
    """Return the options that processes were started with; none is."""
    asked: list[str] = []
    monkeypatch.setattr(learner, "start_on", lambda *given: asked.append(" ".join(given[3:])))
    return asked


def try_out(ws: Workspace, state: str = "offered", **more: object) -> Trial:
    """Return a trial that is written without anything being learned."""
    info = ws.project(PROJECT)
    check = Check(Score(12, 24, 24), Score(21, 28, 24), 0.97)
    given = {
        "scorer": "s",
        "layer": "",
        "name": "",
        "before": info.base,
        "entities": 60,
        "pairs": 30,
        "decision": ws.search.stamp(PROJECT).decision,
        "check": check,
        "changed": 0,
        "first": (),
        "time": "2030-01-02T03:04:05+00:00",
    }
    return write(ws, PROJECT, Trial(state=state, **(given | more)))


def offer(ws: Workspace, state: str = "offered") -> Trial:
    """Return a trial whose layer is another method's, which finds the article for nobody."""
    prepare(ws, PROJECT, methods=[METHODS["heuristic"]])
    layer = ws.project(PROJECT).layers[-1]
    return try_out(ws, state, layer=layer.content_hash, name=layer.name, changed=4)


def line() -> AppTest:
    return AppTest.from_string(LINE, default_timeout=30).run()


def labels(page: AppTest) -> list[str]:
    return [button.label for button in page.button]


def click(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click()
    page.run()
    assert not page.exception
    return page


def test_it_learns_by_itself_once_enough_was_decided(workspace, started) -> None:
    correct(workspace, IDS[:20])
    assert words(line().markdown) == ""
    assert started == []
    correct(workspace, IDS[20:28])
    page = line()
    assert "Learning from 56 decisions…" in words(page.markdown)
    page.run()
    assert started == [""]
    job = workspace.jobs.start(PROJECT, "Learning")
    page.run()
    assert "Learning from 56 decisions…" in words(page.markdown)
    workspace.jobs.fail(job.id, "the disk is full")
    page.run()
    assert "the disk is full" in words(page.toast)
    page.run()
    assert started == [""]  # not again and again where it broke off
    assert words(page.markdown) == ""


def test_it_does_not_where_the_project_the_server_or_another_job_says_no(
    workspace, started, monkeypatch
) -> None:
    correct(workspace, IDS[:28])
    page = run("27_Learn.py", project=PROJECT)
    page.toggle[0].set_value(False).run()
    assert not by_itself.is_wanted(workspace, PROJECT)
    line()
    page.toggle[0].set_value(True).run()
    monkeypatch.setenv(by_itself.SETTING, "no")
    line()
    assert run("27_Learn.py", project=PROJECT).toggle[0].disabled
    monkeypatch.delenv(by_itself.SETTING)
    job = workspace.jobs.start(PROJECT, "Projecting")
    line()
    assert started == []
    workspace.jobs.finish(job.id)
    line()
    assert started == [""]


def test_an_offer_is_kept_by_a_process_and_dropped_at_once(workspace, started) -> None:
    offer(workspace)
    page = line()
    assert "A scorer learned from 30 pairs would change 4 untouched pairs." in words(page.markdown)
    assert labels(page) == ["Look", "Keep", "Drop"]
    click(page, "Keep")
    assert started == ["--keep"]
    assert "Keeping what was learned…" in words(page.markdown)
    cache.works().clear()
    page = click(line(), "Drop")
    assert labels(page) == []
    trial = read(workspace, PROJECT)
    assert trial is not None
    assert trial.state == "dropped"


def test_what_was_kept_here_leads_on_to_where_there_is_most_to_gain(workspace, started) -> None:
    trial = offer(workspace, "kept")
    workspace.set_base(PROJECT, trial.layer)
    page = line()
    assert labels(page) == []  # somebody kept it some other time
    page.session_state["kept here"] = PROJECT
    page.run()
    assert "heuristic is in use; it changed 4 pairs." in words(page.markdown)
    click(page, "Most to gain first")
    assert page.query_params["order"] in ("gain", ["gain"])
    click(page, "Undo")
    assert started == ["--undo"]
    cache.works().clear()
    page.run()
    click(page, "Close")
    assert labels(page) == []


def test_no_gain_is_said_when_it_is_new(workspace, started) -> None:
    try_out(workspace, "refused", time="2030-01-01T00:00:00+00:00")
    page = line()
    assert words(page.markdown) == ""
    try_out(workspace, "refused")
    page.run()
    assert "no sure gain on held-out pairs, so the base stays." in words(page.markdown)
    assert labels(page) == ["Look", "Close"]
    click(page, "Close")
    assert words(page.markdown) == ""
    assert started == []


def test_the_page_says_how_many_decisions_it_takes(workspace) -> None:
    correct(workspace, IDS[:3])
    page = run("27_Learn.py", project=PROJECT)
    assert not page.exception
    said = words(page.markdown)
    assert "6 source entities are decided on; a scorer needs 44 more to learn from." in said
    assert page.button[0].label == "Learn now"
    assert page.button[0].disabled


def test_the_page_shows_figures_and_pairs_of_what_is_on_offer(workspace, started) -> None:
    correct(workspace, IDS[:28])
    trial = offer(workspace)
    page = run("27_Learn.py", project=PROJECT)
    assert not page.exception
    rows = [[str(cell).replace("\\", "") for cell in row] for row in page.table[0].value.to_numpy()]
    assert rows == [
        ["coverage-exact", "0.500", "0.500", "0.500"],
        ["heuristic", "0.875", "0.750", "0.808"],
        ["gain", "+0.375", "+0.250", "+0.308"],
    ]
    assert "In 97 % of the resamplings" in words(page.caption)
    assert "heuristic is on offer" in words(page.markdown)
    assert "0 untouched pairs would change" in words(page.header)
    click(page, "Keep")
    assert started == ["--keep"]
    cache.works().clear()
    click(run("27_Learn.py", project=PROJECT), "Drop")
    assert trial.layer not in {a.content_hash for a in workspace.project(PROJECT).layers}


def test_the_page_says_that_the_base_stays_and_offers_to_look_anyway(workspace, started) -> None:
    try_out(workspace, "refused")
    page = run("27_Learn.py", project=PROJECT)
    assert "found no sure gain, so the base stays." in words(page.markdown)
    click(page, "Work out what it would change anyway")
    assert started == ["--anyway"]


def test_the_page_without_a_method_says_where_to_start(workspace) -> None:
    workspace.create_project("bare", pairs(2))
    assert "Nothing is projected yet." in words(run("27_Learn.py", project="bare").info)


def test_learned_layers_are_marked_in_the_list(workspace) -> None:
    offer(workspace)
    page = AppTest.from_string(LINE.replace("learn_line", "layers"), default_timeout=30).run()
    assert "heuristic**  \n:small[learned from decisions, on offer · made" in words(page.markdown)
