"""A stale decision said again: decided and settled at once, by one person."""

import pytest

from core.errors import ConflictError, StorageError
from core.review import stale, update
from core.review.decide import apply_ops
from core.storage import Log, Workspace
from tests.review.build import op, projected
from tests.review.test_update import other_words
from tests.storage.build import pair


@pytest.fixture
def number(ws: Workspace) -> int:
    """Return the number of the one stale decision of a project."""
    projected(ws)
    assert apply_ops(ws, "one", "ann", "tab-1", [op(1, "accept", entity="s1.0")]).refused == ()
    update.edit(ws, "one", other_words(pair("p1", gold=True), 3, "Otra"), "eve")
    (one,) = ws.stale.read("one")
    return one.number


@pytest.mark.parametrize("step", ["settle_stale", "append", "close"])
def test_one_that_is_stopped_while_it_is_said_again_is_said_once(
    ws: Workspace, number: int, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Whatever step it stops before or behind, neither of both is done; again, both are."""
    before = ws.decisions("one")
    done = getattr(Log, step)

    def stopped(log: Log, *given: object) -> None:
        done(log, *given)
        raise StorageError("no room on the disk")

    with monkeypatch.context() as patch:
        patch.setattr(Log, step, stopped)
        with pytest.raises(StorageError):
            stale.apply(ws, "one", number, "ann")
    assert ws.decisions("one") == before
    assert ws.stale.count("one") == (1, 0)
    assert stale.apply(ws, "one", number, "ann").how == "applied"
    assert len(ws.decisions("one")) == len(before) + 1
    assert ws.stale.count("one") == (0, 1)


def test_of_two_who_say_it_again_at_once_one_is_told_and_writes_nothing(
    ws: Workspace, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, others = stale.look, ["ben"]

    def while_another_does(*given) -> stale.Both:
        seen = look(*given)
        if others:
            stale.apply(ws, "one", number, others.pop())
        return seen

    before = len(ws.decisions("one"))
    monkeypatch.setattr(stale, "look", while_another_does)
    with pytest.raises(ConflictError, match="was applied by ben already"):
        stale.apply(ws, "one", number, "ann")
    assert [d.person for d in ws.decisions("one")[before:]] == ["ben"]
    assert ws.stale.count("one") == (0, 1)
    assert ws.refusals.unsettled("one", "ann", "") == ()


def test_what_is_there_already_is_said_again_without_harm(ws: Workspace, number: int) -> None:
    added = op(1, "add", start=3, end=5, label="LOC", source="s1")
    assert apply_ops(ws, "one", "ann", "tab-2", [added]).refused == ()
    before = ws.state("one", "p1").target_entities()
    assert stale.apply(ws, "one", number, "ben").how == "applied"
    assert ws.state("one", "p1").target_entities() == before
