from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.domain.decision import Kind, Side
from core.review.progress import Since, since
from core.storage import Workspace
from core.storage.tallies import Others
from tests.storage.build import corpus, decision, filled, outcome


def test_what_others_did_after_the_last_decision_of_a_person(ws: Workspace) -> None:
    filled(ws)
    by_ben = {"client": "c2", "person": "ben"}
    ws.append_decisions(
        "one",
        [
            decision(1, "p5", Kind.SKIP, side=Side.PAIR, **by_ben),
            decision(1, "p1", Kind.ACCEPT, entity="s0.0"),
            decision(2, "p1", Kind.ACCEPT, entity="s1.0", **by_ben),
            decision(3, "p2", Kind.FLAG, side=Side.PAIR, **by_ben),
            decision(4, "p3", Kind.ACCEPT_PAIR, side=Side.PAIR, act="c2:4", **by_ben),
            decision(5, "p4", Kind.ACCEPT_PAIR, side=Side.PAIR, **by_ben),
            decision(6, "p4", Kind.UNDO, side=Side.PAIR, **by_ben),
        ],
    )
    found = since(ws, ws.project("one"), "ann")
    assert found is not None
    assert found.others == (Others("ben", decisions=2, bulk=1, pairs=3, again=1),)
    ben = since(ws, ws.project("one"), "ben")
    assert ben is not None
    assert ben.others == ()


def test_who_never_decided_has_no_then(ws: Workspace) -> None:
    filled(ws)
    assert since(ws, ws.project("one"), "ann") is None


def test_methods_that_were_run_since_are_named_once(ws: Workspace) -> None:
    filled(ws)
    soon = (datetime.now(UTC) + timedelta(milliseconds=1)).isoformat()
    given = replace(decision(1, "p1", Kind.ACCEPT, entity="s0.0"), time=soon)
    ws.append_decisions("one", [given])
    before = since(ws, ws.project("one"), "ann")
    assert before is not None
    assert before.methods == ()
    for end in (4, 5):
        rows = [(p.id, outcome(p, loc=(3, end))) for p in corpus()]
        ws.write_layer("one", rows, name="third")
    after = since(ws, ws.project("one"), "ann")
    assert after is not None
    assert after.methods == ("third",)


BEN = Others("ben", 12, 0, 5, 3)
CARL = Others("carl", 1, 40, 41, 0)


def test_what_happened_in_words() -> None:
    assert Since("2026-01-02", (BEN, CARL), ("first", "second")).in_words() == (
        "12 decisions by ben on 5 pairs (3 flagged or opened again); "
        "41 decisions (40 in bulk) by carl on 41 pairs; 2 new methods: first, second"
    )
    assert Since("2026-01-02", (), ()).in_words() == ""


def test_what_happened_without_names() -> None:
    assert Since("2026-01-02", (BEN, CARL), ()).in_words(names=False) == (
        "53 decisions (40 in bulk) by 2 others"
    )
    assert Since("2026-01-02", (BEN,), ()).in_words(names=False) == (
        "12 decisions by another person on 5 pairs (3 flagged or opened again)"
    )


def test_many_others_are_summed_up() -> None:
    many = tuple(Others(name, 1, 0, 1, 0) for name in "abcd")
    assert Since("2026-01-02", many, ()).in_words() == "4 decisions by 4 others"


def test_when_is_said_in_words() -> None:
    assert Since("2020-01-01T00:00:00Z", (), ()).when().endswith("days ago")
