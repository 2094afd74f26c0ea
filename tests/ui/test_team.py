"""The Team page, without a browser."""

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
