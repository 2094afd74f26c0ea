import pytest

from core.domain.decision import Decision, EntityStatus, Kind, PairStatus
from core.domain.entity import Entity
from core.errors import InputError
from core.review import comments, verdicts
from core.review.decide import Applied, apply_ops
from core.review.deeds import in_short, undo_and_redo
from core.storage import Workspace
from tests.review.build import CLIENT, op, projected


def send(ws: Workspace, *ops: object, client: str = CLIENT, person: str = "ann") -> Applied:
    return apply_ops(ws, "one", person, client, list(ops))


def draft(kind: str, pair: str, side: str = "target", **more: object) -> dict[str, object]:
    """Return a member of an act as a browser sends it: without number and time."""
    return {"pair": pair, "side": side, "kind": kind, **more}


def act(seq: int, *ops: object, pair: str = "p1", **more: object) -> dict[str, object]:
    return {"seq": seq, "kind": "act", "pair": pair, "side": "pair", "ops": list(ops), **more}


MIXED = (
    draft("change", "p2", entity="s1.0", start=3, end=4, label="ORG"),
    draft("add", "p3", start=5, end=6, label="LOC"),
    draft("add", "p3", "source", start=1, end=2, label="PER"),
    draft("accept-pair", "p4", "pair"),
)


def statuses(ws: Workspace) -> list[str]:
    return [str(ws.state("one", f"p{k}").status) for k in range(1, 6)]


def states(ws: Workspace) -> list[object]:
    """Return how every pair stands, but for the numbers of its decisions."""
    found = [ws.state("one", f"p{k}") for k in range(1, 6)]
    return [(state.status, state.source, state.target) for state in found]


def test_an_act_is_many_decisions_with_one_name(ws: Workspace) -> None:
    projected(ws)
    got = send(ws, act(1, *MIXED, reason="same name elsewhere"))
    assert (got.ack, got.refused, got.notices) == (1, (), ())
    log = ws.decisions("one")
    assert [(d.client, d.client_seq) for d in log] == [
        ("tab-1", 1),
        ("tab-1/1", 1),
        ("tab-1/1", 2),
        ("tab-1/1", 3),
    ]
    assert {d.act for d in log} == {"tab-1:1"}
    assert {d.reason for d in log} == {"same name elsewhere"}
    assert got.decisions == log[:1]
    assert [d.entity for d in log] == ["s1.0", "tab-1/1:1", "tab-1/1:2", ""]
    assert statuses(ws) == ["unreviewed", "in-progress", "in-progress", "done", "unreviewed"]
    assert ws.state("one", "p3").source_entities()[1] == Entity(1, 2, "PER")
    assert Entity(1, 2, "PER") in ws.state("one", "p3").target_entities()


def test_an_act_that_comes_again_is_not_carried_out_again(ws: Workspace) -> None:
    projected(ws)
    first = send(ws, act(1, *MIXED))
    assert send(ws, act(1, *MIXED), act(1, *MIXED)).decisions == first.decisions * 2
    assert len(ws.decisions("one")) == 4


def test_an_act_is_undone_and_redone_in_one_step(ws: Workspace) -> None:
    projected(ws)
    before = states(ws)
    send(ws, op(1, "flag", "pair", "p5"), act(2, *MIXED))
    after = states(ws)
    got = send(ws, op(3, "undo", "pair", "p3"))
    assert got.pair == "p3"
    assert states(ws)[:4] == before[:4]
    assert ws.state("one", "p5").status is PairStatus.FLAGGED
    undone = ws.decisions("one")[5:]
    assert [d.kind for d in undone] == [Kind.UNDO] * 4
    assert [(d.client, d.client_seq) for d in undone] == [
        ("tab-1", 3),
        ("tab-1/3", 1),
        ("tab-1/3", 2),
        ("tab-1/3", 3),
    ]
    assert {d.act for d in undone} == {"tab-1:3"}
    assert send(ws, op(4, "redo", "pair", "p1")).pair == "p2"
    assert states(ws) == after
    assert send(ws, op(5, "undo", "pair", "p9"), op(6, "undo", "pair", "")).pair == "p5"
    assert states(ws) == before
    again = send(ws, op(3, "undo", "pair", "p3"))
    assert (again.pair, len(ws.decisions("one"))) == ("p3", 1 + 4 * 4 + 1)


def test_a_later_decision_is_undone_first(ws: Workspace) -> None:
    projected(ws)
    send(ws, act(1, *MIXED), op(2, "skip", "pair", "p2"), op(3, "undo", "pair", ""))
    assert ws.state("one", "p2").status is PairStatus.IN_PROGRESS
    assert ws.state("one", "p4").status is PairStatus.DONE
    send(ws, op(4, "undo", "pair", ""))
    assert statuses(ws) == ["unreviewed"] * 5
    send(ws, op(5, "redo", "pair", ""), op(6, "redo", "pair", ""))
    assert statuses(ws) == ["unreviewed", "skipped", "in-progress", "done", "unreviewed"]


def test_people_undo_their_own_acts_only(ws: Workspace) -> None:
    projected(ws)
    send(ws, act(1, *MIXED))
    got = send(ws, op(1, "undo", "pair", ""), client="tab-2", person="bob")
    assert [r.message for r in got.refused] == ["there is nothing left to undo for bob"]


def test_what_cannot_be_done_any_more_is_left_out_and_said(ws: Workspace) -> None:
    projected(ws)
    gone = draft("change", "p1", entity="gone", start=0, end=1, label="PER")
    got = send(ws, act(1, gone, *MIXED, "rubbish", draft("undo", "p1", "pair")))
    assert got.refused == ()
    assert got.notices == ("3 of 7 changes were left out: an operation has to be an object",)
    log = ws.decisions("one")
    assert (log[0].client, log[0].client_seq, log[0].entity) == ("tab-1", 1, "s1.0")
    assert [d.entity for d in log[1:3]] == ["tab-1/1:2", "tab-1/1:3"]


def test_an_act_of_which_nothing_can_be_done_is_refused(ws: Workspace) -> None:
    projected(ws)
    gone = draft("accept", "p1", entity="gone")
    got = send(ws, act(1, gone, gone))
    assert (got.ack, got.decisions) == (1, ())
    assert "none of 2 changes can be made any more: pair 'p1' has no" in got.refused[0].message
    assert send(ws, act(1, gone, gone)).refused == got.refused


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"ops": []}, "'ops' has to be a list of 1 to 5000"),
        ({"ops": {"0": MIXED[0]}}, "'ops' has to be a list of 1 to 5000"),
        ({"ops": 7}, "'ops' has to be a list of 1 to 5000"),
        ({"ops": [MIXED[0]] * 5001}, "'ops' has to be a list of 1 to 5000"),
        ({"ops": [None]}, "an operation has to be an object"),
        ({"ops": [draft("act", "p1", ops=list(MIXED))]}, "'kind' has to be one of"),
        ({"ops": [draft("undo", "p1", "pair")]}, "'undo' takes back what was done"),
        ({"ops": [draft("flag", "\ud800", "pair")]}, "'pair' has to be text"),
        ({"pair": ["p1"]}, "'pair' has to be text"),
        ({"reason": "x" * 1001}, "'reason' has to be text"),
        ({"time": "yesterday"}, "'time' has to be ISO 8601"),
        ({"ops": [draft("delete", "p1", entity="s0.0", reason="ugly")]}, "reason of a rejection"),
        ({"ops": [draft("add", "p1", start=0, end=1, label="PER", entity="x:1")]}, "is called"),
    ],
)
def test_hostile_acts_are_refused(ws: Workspace, bad: dict[str, object], message: str) -> None:
    projected(ws)
    got = send(ws, {**act(1, *MIXED), **bad}, op(2, "flag", "pair"))
    assert message in got.refused[0].message
    assert [d.kind for d in ws.decisions("one")] == [Kind.FLAG]


def test_too_many_members_in_one_batch(ws: Workspace) -> None:
    projected(ws)
    with pytest.raises(InputError, match="list of at most 10000, members included"):
        send(ws, *(act(k, *[MIXED[3]] * 4000) for k in (1, 2, 3)))


def test_the_page_says_how_much_an_undo_takes_back(ws: Workspace) -> None:
    projected(ws)
    send(ws, act(1, *MIXED))
    told = undo_and_redo(ws, "one", "ann")["undo"]
    assert told == {"can": True, "text": "accepting the pair p4 and 3 more"}


def in_words(ws: Workspace, *ops: object) -> list[str]:
    return [in_short(d, ws, "one") for d in send(ws, *ops).decisions]


def test_reasons_are_codes_and_shown_in_words(ws: Workspace) -> None:
    projected(ws)
    assert in_words(
        ws,
        op(1, "delete", entity="s0.0", reason="bad-source"),
        op(2, "delete", entity="s1.0"),
        op(3, "flag", "pair", reason="ask Ben"),
        op(4, "exclude", "pair", "p2", reason="not-parallel"),
    ) == [
        'rejecting PER "Ana" in pair p1 (bad source label)',
        'deleting LOC "Nueva York" in pair p1',
        "flagging the pair p1 (ask Ben)",
        "excluding the pair p2 (not parallel)",
    ]
    got = send(ws, op(5, "delete", pair="p3", entity="s0.0", reason="because"))
    assert "one of boundary, type, spurious, bad-alignment" in got.refused[0].message
    assert set(verdicts.PAIR) == {"bad-translation", "not-parallel", "bad-source", "other"}


def test_comments_keep_their_lines_and_change_nothing_else(ws: Workspace) -> None:
    projected(ws)
    before = ws.state("one", "p1").target
    two = "first line\nsecond <b>line</b>"
    send(ws, op(1, "comment", "pair", reason=two), op(2, "comment", "pair", reason="x"))
    bad = [op(3, "comment", "pair", reason=r) for r in (" \n ", "bell \x07", "x" * 1001)]
    refused = [send(ws, {**b, "seq": 3 + k}).refused[0].message for k, b in enumerate(bad)]
    assert "needs some words" in refused[0]
    assert all("control characters" in message for message in refused[1:])
    send(ws, op(6, "undo", "pair", ""))
    (told,) = comments.said(ws.decisions("one", "p1"))
    assert (told["person"], told["text"], told["seq"]) == ("ann", two, 1)
    assert (ws.state("one", "p1").status, ws.state("one", "p1").target) == (
        PairStatus.UNREVIEWED,
        before,
    )


def test_decisions_know_the_queue_they_were_made_in(ws: Workspace) -> None:
    projected(ws)
    ops = [op(1, "flag", "pair"), act(2, *MIXED), op(3, "undo", "pair", "")]
    apply_ops(ws, "one", "ann", CLIENT, ops, via="random:7")
    assert {d.via for d in ws.decisions("one")} == {"random:7"}
    for via in ("x" * 81, "a\nb", 7):
        with pytest.raises(InputError, match="the order of a queue"):
            apply_ops(ws, "one", "ann", CLIENT, [], via=via)


def bulk_of(seq: int, *pairs: str) -> dict[str, object]:
    return act(seq, *(draft("accept-pair", p, "pair", reason="bulk") for p in pairs))


def test_a_pair_with_entities_is_never_accepted_unseen(ws: Workspace) -> None:
    projected(ws)
    got = send(ws, bulk_of(1, "p1", "p5"))
    assert "cannot be accepted unseen" in got.refused[0].message
    assert ws.decisions("one") == ()


def test_the_reason_of_an_act_is_checked_like_that_of_each_member(ws: Workspace) -> None:
    projected(ws)
    got = send(ws, act(1, draft("accept-pair", "p1", "pair"), reason="bulk"))
    assert "cannot be accepted unseen" in got.refused[0].message
    members = (draft("delete", "p1", entity="s0.0"), draft("flag", "p2", "pair"))
    send(ws, act(2, *members, reason="ugly"))
    assert [(d.kind, d.reason) for d in ws.decisions("one")] == [
        (Kind.DELETE, ""),
        (Kind.FLAG, "ugly"),
    ]


def test_entities_of_an_act_can_be_decided_on(ws: Workspace) -> None:
    projected(ws)
    send(ws, act(1, *MIXED))
    send(ws, op(2, "accept", pair="p3", entity="tab-1/1:1"))
    found: dict[str, EntityStatus] = {r.id: r.status for r in ws.state("one", "p3").target}
    assert found["tab-1/1:1"] is EntityStatus.ACCEPTED
    last: Decision = ws.decisions("one")[-1]
    assert last.act == ""
