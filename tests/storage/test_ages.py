"""Which words a pair was on when something was decided on it: told by a page, and by its past."""

from dataclasses import replace

import pytest

from core.domain.decision import Kind, Side
from core.domain.entity import Entity
from core.domain.pair import Pair
from core.review import update
from core.storage import Workspace
from core.storage.ages import MERGE
from core.storage.history import Told, Wanted
from tests.storage.build import decision, filled, pair

FIRST = ("Ana", "vive", "en", "Nueva", "York", ".")
SECOND = ("Hoy", *FIRST)
THIRD = ("Hoy", "Eva", *FIRST[1:])


def give(ws: Workspace, *tokens: str, name: str = "p1", **more: object) -> None:
    """Give a pair other words."""
    old = ws.pair("one", name).pair
    new = replace(old, target=replace(old.target, tokens=tokens), **more)
    update.edit(ws, "one", new, "eve")


def page(ws: Workspace, **wanted: object) -> list[Told]:
    return list(reversed(ws.history.read("one", Wanted(**wanted), apart=True)))


def words(told: list[Told]) -> list[tuple[str, ...]]:
    return [one.pair.target.tokens for one in told]


@pytest.fixture
def worded(ws: Workspace) -> Workspace:
    """p1: decided on two tracks on its first words, on its second, and on its third."""
    filled(ws)
    accept, label = decision(1, "p1", Kind.ACCEPT, entity="s0.0"), Entity(3, 5, "ORG")
    ws.append_decisions("one", [accept])
    ben = {"client": "c2", "person": "ben"}
    ws.append_decisions(
        "one", [decision(1, "p1", Kind.CHANGE, entity="s1.0", new=label, **ben)], "ben"
    )
    give(ws, *SECOND)
    skip = decision(3, "p1", Kind.SKIP, side=Side.PAIR)
    ws.append_decisions("one", [decision(2, "p2", Kind.ACCEPT, entity="s0.0"), skip])
    give(ws, *SECOND, doc="d")
    ws.append_decisions("one", [decision(4, "p1", Kind.UNDO, side=Side.PAIR)])
    give(ws, *THIRD)
    ws.append_decisions("one", [decision(2, "p1", Kind.COMMENT, reason="late", **ben)], "ben")
    return ws


def test_a_page_has_the_words_of_then_on_each_track(worded: Workspace) -> None:
    told = page(worded)
    kinds = [(str(one.decision.kind), one.decision.track) for one in told]
    assert kinds == [
        ("accept", ""), ("change", "ben"), ("rebase", ""), ("rebase", "ben"), ("accept", ""),
        ("skip", ""), ("undo", ""), ("rebase", ""), ("rebase", "ben"), ("comment", "ben"),
    ]  # fmt: skip
    own = [one for one in told if one.decision.pair == "p1"]
    assert words(own) == [
        FIRST, FIRST, SECOND, SECOND, SECOND, SECOND, THIRD, THIRD, THIRD,
    ]  # fmt: skip
    assert words(page(worded, pair="p2")) == [FIRST]
    assert words(page(worded, track="ben")) == [FIRST, SECOND, THIRD, THIRD]
    assert words(page(worded, newest=2)) == [FIRST, FIRST]


def test_the_past_of_a_pair_goes_from_words_to_words(worded: Workspace) -> None:
    past = worded.history.past("one", "p1")
    found = [past.pair(past.log[:k]).target.tokens for k in range(len(past.log) + 1)]
    assert found == [FIRST, FIRST, SECOND, SECOND, SECOND, THIRD]
    spans = [_spans(past.after(past.log[:k])) for k in range(6)]
    assert spans == [[(0, 1), (3, 5)], [(0, 1), (3, 5)], [(1, 2)], [(1, 2)], [(1, 2)], []]


def _spans(state: object) -> list[tuple[int, int]]:
    return [(e.start, e.end) for e in state.target_entities()]


def test_what_a_merge_wrote_behind_a_change_is_on_the_words_that_it_names(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions("one", [decision(1, "p1", Kind.ACCEPT, entity="s0.0")])
    give(ws, *SECOND)
    change = ws.decisions("one", "p1")[-1]
    offline = decision(2, "p1", Kind.ADD, entity="c1:2", new=Entity(1, 2, "ORG"))
    again = replace(change, client=f"{MERGE}1", client_seq=1, act="", seq=0)
    ws.append_decisions("one", [offline, again, decision(3, "p1", Kind.FLAG, side=Side.PAIR)])
    told = page(ws)
    assert words(told) == [FIRST, FIRST, FIRST, SECOND, SECOND]
    past = ws.history.past("one", "p1")
    found = [past.pair(past.log[:k]).target.tokens for k in range(6)]
    assert found == [FIRST, FIRST, SECOND, FIRST, SECOND, SECOND]
    assert _spans(past.after(past.log[:3])) == [(0, 1), (1, 2), (3, 5)]
    assert past.after(past.log) == ws.state("one", "p1")


def test_a_version_that_is_not_there_is_told_with_the_words_of_now(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions("one", [decision(1, "p1", Kind.ACCEPT, entity="s0.0")])
    give(ws, *SECOND)
    change = ws.decisions("one", "p1")[-1]
    odd = replace(change.carried, revision=9)
    again = replace(change, client="other", client_seq=1, act="", seq=0, carried=odd)
    ws.append_decisions("one", [again])
    assert words(page(ws)) == [FIRST, SECOND, SECOND]
    past = ws.history.past("one", "p1")
    assert past.pair(past.log[:2]).target.tokens == SECOND
    assert isinstance(past.pair(()), Pair)
    assert past.pair(()) == pair("p1", gold=True)
