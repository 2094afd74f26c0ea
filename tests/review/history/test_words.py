"""Versions and lines of a pair whose words changed: quoted as they were, gone back to as it is."""

from dataclasses import replace

import pytest

from core.review import update
from core.review.asks import answer
from core.review.decide import apply_ops
from core.review.history import lines
from core.storage import Workspace
from core.storage.history import Wanted
from tests.review.build import op, projected

SECOND = ("Hoy", "Ana", "vive", "en", "Nueva", "Jork", ".")


def send(ws: Workspace, person: str, *ops: object) -> None:
    assert apply_ops(ws, "one", person, f"tab-{person}", list(ops)).refused == ()


def give(ws: Workspace, *tokens: str) -> None:
    old = ws.pair("one", "p1").pair
    new = replace(old, target=replace(old.target, tokens=tokens))
    update.edit(ws, "one", new, "eve", reason="a newer file")


def ask(ws: Workspace, kind: str, **body: object) -> dict[str, object]:
    asked = {"client": "c", "n": 1, "kind": kind, "pair": "p1", "body": body}
    return answer(ws, "one", "ann", asked)


def target(ws: Workspace) -> list[tuple[int, int, str]]:
    return [(e.start, e.end, e.label) for e in ws.state("one", "p1").target_entities()]


@pytest.fixture
def worded(ws: Workspace) -> Workspace:
    """p1: accepted and changed on its first words; half of that stands on the second."""
    projected(ws)
    send(
        ws,
        "ann",
        op(1, "accept", entity="s0.0"),
        op(2, "change", entity="s1.0", start=3, end=5, label="ORG"),
        op(3, "undo", "pair"),
        op(4, "redo", "pair"),
    )
    give(ws, *SECOND)
    send(ws, "ann", op(5, "delete", entity="s0.0"))
    return ws


def test_lines_quote_the_words_of_then(worded: Workspace) -> None:
    found = lines(worded, worded.project("one"), Wanted())
    assert [x.text for x in found] == [
        "rejected PER “Ana” in the target",
        "carried the pair to changed words: a newer file",
        "redid: changed LOC “Nueva York” to ORG “Nueva York” in the target",
        "undid: changed LOC “Nueva York” to ORG “Nueva York” in the target",
        "changed LOC “Nueva York” to ORG “Nueva York” in the target",
        "accepted PER “Ana” in the target",
    ]
    assert (found[4].before, found[4].after) == ("LOC “Nueva York”", "ORG “Nueva York”")


def test_versions_are_quoted_on_their_words_with_what_was_proposed_then(worded) -> None:
    body = ask(worded, "history")["body"]
    assert [(v["number"], v["target"], v["other_words"]) for v in body["versions"]] == [
        (6, [], False),
        (5, ["PER “Ana”"], False),
        (4, ["PER “Ana”", "ORG “Nueva York”"], True),
        (3, ["PER “Ana”", "LOC “Nueva York”"], True),
        (2, ["PER “Ana”", "ORG “Nueva York”"], True),
        (1, ["PER “Ana”", "LOC “Nueva York”"], True),
        (0, ["PER “Ana”", "LOC “Nueva York”"], True),
    ]


@pytest.mark.parametrize("number", [0, 2])
def test_what_fits_is_brought_back_and_what_does_not_is_told(worded, number: int) -> None:
    body = ask(worded, "revert", number=number)["body"]
    assert body["lost"] == 1
    act = body["op"]
    told = f"back to version {number}; 1 entity does not fit the words any more"
    assert act["reason"] == told
    assert [o["kind"] for o in act["ops"]] == ["accept", "reopen"]
    send(worded, "ann", {**act, "seq": 6})
    assert target(worded) == [(1, 2, "PER")]
    newest = lines(worded, worded.project("one"), Wanted(), limit=1)[0]
    assert newest.size == 2
    send(worded, "ann", op(7, "undo", "pair"))
    assert target(worded) == []


def test_a_version_of_the_same_words_goes_back_whole(worded: Workspace) -> None:
    body = ask(worded, "revert", number=5)["body"]
    assert (body["op"]["reason"], body["lost"]) == ("back to version 5", 0)


def test_where_nothing_fits_that_is_not_there_nothing_is_done(worded: Workspace) -> None:
    send(worded, "ann", op(6, "undo", "pair"))
    assert ask(worded, "revert", number=2)["error"] == "pair 'p1' stands so already"


def test_words_that_came_back_take_all_of_it_back(worded: Workspace) -> None:
    give(worded, "Ana", "vive", "en", "Nueva", "York", ".")
    act = ask(worded, "revert", number=2)["body"]["op"]
    assert act["reason"] == "back to version 2"
    send(worded, "ann", {**act, "seq": 6})
    assert target(worded) == [(0, 1, "PER"), (3, 5, "ORG")]


def test_what_met_changed_words_is_laid_on_them(ws: Workspace) -> None:
    projected(ws)
    send(ws, "ann", op(1, "accept", entity="s0.0", seen=0, heard=0))
    give(ws, *SECOND)
    here = {"seen": 1, "heard": 0}
    given = [
        op(2, "change", entity="s0.0", start=0, end=2, label="ORG", **here),
        op(3, "add", entity="tab-ann:3", start=3, end=5, label="LOC", **here),
    ]
    got = apply_ops(ws, "one", "ann", "tab-ann", given)
    assert [r.conflict for r in got.refused] == ["p1", "p1"]
    view = ask(ws, "merge")["body"]
    assert [(e["id"], e["start"], e["end"]) for e in view["then"]["target"]] == [("s0.0", 1, 2)]
    assert [(o["kind"], o["start"], o["end"]) for o in view["ops"]] == [("change", 1, 3)]
    assert view["lost"] == ["LOC “Nueva York”"]
