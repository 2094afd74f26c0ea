"""The Team page, without a browser."""

from streamlit.testing.v1 import AppTest

from core.domain.decision import Kind
from tests.review.build import projected
from tests.storage.build import decision
from tests.ui.test_pages import run, workspace  # noqa: F401 (a fixture)


def test_the_history_of_who_decided_nothing_is_not_offered(workspace) -> None:  # noqa: F811 (the fixture)
    projected(workspace)
    workspace.team.assign("one", {"ann": [1, 2], "ben": [3]})
    said = decision(1, "p3", Kind.COMMENT, reason="said", person="ben")
    workspace.append_decisions("one", [said])
    page = run("45_Team.py", project="one")
    assert not page.exception
    offered = [button.disabled for button in page.button if button.label == "History"]
    assert offered == [True, False]


def test_what_is_written_of_a_project_is_not_there_for_another(workspace) -> None:  # noqa: F811 (the fixture)
    for project in ("one", "two"):
        projected(workspace, project)
        workspace.team.assign(project, {"ann": [1, 2], "ben": [3]})
    page = run("45_Team.py", project="one")
    begun = {one.label: one.value for one in fields(page)}
    field(page, "Names").set_value("cy, dan")
    field(page, "Take all pairs from").set_value("ben")
    field(page, "Share that two get").set_value(0.5)
    field(page, "Seed").set_value(7).run()
    assert field(page, "Names").value == "cy, dan"
    field(page, "Project").set_value("two").run()
    assert {one.label: one.value for one in fields(page)} == begun | {"Project": "two"}
    assert not page.exception


def fields(page: AppTest) -> list:
    kinds = ("text_input", "selectbox", "number_input", "radio", "toggle")
    return [one for kind in kinds for one in page.get(kind)]


def field(page: AppTest, label: str):
    return next(one for one in fields(page) if one.label == label)
