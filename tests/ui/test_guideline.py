"""The Guideline page, without a browser."""

from core.storage import Workspace
from core.storage.guidelines import Guideline, LabelGuide
from tests.ui.test_pages import PAIRS, run, words, workspace  # noqa: F401 (a fixture)


def test_fields_show_the_project_that_is_chosen_and_none_before_it(workspace) -> None:  # noqa: F811 (the fixture)
    for name in ("one", "two"):
        workspace.create_project(name, PAIRS, labels=["PER"])
        said = Guideline(f"all of {name}", (LabelGuide("PER", f"people of {name}"),))
        workspace.guidelines.write(name, said, person="Ann", seen=0)
    page = run("55_Guideline.py", project="one")
    assert [area.value for area in page.text_area] == ["all of one", "people of one", ""]
    page.selectbox[0].set_value("two").run()
    assert [area.value for area in page.text_area] == ["all of two", "people of two", ""]
    page.text_area[1].set_value("new")
    next(b for b in page.button if b.label == "Save as a new revision").click().run()
    assert workspace.guidelines.read("two").of("PER").definition == "new"
    assert workspace.guidelines.read("one").revision == 1
    assert "Revision 2 is saved" in words(page.toast)
    assert not page.exception


def test_what_somebody_else_wrote_meanwhile_is_shown_and_nothing_is_lost(workspace) -> None:  # noqa: F811 (the fixture)
    workspace.create_project("one", PAIRS, labels=["PER"])
    page = run("55_Guideline.py", project="one")
    workspace.guidelines.write("one", Guideline("theirs"), person="Ben", seen=0)
    page.text_area[0].set_value("mine")
    next(b for b in page.button if b.label == "Save as a new revision").click().run()
    assert not page.exception
    assert "Ben" in words(page.error) or "Ben" in words(page.warning)
    assert page.text_area[0].value == "mine"
    next(b for b in page.button if b.label.startswith("Mine goes on top")).click().run()
    assert page.text_area[0].value == "mine"
    next(b for b in page.button if b.label == "Save as a new revision").click().run()
    assert workspace.guidelines.read("one").text == "mine"
    assert workspace.guidelines.read("one").revision == 2


def made_anew(ws: Workspace, text: str) -> None:
    """Have a project of the same name, with another guideline of the same number."""
    if "one" in ws.names():
        ws.delete_project("one")
    ws.create_project("one", PAIRS, labels=["PER"])
    ws.guidelines.write("one", Guideline(text), person="Ben", seen=0)


def test_a_project_made_anew_under_its_name_is_told_from_the_one_before(workspace) -> None:  # noqa: F811 (the fixture)
    made_anew(workspace, "of the first")
    page = run("55_Guideline.py", project="one")
    made_anew(workspace, "of the second")
    assert page.run().text_area[0].value == "of the second"  # nothing was written of the first
    page.text_area[0].set_value("mine")
    made_anew(workspace, "of the third")
    next(b for b in page.button if b.label == "Save as a new revision").click().run()
    assert "made anew" in words(page.error)
    assert page.text_area[0].value == "mine"
    assert workspace.guidelines.read("one").text == "of the third"
    next(b for b in page.button if b.label.startswith("Mine goes on top")).click().run()
    next(b for b in page.button if b.label == "Save as a new revision").click().run()
    assert workspace.guidelines.read("one").text == "mine"
    assert not page.exception
