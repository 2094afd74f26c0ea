"""Compare-and-set: what a page had not seen is refused, kept, shown with both versions, settled."""

import pytest

from core.domain.decision import PairStatus
from core.domain.role import Actor, Role
from core.errors import RoleError
from core.review.asks import answer
from core.review.decide import Applied, apply_ops
from core.review.merging import open_conflicts
from core.review.queue import build
from core.storage import Filter, Workspace
from tests.review.build import op, projected

HERS = op(1, "change", entity="s1.0", start=3, end=4, label="ORG", seen=0, heard=0)
HIS = op(1, "change", entity="s1.0", start=3, end=5, label="PER", seen=0, heard=0)


def send(ws: Workspace, person: str, *ops: object, client: str = "", **more: object) -> Applied:
    return apply_ops(ws, "one", person, client or f"tab-{person}", list(ops), **more)


def merge(ws: Workspace, person: str, pair: str = "p1") -> dict[str, object]:
    ask = {"client": "c", "n": 1, "kind": "merge", "pair": pair, "body": {}}
    found = answer(ws, "one", person, ask)
    assert "error" not in found, found
    return found["body"]


def target(ws: Workspace, pair: str = "p1") -> list[tuple[int, int, str]]:
    return [(e.start, e.end, e.label) for e in ws.state("one", pair).target_entities()]


@pytest.fixture
def met(ws: Workspace) -> Workspace:
    """Return a workspace where Ann decided first, and Ben without having seen that."""
    projected(ws)
    assert send(ws, "ann", HERS).refused == ()
    (refusal,) = send(ws, "ben", HIS).refused
    assert (refusal.seq, refusal.conflict) == (1, "p1")
    assert refusal.message == "pair 'p1' was decided on meanwhile by ann"
    return ws


def test_what_was_not_seen_is_refused_and_kept_and_acknowledged(met: Workspace) -> None:
    assert target(met) == [(0, 1, "PER"), (3, 4, "ORG")]
    assert met.acked("one", "tab-ben") == 1
    assert open_conflicts(met, "one", "ben") == [{"pair": "p1", "by": ["ann"], "count": 1}]
    assert open_conflicts(met, "one", "ann") == []
    again = send(met, "ben", HIS)
    assert [(r.seq, r.conflict) for r in again.refused] == [(1, "p1")]
    assert len(met.decisions("one")) == 1


def test_both_versions_are_told(met: Workspace) -> None:
    view = merge(met, "ben")
    assert (view["client"], view["by"], view["version"]) == ("tab-ben", ["ann"], 1)
    assert view["settles"] == [["tab-ben", 1]]
    (line,) = view["lines"]
    assert (line["person"], line["text"]) == (
        "ann",
        "changed LOC “Nueva York” to ORG “Nueva” in the target",
    )
    assert [e["label"] for e in view["now"]["target"]] == ["PER", "ORG"]
    assert [e["label"] for e in view["then"]["target"]] == ["PER", "LOC"]
    (mine,) = view["ops"]
    assert (mine["kind"], mine["entity"], mine["label"], mine["end"]) == (
        "change",
        "s1.0",
        "PER",
        5,
    )


def test_ops_on_other_pairs_go_through_and_later_ones_on_the_pair_are_held(met: Workspace) -> None:
    got = send(
        met,
        "ben",
        op(2, "accept-pair", "pair", seen=0, heard=0),
        op(3, "accept-pair", "pair", "p2", seen=0, heard=0),
        op(4, "comment", "pair", reason="mine", seen=0, heard=0),
    )
    assert [(r.seq, r.conflict) for r in got.refused] == [(2, "p1")]
    assert met.state("one", "p2").status is PairStatus.DONE
    assert open_conflicts(met, "one", "ben")[0]["count"] == 2
    assert [o["kind"] for o in merge(met, "ben")["ops"]] == ["change", "accept-pair"]


def test_what_was_sent_before_the_conflict_was_known_is_held_even_if_theirs_is_undone(
    met: Workspace,
) -> None:
    send(met, "ann", op(2, "undo", "pair"))
    late = op(2, "accept", entity="s0.0", seen=0, heard=0)
    assert [r.conflict for r in send(met, "ben", late).refused] == ["p1"]
    known = op(3, "accept", entity="s0.0", seen=2, heard=2)
    assert send(met, "ben", known).refused == ()


def test_theirs_is_kept(met: Workspace) -> None:
    settle = {**op(2, "settle", "pair"), "reason": "theirs", "settles": [["tab-ben", 1]]}
    got = send(met, "ben", settle)
    assert (got.ack, got.refused, got.decisions) == (2, (), ())
    assert open_conflicts(met, "one", "ben") == []
    assert send(met, "ben", settle).refused == ()


def test_mine_is_put_on_top_as_one_step(met: Workspace) -> None:
    change = {"pair": "p1", "side": "target", "kind": "change", "entity": "s1.0"}
    act = {
        "seq": 2, "kind": "act", "pair": "p1", "side": "pair", "seen": 1, "heard": 1,
        "settles": [["tab-ben", 1]], "ops": [{**change, "start": 3, "end": 5, "label": "PER"}],
    }  # fmt: skip
    assert send(met, "ben", act).refused == ()
    assert target(met) == [(0, 1, "PER"), (3, 5, "PER")]
    assert open_conflicts(met, "one", "ben") == []
    send(met, "ben", op(3, "undo", "pair", seen=0, heard=2))
    assert target(met) == [(0, 1, "PER"), (3, 4, "ORG")]


def test_mine_meets_a_third_decision(met: Workspace) -> None:
    send(met, "cleo", op(1, "delete", entity="s0.0"))
    change = {"pair": "p1", "side": "target", "kind": "accept", "entity": "s0.0"}
    act = {
        "seq": 2, "kind": "act", "pair": "p1", "side": "pair", "seen": 1, "heard": 1,
        "settles": [["tab-ben", 1]], "ops": [change],
    }  # fmt: skip
    (refusal,) = send(met, "ben", act).refused
    assert (refusal.conflict, refusal.message[-4:]) == ("p1", "cleo")
    assert open_conflicts(met, "one", "ben")[0]["count"] == 1
    assert merge(met, "ben")["settles"] == [["tab-ben", 2]]


def test_nobody_settles_for_others(met: Workspace) -> None:
    send(met, "ann", {**op(2, "settle", "pair"), "reason": "theirs", "settles": [["tab-ben", 1]]})
    assert len(open_conflicts(met, "one", "ben")) == 1


def test_what_is_there_already_is_no_conflict(ws: Workspace) -> None:
    projected(ws)
    accept = op(1, "accept", entity="s0.0", seen=0, heard=0)
    send(ws, "ann", accept)
    assert send(ws, "ben", accept).refused == ()
    assert len(ws.decisions("one")) == 2


def test_own_operations_comments_and_what_was_undone_meet_nobody(ws: Workspace) -> None:
    projected(ws)
    send(
        ws,
        "ann",
        op(1, "flag", "pair"),
        op(2, "undo", "pair"),
        op(3, "comment", "pair", reason="hm"),
    )
    own = [op(1, "accept", entity="s0.0", seen=0), op(2, "delete", entity="s1.0", seen=0)]
    assert send(ws, "ben", *own).refused == ()
    undo_of_seen = op(4, "undo", "pair")
    assert send(ws, "ann", undo_of_seen).refused == ()


def test_an_undo_of_what_was_seen_is_a_change(ws: Workspace) -> None:
    projected(ws)
    send(ws, "ann", op(1, "flag", "pair"))
    send(ws, "ann", op(2, "undo", "pair"))
    late = op(1, "exclude", "pair", seen=1, heard=0)
    assert [r.conflict for r in send(ws, "ben", late).refused] == ["p1"]


def test_two_tabs_of_one_person_meet_but_a_page_loaded_anew_goes_on(ws: Workspace) -> None:
    projected(ws)
    send(ws, "ann", HERS, client="first")
    late = op(1, "flag", "pair", seen=0, heard=0)
    (refusal,) = send(ws, "ann", late, client="second").refused
    assert refusal.message.endswith("by you in another window")
    assert send(ws, "ann", late, client="third", also={"first": 1}).refused == ()
    send(ws, "ann", op(2, "skip", "pair"), client="first")
    late = op(2, "exclude", "pair", seen=1, heard=1)
    (refusal,) = send(ws, "ann", late, client="third", also={"first": 1}).refused
    assert refusal.conflict == "p1"


def test_without_seen_nothing_is_checked(ws: Workspace) -> None:
    projected(ws)
    send(ws, "ann", op(1, "flag", "pair"))
    assert send(ws, "ben", op(1, "exclude", "pair"), op(2, "undo", "pair")).refused == ()


def test_an_undo_asks_where_others_decided_since(ws: Workspace) -> None:
    projected(ws)
    send(ws, "ann", op(1, "change", entity="s1.0", start=3, end=4, label="ORG"))
    send(ws, "ben", op(1, "accept", entity="s1.0"))
    (refusal,) = send(ws, "ann", op(2, "undo", "pair", seen=0, heard=1)).refused
    assert refusal.message == "pair 'p1' was decided on meanwhile by ben"
    view = merge(ws, "ann")
    assert (view["again"]["kind"], view["again"]["entity"], view["last"]) == ("undo", "1", 2)
    assert [e["label"] for e in view["then"]["target"]] == ["PER", "LOC"]
    sure = {**op(3, "undo", "pair"), "entity": "1", "seen": 2, "settles": view["settles"]}
    assert send(ws, "ann", sure).refused == ()
    assert open_conflicts(ws, "one", "ann") == []
    assert target(ws)[1] == (3, 5, "LOC")
    assert send(ws, "ann", op(4, "redo", "pair", seen=0, heard=3)).refused == ()


def test_an_undo_of_what_nobody_built_on_goes_through(ws: Workspace) -> None:
    projected(ws)
    send(ws, "ann", op(1, "flag", "pair"))
    send(ws, "ben", op(1, "skip", "pair", pair="p2"), op(2, "comment", "pair", reason="hm"))
    assert send(ws, "ann", op(2, "undo", "pair", seen=0, heard=1)).refused == ()


def test_an_undo_before_the_conflict_is_known_takes_back_what_was_refused(met: Workspace) -> None:
    send(met, "ben", op(1, "flag", "pair", pair="p5"), client="older")
    undo = op(2, "undo", "pair", seen=0, heard=0)
    (refusal,) = send(met, "ben", undo).refused
    assert (refusal.conflict, refusal.message) == (
        "",
        "what was done last was not saved yet, and is taken back now",
    )
    assert open_conflicts(met, "one", "ben") == []
    assert met.state("one", "p5").status is PairStatus.FLAGGED
    (refusal,) = send(met, "ben", op(3, "redo", "pair", seen=0, heard=0)).refused
    assert refusal.message == "there is nothing left to redo for ben"
    assert send(met, "ben", op(4, "undo", "pair", seen=0, heard=3)).refused == ()
    assert met.state("one", "p5").status is PairStatus.UNREVIEWED


def test_an_act_on_a_pair_that_others_decided_on_is_refused_whole(met: Workspace) -> None:
    members = [
        {"pair": "p1", "side": "target", "kind": "delete", "entity": "s0.0"},
        {"pair": "p1", "side": "target", "kind": "add", "start": 5, "end": 6, "label": "LOC"},
    ]
    act = {"seq": 2, "kind": "act", "pair": "p1", "side": "pair", "ops": members, "seen": 0}
    (refusal,) = send(met, "ben", act).refused
    assert refusal.conflict == "p1"
    (_, kept) = merge(met, "ben")["ops"]
    assert (kept["kind"], kept["seq"], len(kept["ops"])) == ("act", 2, 2)


@pytest.mark.parametrize(
    "wrong",
    [{"seen": -1}, {"seen": "1"}, {"heard": True}, {"settles": [1]}, {"settles": [["a b", 1]]}],
)
def test_what_is_no_number_is_refused(ws: Workspace, wrong: dict[str, object]) -> None:
    projected(ws)
    (refusal,) = send(ws, "ann", {**op(1, "flag", "pair"), **wrong}).refused
    assert refusal.conflict == ""


def test_reading_makes_no_new_version(met: Workspace) -> None:
    from core.review.view import pair_view

    before = met.versions("one", ["p1", "p2"])
    for kind in ("merge", "history"):
        ask = {"client": "c", "n": 1, "kind": kind, "pair": "p1", "body": {}}
        answer(met, "one", "ben", ask)
    pair_view(met, "one", "p1")
    met.remember("one", "ben", "p2")
    assert met.versions("one", ["p1", "p2"]) == before
    assert len(met.decisions("one")) == 1


def test_pairs_with_a_conflict_are_a_filter_of_ones_own(met: Workspace) -> None:
    wanted = Filter(conflicts="ben")
    assert met.find("one", wanted) == ("p1",)
    assert met.find("one", Filter(conflicts="ann")) == ()
    queue = build(met, "one", wanted)
    assert (len(queue), queue.news(met)) == (1, "")
    met.accounts.add("ben@x.example", "ben")
    met.members.give("one", "ben@x.example", Role.ANNOTATOR)
    ben = met.acting_as(Actor("ben@x.example", "ben"))
    assert ben.find("one", wanted) == ("p1",)
    with pytest.raises(RoleError, match="cannot act as 'ann'"):
        ben.find("one", Filter(conflicts="ann"))
    settled = {**op(2, "settle", "pair"), "reason": "theirs", "settles": [["tab-ben", 1]]}
    assert send(met, "ben", settled).refused == ()
    assert met.find("one", wanted) == ()
