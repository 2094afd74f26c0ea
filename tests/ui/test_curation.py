"""The Curation page, without a browser."""

from collections.abc import Sequence

from streamlit.testing.v1 import AppTest

from core.domain.decision import Kind, Side
from core.domain.entity import Entity
from core.storage import Workspace
from tests.review.build import projected
from tests.storage.build import decision
from tests.ui.test_pages import run, workspace  # noqa: F401 (a fixture)


def finished(ws: Workspace, pairs: Sequence[str]) -> None:
    """Have two persons finish pairs apart, and differently."""
    ws.team.set("one", "blind", True)
    for k, pair in enumerate(pairs):
        for who in ("ann", "ben"):
            own = {"person": who, "client": f"tab-{who}"}
            ops = [decision(2 * k + 1, pair, Kind.ACCEPT_PAIR, side=Side.PAIR, **own)]
            if who == "ben":
                new = Entity(0, 2, "ORG")
                ops.insert(0, decision(2 * k + 2, pair, Kind.ADD, new=new, **own))
            ws.append_decisions("one", ops, who)


def button(page: AppTest, label: str):
    return next(one for one in page.button if one.label == label)


def test_a_press_for_what_was_shown_settles_nothing_else(workspace) -> None:  # noqa: F811 (the fixture)
    projected(workspace)
    finished(workspace, ["p3", "p4"])
    for label in ("Settle as chosen", "Take A"):
        page = run("50_Curation.py", project="one")
        assert not page.exception
        shown = button(page, label)
        own = {"person": "ben", "client": f"tab-{label}"}
        changed = decision(1, "p3", Kind.ADD, new=Entity(3, 4, "LOC"), **own)
        done = decision(2, "p3", Kind.ACCEPT_PAIR, side=Side.PAIR, **own)
        workspace.append_decisions("one", [changed, done], "ben")
        shown.click().run()
        assert not page.exception
        assert workspace.project("one").progress["unreviewed"] == 5
    first = button(page, "Settle as chosen")
    first.click().run()
    assert workspace.project("one").progress["unreviewed"] == 4
    assert button(page, "Settle as chosen").proto.id != first.proto.id  # of the next pair


def test_what_is_chosen_on_a_case_is_kept_while_one_looks_at_the_next(workspace) -> None:  # noqa: F811 (the fixture)
    projected(workspace)
    finished(workspace, ["p3", "p4"])
    page = run("50_Curation.py", project="one")
    begun = page.pills[0].value
    other = [Entity(0, 2, "ORG")]
    assert begun != other
    page.pills[0].set_value(other).run()
    button(page, "Next").click().run()
    assert page.pills[0].value == begun
    button(page, "Before").click().run()
    assert page.pills[0].value == other
    own = {"person": "ben", "client": "tab-2"}
    changed = decision(1, "p3", Kind.ADD, new=Entity(3, 4, "LOC"), **own)
    done = decision(2, "p3", Kind.ACCEPT_PAIR, side=Side.PAIR, **own)
    workspace.append_decisions("one", [changed, done], "ben")
    assert page.run().pills[0].value != other  # of a version that is no more
    assert not page.exception
