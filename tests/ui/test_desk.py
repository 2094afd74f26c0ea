"""What the bench told is carried out whole, though Streamlit stops a callback at any point."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner import RerunData, RerunException

from core.review.decide import apply_ops
from core.review.queue import build
from core.storage import Filter, Workspace
from tests.review.build import op, projected
from tests.ui.test_pages import workspace  # noqa: F401 (a fixture)
from ui import state
from ui.components import bench
from ui.panels import desk as desk_panel

PAGE = "page"
MET = op(1, "change", entity="s1.0", start=3, end=5, label="PER", seen=0, heard=0)
ASK = {"client": PAGE, "n": 1, "kind": "merge", "pair": "p1", "body": {}}
NAV = {"client": PAGE, "n": 1, "to": "next", "pair": None, "from": "p1"}


class Session(dict):
    """A session at whose `stop`-th writing Streamlit stops the callback, once."""

    stop = 0

    def __setitem__(self, key: object, value: object) -> None:
        self.stop -= 1
        if self.stop == 0:
            raise RerunException(RerunData())
        super().__setitem__(key, value)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    held = Session()
    streamlit = SimpleNamespace(session_state=held, query_params={}, toast=lambda _words: None)
    for module in (state, bench, desk_panel):
        monkeypatch.setattr(module, "st", streamlit)
    return held


def tell(desk: desk_panel._Desk, session: Session) -> None:
    """Tell a desk all that a page sent, as each message has it told."""
    for name, listener in (("ops", desk.on_ops), ("nav", desk.on_nav), ("ask", desk.on_ask)):
        bench._tell("b", name, listener)


@pytest.mark.parametrize("stop", range(1, 13))
def test_a_refusal_a_way_and_a_question_outlast_a_stop_anywhere(
    stop: int,
    session: Session,
    workspace: Workspace,  # noqa: F811 (the fixture)
) -> None:
    projected(workspace)
    hers = op(1, "change", entity="s1.0", start=3, end=4, label="ORG", seen=0, heard=0)
    assert not apply_ops(workspace, "one", "ann", "hers", [hers]).refused
    info = workspace.project("one")
    queue = build(workspace, "one", Filter())
    desk = desk_panel._Desk(workspace, info, "ben", queue)
    session["b"] = {"ops": {"client": PAGE, "ops": [MET]}, "nav": NAV, "ask": ASK}
    session.stop = stop
    try:
        tell(desk, session)
    except RerunException:
        tell(desk, session)
    data = desk.data(state.recall("bench at", ""), ())
    (refused,) = data["refused"]
    assert (refused["client"], refused["seq"], refused["conflict"]) == (PAGE, 1, "p1")
    assert data["ack"] == 1
    assert data["nav"] == {"client": PAGE, "n": 1}
    assert data["pair"]["id"] == "p2"
    assert data["answer"]["body"]["pair"] == "p1"
    assert len(data["conflicts"]) == 1
