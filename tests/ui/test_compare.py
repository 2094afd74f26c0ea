"""What the Compare page says, without a browser; what a click does is in tests/e2e."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.domain.entity import Entity
from core.domain.pair import Sentence
from core.storage import Workspace
from tests.review.compare.build import NAME, PAIRS, accept, outcome, pair, project
from tests.ui.test_pages import run, words
from ui.panels import compare as compare_panel
from ui.panels.text import marked


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """Return a database with the small project, two pairs done."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SILVERLENS_DB", f"sqlite:///{tmp_path_factory.mktemp('ui')}/test.sqlite")
        st.cache_resource.clear()
        opened = Workspace.open()
        project(opened)
        accept(opened, ("same", "random:7", ""), ("boundary", "", ""))
        opened.create_project("nothing projected", PAIRS[:1])
        yield opened
        opened.close()
        st.cache_resource.clear()


def show(**query: str) -> AppTest:
    page = run("25_Compare.py", project=NAME, **query)
    assert not page.exception
    return page


def tables(page: AppTest) -> list[list[list[object]]]:
    return [table.value.astype(object).values.tolist() for table in page.dataframe]


def test_scores_are_shown_against_gold_first(workspace) -> None:
    page = show()
    scores, differences = tables(page)
    assert [row[0] for row in scores] == ["uno", "due"]
    assert scores[0][3] == pytest.approx(12 / 17)
    assert differences[0][:2] == ["due", "uno"]
    told = words(page.caption)
    assert "5 of 7 pairs" in told
    assert "these differences rest on 1 document and 3 pairs, too few to be trusted" in told


def test_figures_by_decisions_come_with_their_caveat(workspace) -> None:
    page = show(against="decisions")
    assert "No random sample: of 2 checked pairs, 1 is among the first" in words(page.warning)
    fair = show(against="decisions in random order")
    assert "the first pair of the random order, seed 7. Counted of these: 1," in words(fair.warning)


def test_every_view_shows_its_tables(workspace) -> None:
    assert len(show(view="Errors").dataframe) == 2
    assert len(show(view="Breakdowns").dataframe) == 4
    agreement = show(view="Agreement")
    assert [row[0] for row in tables(agreement)[0]] == ["uno", "due", "gold", "decisions"]
    assert "Compare with" not in [box.label for box in agreement.selectbox]


def test_a_cell_chosen_by_keyboard_shows_what_is_behind_it(workspace) -> None:
    page = show(view="Agreement")
    choice = next(box for box in page.selectbox if box.key == "choice agreement")
    page = choice.set_value("0 2").run()
    assert "2 pairs: uno against due: any difference" in words(page.markdown).replace("*", "")


def test_a_project_without_methods_says_what_to_do(workspace) -> None:
    page = run("25_Compare.py", project="nothing projected")
    assert "Nothing is projected yet" in words(page.info)


def test_entities_are_marked_in_brackets() -> None:
    sentence = Sentence(("Ada", "met", "New", "York"))
    assert marked(sentence, (Entity(0, 1, "PER"), Entity(2, 4, "LOC"))) == (
        "[PER Ada] met [LOC New York]"
    )


def test_names_of_methods_and_labels_are_shown_as_they_are(workspace) -> None:
    name, label = "<b>*a*</b> [x](javascript:y)", "<i>$z$</i>"
    given = pair("1", "Ada met", [(0, 1, label)], "Ada traf", [(0, 1, label)])
    workspace.create_project("hostile", [given])
    for method in (name, "gold"):
        found = outcome(given, [[(0, 2, label)]])
        workspace.write_layer("hostile", [("1", found)], name=method)
    for view in compare_panel.VIEWS[:-1]:
        page = run("25_Compare.py", project="hostile", view=view)
        assert not page.exception
        said = [e.value for e in (*page.markdown, *page.caption, *page.subheader, *page.warning)]
        assert [text for text in said if "<b>" in text or "[x]" in text or "<i>" in text] == []
