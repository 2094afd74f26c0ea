"""The pages by role, without a browser: nothing is offered that the store would refuse.

And in a blind project no page tells an annotator anything of what others decided.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.domain.decision import Kind
from core.domain.entity import Entity
from core.domain.role import Actor, Role
from core.pipeline import background
from core.pipeline.release import freeze
from core.pipeline.signals import work_out
from core.review import update
from core.storage import Workspace
from core.storage.backup import back_up
from core.storage.needs import NEEDS
from tests.review.build import projected
from tests.storage import test_blind
from tests.storage.build import decision, pair
from tests.storage.test_needs import P, account, name
from tests.ui.test_pages import ROOT, run, words, workspace  # noqa: F401 (a fixture)
from ui import door, state

PAGES = sorted(path.name for path in (ROOT / "pages").glob("[0-9]*_*.py"))
ASKED = ({}, {"by": "Bea"}, {"by": "-"}, {"stale": "1"}, {"status": "done"}, {"commented": "1"})
"""What the address of Inspect asks for."""

OFFERS = {
    "20_Inspect.py": {
        "Add the label": "Workspace.add_labels",
        "Another label": "Workspace.add_labels",
        "Names from a file": "Workspace.append_decisions",
        "Pairs without entities": "Workspace.append_decisions",
        "Words of this pair": "Moves.settle",
    },
    "27_Learn.py": {"Learn by itself": "Models.write"},
    "35_History.py": {"Yes, undo it": "Workspace.append_decisions"},
    "37_Stale.py": {"Dismiss": "Stale.settle"},
    "40_Progress.py": {"Work out confidence": "calibrate"},
    "45_Team.py": {
        "Assign": "Team.assign",
        "Take all pairs from": "Team.unassign",
        "Blind: everybody decides apart, unseen by the others": "Team.set",
    },
    "55_Guideline.py": {
        "Save as a new revision": "Guidelines.write",
        "For all labels": "Guidelines.write",
    },
    "60_Releases.py": {"Freeze the project": "Releases.write"},
}
"""By page what can be pressed or filled in, and the call of the store that comes of it."""

FIELDS = ("button", "text_input", "text_area", "selectbox", "toggle", "multiselect")


def sign_in(monkeypatch: pytest.MonkeyPatch, who: Role) -> None:
    """Have whoever is at the page be somebody of that role."""
    actor = Actor(account(who), name(who))
    monkeypatch.setattr(door, "bind", lambda ws: ws.acting_as(actor))
    monkeypatch.setattr(door, "pass_through", lambda _: state.sign(actor.name))


def enabled(page: AppTest) -> set[str]:
    """Return the labels of what can be pressed or filled in."""
    found = (field for kind in FIELDS for field in page.get(kind))
    return {field.label for field in found if not field.disabled}


@pytest.fixture
def team(workspace: Workspace) -> Workspace:  # noqa: F811 (the fixture)
    """Return a project with a stale decision, a release, and somebody of each role."""
    projected(workspace, P)
    work_out(workspace, P)
    for who in Role:
        workspace.accounts.add(account(who), name(who))
        workspace.members.give(P, account(who), who)
        own = {"person": name(who), "client": f"tab-{who}"}
        workspace.append_decisions(P, [decision(1, "p2", Kind.COMMENT, reason="said", **own)])
    changed = decision(1, "p1", Kind.CHANGE, entity="s1.0", new=Entity(3, 4, "ORG"))
    workspace.append_decisions(P, [changed])
    words = pair("p1", gold=True)
    other = replace(words.target, tokens=("Ana", "vive", "en", "otra", "York", "."))
    update.edit(workspace, P, replace(words, target=other), "boss")
    assert workspace.stale.count(P) == (1, 0)
    workspace.team.assign(P, {"Annotator": [1, 2]})
    freeze(workspace, P, "v1")
    return workspace


def test_what_is_offered_is_what_the_store_lets(team, monkeypatch) -> None:
    for who, (file, offers) in product(Role, OFFERS.items()):
        sign_in(monkeypatch, who)
        page = run(file, project=P, pair="p3")
        assert not page.exception
        assert [one.value for one in page.error] == []
        seen = enabled(page)
        for label, call in offers.items():
            need = NEEDS.get(call) or background.NEEDS[call]
            assert (label in seen) is who.covers(need), (who, file, label)


def told(page: AppTest) -> list[str]:
    """Return everything that a page has, as it goes to the browser, tables by what they hold."""
    found: list[str] = []

    def walk(block) -> None:
        for child in block.children.values():
            if hasattr(child, "children"):
                walk(child)
            if (proto := getattr(child, "proto", None)) is not None and child.type != "table":
                found.append(str(proto))

    walk(page._tree)
    return found + [str(table.value.to_dict()) for table in page.table]


def walked() -> dict[str, list[str]]:
    st.cache_data.clear()
    found = {}
    for page in PAGES:
        for asked in ASKED if page == "20_Inspect.py" else ({},):
            seen = run(page, project=P, **asked)
            assert not seen.exception
            found[f"{page} {asked}"] = told(seen)
    return found


@pytest.fixture
def blind(workspace: Workspace) -> Iterator[Workspace]:  # noqa: F811 (the fixture)
    test_blind.made(workspace)
    work_out(workspace, P)
    return workspace


def test_no_page_tells_an_annotator_of_a_blind_project_what_others_decided(
    blind, monkeypatch
) -> None:
    sign_in(monkeypatch, Role.ANNOTATOR)
    before = walked()
    test_blind.others_decide(blind, {test_blind.BEA: test_blind.BEA, test_blind.CLEO: ""})
    work_out(blind, P)  # as if nobody had settled anything
    after = walked()
    new = {page: [one for one in said if one not in before[page]] for page, said in after.items()}
    assert {page: said for page, said in new.items() if said} == {}
    sign_in(monkeypatch, Role.CURATOR)
    assert test_blind.MARK in str(told(run("35_History.py", project=P)))


def test_a_blind_project_is_listed_for_an_annotator_with_their_own_progress(
    blind, monkeypatch
) -> None:
    sign_in(monkeypatch, Role.ANNOTATOR)
    test_blind.others_decide(blind, {test_blind.BEA: test_blind.BEA, test_blind.CLEO: ""})
    page = run("10_Projects.py")
    assert not page.error
    shown = "".join(html.proto.body for html in page.get("html"))
    assert "1 done" in shown
    assert "excluded" not in shown


def test_what_is_not_shown_in_a_blind_project_is_told_calmly(blind, monkeypatch) -> None:
    for who, file in product((Role.VIEWER, Role.ANNOTATOR), PAGES):
        sign_in(monkeypatch, who)
        page = run(file, project=P)
        assert not page.exception
        if file != "15_Run.py":  # for admins of the server
            assert [one.value for one in page.error] == [], (who, file)
    for who, take in ((Role.VIEWER, False), (Role.ANNOTATOR, True)):
        sign_in(monkeypatch, who)
        said = words(run("60_Releases.py", project=P).info)
        assert "Not shown to you: the project is blind" in said
        assert f"is {who} of it; this needs the role curator" in said
        assert ("assigned to them they can take along" in said) is take


def test_who_has_nothing_to_do_in_a_blind_project_is_not_told_that_nobody_has(
    blind, monkeypatch
) -> None:
    sign_in(monkeypatch, Role.VIEWER)
    said = [one.value for one in run("45_Team.py", project=P).caption]
    assert any("No pair is assigned to you" in one for one in said)
    assert not any("Nobody has pairs" in one for one in said)


def test_looking_at_every_page_writes_nothing(team, tmp_path) -> None:
    before = back_up(None, tmp_path / "before.jsonl.gz").tables
    for page in PAGES:
        seen = run(page, project=P, pair="p3")
        assert not seen.exception
    assert back_up(None, tmp_path / "after.jsonl.gz").tables == before
