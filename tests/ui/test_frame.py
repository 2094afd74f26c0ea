"""The frame: every page is reached, in its menu or at once, and where one is goes along."""

from streamlit.testing.v1 import AppTest

from tests.ui.test_pages import PAIRS, workspace  # noqa: F401 (a fixture)
from ui import frame

PAGES = {path.stem.partition("_")[2] for path in (frame.ROOT / "pages").glob("[0-9]*_*.py")}
WHERE = """
import streamlit as st
from ui import state
from ui.panels import inspect
st.text(inspect.ask_project().name)
st.text(state.person())
"""


def test_every_menu_has_pages_that_there_are_and_none_stands_in_two() -> None:
    named = [name for names in frame.GROUPS.values() for name in names]
    assert len(named) == len(set(named))
    assert set(named) < PAGES


def test_project_and_person_are_kept_where_the_address_does_not_say_them(workspace) -> None:  # noqa: F811 (the fixture)
    for name in ("first", "second", "third"):
        workspace.create_project(name, PAIRS[:1])
    page = AppTest.from_string(WHERE, default_timeout=30)
    page.query_params["project"] = "second"
    page.query_params["person"] = "Ada"
    page.run()
    page.query_params.clear()
    page.run()
    assert [text.value for text in page.text] == ["second", "Ada"]
    assert page.query_params["project"] == "second"
