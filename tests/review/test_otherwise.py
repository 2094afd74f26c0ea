import pytest

from core.domain.decision import Decision, Kind, Side
from core.errors import UnknownNameError
from core.review.otherwise import Change, counts, otherwise, untouched
from core.storage import Outcome, Workspace
from tests.storage.build import TIME, corpus, filled, outcome


def layers(ws: Workspace) -> tuple[str, str]:
    """Return the hashes of the two layers; the second differs on p2 and failed on p3."""
    filled(ws)
    first, second = ws.project("one").layers
    return first.content_hash, second.content_hash


def decide(ws: Workspace, pair: str) -> None:
    ws.append_decisions("one", [Decision("c", 1, TIME, "Ada", pair, Side.PAIR, Kind.FLAG)])


def test_pairs_that_a_layer_would_change_are_those_it_has_otherwise_and_nobody_decided_on(
    ws: Workspace,
) -> None:
    _, second = layers(ws)
    assert untouched(ws, "one", "second") == (2, 3)
    assert untouched(ws, "one", "first") == ()
    decide(ws, "p2")
    assert untouched(ws, "one", "second") == (3,)
    ws.set_base("one", second)
    assert untouched(ws, "one", "second") == ()
    assert untouched(ws, "one", "first") == (3,)


def test_the_latest_layer_of_a_name_is_meant_and_an_unknown_name_is_said(ws: Workspace) -> None:
    layers(ws)
    rows = [(p.id, Outcome.failed("x") if p.id == "p1" else outcome(p)) for p in corpus()]
    ws.write_layer("one", rows, name="second")
    assert untouched(ws, "one", "second") == (1,)
    with pytest.raises(UnknownNameError, match="layer 'third'; known: first, second"):
        untouched(ws, "one", "third")


def test_what_changes_is_told_in_words_and_counted(ws: Workspace) -> None:
    first, second = layers(ws)
    shorter, failed, same = otherwise(ws, "one", ["p2", "p3", "p4"], first, second)
    assert shorter.changes == (Change("New York", "LOC", ("Nueva York",), ("Nueva",)),)
    assert [change.kind for change in failed.changes] == ["lost", "lost"]
    assert same.changes == ()
    assert counts((shorter, failed, same)) == {"found": 0, "other words": 1, "lost": 2}
    (back,) = otherwise(ws, "one", ["p3"], second, first)
    assert back.changes[0] == Change("Anna", "PER", (), ("Ana",))
    assert back.changes[0].kind == "found"
