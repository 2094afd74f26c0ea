"""The filter line and the queue of the Inspect page, without a browser."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.domain.decision import Decision, Kind, Side
from core.review.queue import NO_SIGNALS
from core.storage import Workspace
from core.storage.search import Search
from core.storage.values import Signals
from tests.storage.build import filled
from ui.panels import queue as queue_panel

ROOT = Path(__file__).parents[2]


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """Return a database with five pairs, of which p2 is flagged by Ada."""
    monkeypatch.setenv("SILVERLENS_DB", f"sqlite:///{tmp_path / 'test.sqlite'}")
    st.cache_resource.clear()
    opened = Workspace.open()
    filled(opened)
    flag = Decision("c", 1, "2026-01-01T00:00:00Z", "Ada", "p2", Side.PAIR, Kind.FLAG)
    opened.append_decisions("one", [flag])
    yield opened
    st.cache_resource.clear()


def run(**query: str) -> AppTest:
    test = AppTest.from_file(str(ROOT / "pages" / "20_Inspect.py"), default_timeout=60)
    test.session_state["framed"] = True
    for name, value in {"project": "one", **query}.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def count(page: AppTest) -> str:
    """Return how many pairs the row of chips says there are."""
    return next(c.value for c in page.caption if c.value.endswith(("pair", "pairs")))


def asked(page: AppTest, name: str) -> str:
    """Return a value of the URL, which is told as a list where the page changed it."""
    return "".join(page.query_params.get(name, ""))


def test_a_field_changes_the_url_and_a_chip_takes_it_out(workspace) -> None:
    page = run(label="PER", min_length="6")
    assert count(page) == "4 pairs"
    page.text_input(key="asked text").set_value("p2").run()
    assert asked(page, "text") == "p2"
    assert count(page) == "1 pair"
    page.button(key="chip label").click().run()
    assert asked(page, "label") == ""
    assert page.multiselect(key="asked label").value == []
    page.button(key="chip length").click().run()
    assert asked(page, "min_length") == ""
    assert not page.exception


def test_me_is_whoever_is_at_the_page(workspace) -> None:
    page = run(by="@me", person="Ada")
    assert count(page) == "1 pair"
    assert asked(page, "by") == "@me"
    assert asked(page, "pair") == "p2"
    assert count(run(by="@nobody")) == "4 pairs"


def test_signals_that_are_not_there_are_offered_to_be_looked_for(workspace, monkeypatch) -> None:
    started: list[tuple[object, ...]] = []
    monkeypatch.setattr(queue_panel, "start_on", lambda *asked: started.append(asked))
    page = run(order="suspicion")
    told = "\n".join(toast.value for toast in page.toast)
    assert NO_SIGNALS[1:] in told.replace("\\", "")
    look = next(b for b in page.button if b.label == "Look for suspicious pairs")
    look.click().run()
    assert started[0][1:] == ("one", "suspicion", "--top=0")
    workspace.signals.write("one", "k", [(f"p{k}", _judged(k)) for k in range(1, 6)])
    page.run()
    next(b for b in page.button if b.label == "Refresh the queue").click().run()
    assert asked(page, "pair") == "p5"


def _judged(k: int) -> Signals:
    return Signals(k / 10, 0.0, None, None, 1)


def test_the_pair_shown_changes_without_a_search(workspace, monkeypatch) -> None:
    searches: list[object] = []
    find = Search.find

    def watched(self: Search, *given: object, **more: object) -> object:
        searches.append(given)
        return find(self, *given, **more)

    monkeypatch.setattr(Search, "find", watched)
    page = run(text="york")
    assert len(searches) == 1
    for pair in ("p3", "p5"):
        page.query_params["pair"] = pair
        page.run()
    assert len(searches) == 1


def test_a_regular_expression_that_is_none_is_said_and_can_be_taken_out(workspace) -> None:
    page = run(text="p(", regex="1")
    assert "is not a regular expression" in page.error[0].value.replace("\\", "")
    page.button(key="chip text").click().run()
    assert not page.error
    assert asked(page, "regex") == ""
