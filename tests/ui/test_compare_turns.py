"""What the Compare page keeps from one run to the next, and what it does anew."""

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from core.domain.decision import Decision, Kind, Side
from core.domain.entity import Entity
from core.review import compare
from core.review.compare.occurrences import rarest_first
from tests.review.compare.build import NAME, ONE, PAIRS, accept, outcome, pair, project
from tests.ui.test_compare import tables
from tests.ui.test_pages import run, words, workspace  # noqa: F401 (a fixture)
from ui import cache

CHOSEN = ": any difference"


@pytest.fixture
def ws(workspace, monkeypatch):  # noqa: F811 (the fixture)
    """Return a database with the small project, two pairs done, and one with another method."""
    monkeypatch.setattr(st, "page_link", lambda *_, **__: None)  # it needs the whole app
    project(workspace)
    accept(workspace, ("same", "random:7", ""), ("boundary", "", ""))
    workspace.create_project("other", PAIRS)
    workspace.write_layer(
        "other", [(p.id, outcome(p, ONE.get(p.id, ()))) for p in PAIRS], name="tre"
    )
    return workspace


def accept_later(ws) -> None:
    """Accept one more pair."""
    given = Decision("d", 1, "2026-01-02T00:00:00Z", "Ada", "missing", Side.PAIR, Kind.ACCEPT_PAIR)
    ws.append_decisions(NAME, [given])


def show(view: str, **query: str) -> AppTest:
    page = run("25_Compare.py", project=NAME, view=view, **query)
    assert not page.exception
    return page


def pick(page: AppTest, label: str, value: object) -> AppTest:
    """Return the page after a choice in the first box whose label begins so."""
    return pick_of(page, label).set_value(value).run()


def pick_of(page: AppTest, label: str) -> Selectbox:
    """Return the first box of this label."""
    return next(box for box in page.selectbox if box.label.startswith(label))


def said(page: AppTest) -> str:
    assert not page.exception
    assert not page.error
    return words(page.markdown).replace("*", "")


def choose_agreement() -> AppTest:
    page = pick(show("Agreement"), "Open the pairs of a cell", "0 2")
    assert CHOSEN in said(page)
    return page


def test_what_was_chosen_in_one_project_is_dropped_in_another(ws) -> None:
    page = pick(choose_agreement(), "Project", "other")
    assert CHOSEN not in said(page)
    assert len(page.dataframe) == 1
    assert "Agreement" in words(page.subheader)
    choice = next(box for box in page.selectbox if box.key == "choice agreement")
    assert choice.value is None
    assert CHOSEN not in said(pick(page, "Project", NAME))


def test_what_was_chosen_is_dropped_with_its_layer(ws) -> None:
    page = choose_agreement()
    info = ws.project(NAME)
    ws.delete_layer(NAME, next(a.content_hash for a in info.layers if a.name == "due"))
    assert CHOSEN not in said(page.run())
    assert len(page.dataframe) == 1


def test_what_was_chosen_is_dropped_with_another_reference(ws) -> None:
    page = show("Errors")
    page = pick(page, "Open the pairs of a cell", "0 1")
    assert "uno against gold" in said(page)
    page = pick(page, "Compare with", "decisions")
    assert "uno against gold" not in said(page)
    assert "uno against decisions" not in said(page)


def test_what_was_chosen_stays_while_its_grid_does(ws) -> None:
    page = choose_agreement()
    accept_later(ws)
    assert CHOSEN in said(page.run())


def test_a_view_that_needs_no_board_makes_none(ws, monkeypatch) -> None:
    monkeypatch.setattr(cache, "board", lambda *_: pytest.fail("it takes long"))
    for view in ("Agreement", "Names"):
        show(view)


def test_places_are_read_once_for_a_name(ws, monkeypatch) -> None:
    read: list[str] = []
    real = compare.occurrences
    monkeypatch.setattr(
        compare, "occurrences", lambda *given: (read.append(given[2].text), real(*given))[1]
    )
    page = show("Names").run()
    assert not page.exception
    assert len(read) == 1
    accept_later(ws)
    page.run()
    assert len(read) == 2


def create_forms(ws, name: str, gold: list[str], given: list[str]) -> None:
    """Create a project whose pairs have one name, with a form in gold and one by a method."""
    ada = [(0, 1, "PER")]
    found = [
        pair(f"{k}", "Ada met", ada, f"{g} {m}", ada)
        for k, (g, m) in enumerate(zip(gold, given, strict=True))
    ]
    ws.create_project(name, found)
    spans = [ada if g == m else [(1, 2, "PER")] for g, m in zip(gold, given, strict=True)]
    ws.write_layer(
        name, [(p.id, outcome(p, [s])) for p, s in zip(found, spans, strict=True)], name="uno"
    )


def places(page: AppTest) -> list[str]:
    assert not page.exception
    return [str(row[0]) for row in tables(page)[-1]]


def test_the_odd_forms_of_gold_come_first(ws) -> None:
    create_forms(ws, "forms", ["Ada", "Ada", "Bea"], ["Ada", "Ada", "Ada"])
    page = run("25_Compare.py", project="forms", view="Names")
    assert places(page) == ["0", "1", "2"]
    assert places(pick(page, "Forms given by", "gold")) == ["2", "0", "1"]


def test_forms_that_differ_in_case_are_one(ws) -> None:
    forms = ["ADA", "Ada", "ada", "Bea", "Bea"]
    create_forms(ws, "cases", forms, forms)
    page = run("25_Compare.py", project="cases", view="Names")
    assert places(page) == ["3", "4", "0", "1", "2"]


def test_two_places_in_a_pair_take_the_forms_of_gold_in_turn(ws) -> None:
    two = pair(
        "two", "Ada met Ada", [(0, 1, "PER"), (2, 3, "PER")],
        "Ada traf Bea", [(0, 1, "PER"), (2, 3, "PER")],
    )  # fmt: skip
    one = pair("one", "Ada met", [(0, 1, "PER")], "Ada traf", [(0, 1, "PER")])
    ws.create_project("turns", [two, one])
    spans = {"two": [[(0, 1, "PER")], [(2, 3, "PER")]], "one": [[(0, 1, "PER")]]}
    ws.write_layer("turns", [(p.id, outcome(p, spans[p.id])) for p in (two, one)], name="uno")
    sheet = compare.read_sheet(ws, "turns")
    found = compare.occurrences(ws, "turns", sheet.names[0], ("two", "one"))
    ordered = rarest_first(sheet, 0, found, compare.GOLD)
    assert [(o.pair, o.entity) for o in ordered] == [
        ("two", Entity(2, 3, "PER")),
        ("two", Entity(0, 1, "PER")),
        ("one", Entity(0, 1, "PER")),
    ]


def test_a_view_that_is_not_there_is_said(ws) -> None:
    page = show("Zzz")
    assert "There is no view 'Zzz'; there are: Scores, Errors," in words(page.toast)
    assert "Scores" in words(page.subheader)
    assert len(page.run().toast) == 0
    assert len(show("Names").toast) == 0


def test_a_layer_to_compare_with_that_is_not_there_is_said(ws) -> None:
    page = show("Scores", against="zzz")
    assert "There is no layer to compare with 'zzz'; there are: gold," in words(page.toast)
    assert pick_of(page, "Compare with").value == compare.GOLD
    assert len(page.run().toast) == 0
    assert len(show("Scores", against="decisions").toast) == 0


def test_a_name_chosen_in_one_project_is_not_chosen_in_another(ws) -> None:
    page = show("Names")
    first = pick_of(page, "Show").value
    other = next(k for k in range(4) if k != first)
    page = pick(page, "Show", other)
    assert pick_of(page, "Show").value == other
    accept_later(ws)
    assert pick_of(page.run(), "Show").value == other
    assert pick_of(pick(page, "Project", "other"), "Show").value != other


def test_the_name_of_a_row_is_offered_by_keyboard(ws) -> None:
    page = show("Errors")
    offered = pick_of(page, "Open the pairs of a cell").options
    assert offered[:2] == ["type", "type, uno: 1"]
    page = pick(page, "Open the pairs of a cell", "0 0")
    assert "any method against gold: type" in said(page)
    assert page.table[-1].value.columns.tolist()[1:] == ["source", "gold", "by uno", "by due"]
