"""Updates of many pairs: what is put away with the old words, and how much is asked for."""

import pytest
from sqlalchemy import event

from core.domain.task import SuppliedSpan
from core.pipeline.methods import METHODS
from core.pipeline.prepare import prepare
from core.projection import DEFAULT_METHOD
from core.review import update
from core.storage import Workspace, undo
from core.storage.revisions import CHANGED
from tests.review.build import op, projected
from tests.review.test_update import changed, decide, do, other_words
from tests.storage.build import corpus, pair


@pytest.fixture
def decided(ws: Workspace) -> Workspace:
    """p2: accepted whole; p3: flagged."""
    projected(ws)
    decide(ws, op(1, "accept-pair", "pair", pair="p2"), op(2, "flag", "pair", pair="p3"))
    return ws


def test_what_was_supplied_of_old_words_is_told_and_comes_back_with_them(decided) -> None:
    ws = decided
    spans_ = (SuppliedSpan(0, 1, "PER", 0.5),)
    ws.extras.write("one", "spans", "by hand 1", [(f"p{k}", spans_) for k in range(1, 6)])
    found = do(ws, changed(ws, other_words(pair("p1", gold=True), 4, "Jork")))
    assert found.supplied == 1
    assert (
        "scores and tags supplied of 1 pair put away with the old words" in found.words_for_people
    )
    assert set(ws.extras.of_pairs("one", ["p1", "p2"], {"spans": "by hand 1"})) == {"p2"}
    (older,) = ws.revisions.read("one", "p1")
    update.bring_back(ws, "one", "p1", older.number, "eve")
    assert ws.extras.of_pair("one", "p1", {"spans": "by hand 1"}).spans == spans_


def test_an_update_reads_and_writes_in_bulk(decided) -> None:
    """The number of statements does not grow with the pairs of a batch."""
    ws = decided
    both = changed(ws, *(other_words(pair(f"p{k}"), 5, "!") for k in (2, 3, 4)))
    asked: list[int] = []
    event.listen(ws._engine, "before_cursor_execute", lambda *_: asked.append(1))
    update.update(ws, "one", lambda: both, "eve")
    three = len(asked)
    asked.clear()
    update.update(ws, "one", lambda: changed(ws, other_words(pair("p4"), 5, "?")), "eve")
    assert three <= len(asked) + 2


def test_an_update_tells_how_far_it_is_and_goes_on_where_it_stopped(decided, monkeypatch) -> None:
    ws = decided
    monkeypatch.setattr(update, "BATCH", 2)
    texts = changed(ws, *(other_words(pair(f"p{k}"), 5, "!") for k in (2, 3, 4)))
    told: list[tuple[str, int, int]] = []

    def stop(step: str, done: int, total: int) -> None:
        told.append((step, done, total))
        if (step, done) == ("Updating", 2):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        update.update(ws, "one", lambda: texts, "eve", report=stop)
    assert told == [("Reading", 2, 5), ("Reading", 4, 5), ("Updating", 2, 5)]
    assert [len(ws.revisions.read("one", p)) for p in ("p2", "p3", "p4")] == [1, 0, 0]
    assert update.update(ws, "one", lambda: texts, "eve", report=lambda *_: None).changed == 2
    assert [len(ws.revisions.read("one", p)) for p in ("p2", "p3", "p4")] == [1, 1, 1]


def test_words_that_change_while_a_project_is_prepared_get_no_old_links(ws: Workspace) -> None:
    """Of the same number, so that the size of the links tells nothing."""
    ws.create_project("one", corpus())

    def and_change(step: str, done: int, total: int) -> None:
        if "Projecting" not in step and not ws.revisions.read("one", "p2"):
            update.edit(ws, "one", other_words(pair("p2"), 1, "reside"), "eve")

    (layer,) = prepare(ws, "one", methods=[METHODS[DEFAULT_METHOD]], report=and_change)
    key = ws.project("one").aligner
    assert ws.revisions.read("one", "p2")
    assert ws.alignment("one", "p1", key) is not None
    assert ws.alignment("one", "p2", key) is None
    made = dict(ws.layer_outcomes("one", "p2"))[layer]
    assert (made.state, made.reason) == ("skipped", CHANGED)


def test_undo_looks_further_where_the_last_decisions_are_settled(decided, monkeypatch) -> None:
    monkeypatch.setattr(undo, "_AT_ONCE", 1)
    do(decided, changed(decided, other_words(pair("p3"), 5, "!")))
    last = decided.undoable("one", "ann")
    assert last is not None
    assert last.pair == "p2"
    assert decided.undoable("one", "eve") is None
