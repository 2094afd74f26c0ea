"""History, versions and conflicts in a blind project: each of who asks, on their own track."""

import pytest

from core.domain.role import Actor, Role
from core.errors import RoleError
from core.review.asks import answer
from core.review.decide import Applied, apply_ops
from core.review.history import lines, versions
from core.review.merging import open_conflicts
from core.storage import Workspace
from core.storage.history import Wanted
from tests.review.build import op, projected

ROLES = {
    "ann": Role.ANNOTATOR,
    "ben": Role.ANNOTATOR,
    "cleo": Role.CURATOR,
    "dora": Role.ADMIN,
    "vi": Role.VIEWER,
}


def send(ws: Workspace, person: str, *ops: object, client: str = "", on: str = "") -> Applied:
    return apply_ops(ws, "one", person, client or f"tab-{person}", list(ops), track=on)


def ask(ws: Workspace, person: str, kind: str, **body: object) -> dict[str, object]:
    asked = {"client": "c", "n": 1, "kind": kind, "pair": "p1", "body": body}
    return answer(ws, "one", person, asked)


@pytest.fixture
def team(ws: Workspace) -> dict[str, Workspace]:
    """Return a blind project as each person sees it; decided on by all before and by two since."""
    projected(ws)
    acting = {}
    for name, role in ROLES.items():
        ws.accounts.add(f"https://issuer#{name}", name)
        ws.members.give("one", f"https://issuer#{name}", role)
        acting[name] = ws.acting_as(Actor(f"https://issuer#{name}", name))
    assert not send(acting["cleo"], "cleo", op(1, "flag", "pair", "p2")).refused
    ws.team.set("one", "blind", True)
    first = op(1, "change", entity="s1.0", start=3, end=4, label="ORG")
    assert not send(acting["ann"], "ann", first, on="ann").refused
    assert not send(acting["ben"], "ben", op(1, "skip", "pair"), on="ben").refused
    assert not send(acting["ben"], "ben", op(2, "undo", "pair"), on="ben").refused
    return {**acting, "": ws}


def told(ws: Workspace, **wanted: object) -> list[tuple[str, str]]:
    found = lines(ws, ws.project("one"), Wanted(**wanted))
    return [(line.person, line.track) for line in found]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("ann", [("ann", "ann")]),
        ("ben", [("ben", "ben"), ("ben", "ben")]),
        ("vi", [("cleo", "")]),
        ("cleo", [("ben", "ben"), ("ben", "ben"), ("ann", "ann"), ("cleo", "")]),
        ("dora", [("ben", "ben"), ("ben", "ben"), ("ann", "ann"), ("cleo", "")]),
        ("", [("ben", "ben"), ("ben", "ben"), ("ann", "ann"), ("cleo", "")]),
    ],
)
def test_each_sees_the_lines_of_the_tracks_that_are_theirs(team, who, seen) -> None:
    ws = team[who]
    assert told(ws) == seen
    assert ws.history.people("one") == tuple(sorted({person for person, _ in seen}))
    assert told(ws, person="ben") == [one for one in seen if one[0] == "ben"]


def test_another_track_is_refused_and_the_shared_one_is_too(team) -> None:
    for track in ("ben", ""):
        with pytest.raises(RoleError, match="the project is blind: ann sees no decisions"):
            told(team["ann"], track=track)
        with pytest.raises(RoleError, match="the project is blind: ann sees no decisions"):
            team["ann"].history.past("one", "p1", track)
        with pytest.raises(RoleError, match="the project is blind: ann sees no decisions"):
            team["ann"].refusals.unsettled("one", "ann", track)
    assert told(team["cleo"], track="ben") == [("ben", "ben"), ("ben", "ben")]


def test_events_tell_an_annotator_of_a_blind_project_of_nobody_else(team) -> None:
    team[""].team.assign("one", {"ann": [1], "ben": [1]}, by="dora")
    assert team["ann"].events.read("one") == ()
    assert "assigned" in {event.kind for event in team["cleo"].events.read("one")}
    team[""].team.set("one", "blind", False)
    assert "assigned" in {event.kind for event in team["ann"].events.read("one")}


def test_versions_and_the_way_back_are_of_ones_own_track(team) -> None:
    info = team["ann"].project("one")
    assert [v.number for v in versions(team["ann"], info, "p1", "ann")] == [1, 0]
    found = ask(team["ann"], "ann", "history")["body"]["versions"]
    assert [one["line"] and one["line"]["person"] for one in found] == ["ann", None]
    back = ask(team["ann"], "ann", "revert", number=0)["body"]["op"]
    before = team["ann"].state("one", "p1", "ann").target_entities()
    assert not send(team["ann"], "ann", {**back, "seq": 2, "heard": 1}, on="ann").refused
    start = team[""].state("one", "p1").target_entities()
    assert team["ann"].state("one", "p1", "ann").target_entities() == start != before
    assert len(team[""].decisions("one", "p1", track="ben")) == 2


def test_two_windows_of_one_person_meet_on_their_own_track(team) -> None:
    ws = team["ann"]
    other = op(1, "change", entity="s1.0", start=3, end=5, label="PER", seen=0, heard=0)
    (refusal,) = send(ws, "ann", other, client="second", on="ann").refused
    assert refusal.conflict == "p1"
    met = [{"pair": "p1", "by": ["you in another window"], "count": 1}]
    assert open_conflicts(ws, "one", "ann", "ann") == met
    view = ask(ws, "ann", "merge")["body"]
    assert (view["version"], view["by"]) == (1, ["you in another window"])
    assert {line["person"] for line in view["lines"]} == {"ann"}
    assert [e["label"] for e in view["now"]["target"]] == ["PER", "ORG"]
    assert [e["label"] for e in view["then"]["target"]] == ["PER", "LOC"]
    assert open_conflicts(team["cleo"], "one", "cleo", "cleo") == []


def test_what_was_to_be_settled_before_waits_until_the_project_is_blind_no_more(team) -> None:
    ws = team[""]
    ws.team.set("one", "blind", False)
    flagged = op(3, "accept-pair", "pair", "p2", seen=0, heard=0)
    assert send(ws, "ben", flagged).refused[0].conflict == "p2"
    ws.team.set("one", "blind", True)
    assert open_conflicts(team["ben"], "one", "ben", ws.team.track("one", "ben")) == []
    assert "nothing left" in str(ask(team["ben"], "ben", "merge")["error"])
    ws.team.set("one", "blind", False)
    assert open_conflicts(team["ben"], "one", "ben") == [{"pair": "p2", "by": ["cleo"], "count": 1}]


def test_a_viewer_is_on_the_shared_track(team) -> None:
    assert team["vi"].team.track("one", "vi") == ""
    assert open_conflicts(team["vi"], "one", "vi") == []
    assert team["cleo"].team.track("one", "cleo") == "cleo"
