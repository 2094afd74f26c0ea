"""Words that change while others work on them, and what is stale on a track of its own."""

from threading import Event, Thread
from time import sleep

import pytest

from core.domain.role import Actor, Role
from core.errors import ConflictError
from core.review import stale, update
from core.review.decide import apply_ops
from core.storage import Log, Workspace
from tests.review.build import op, projected
from tests.review.test_update import changed, do, dump, other_words
from tests.storage.build import pair


def test_words_that_are_being_changed_are_changed_behind_the_moment_or_seen(ws: Workspace) -> None:
    projected(ws)
    begun, told = Event(), []
    new = other_words(pair("p1", gold=True), 4, "Jork")
    tell = Log.tell_texts

    def slowly(log: Log, **numbers) -> None:
        begun.set()
        sleep(0.2)
        tell(log, **numbers)

    with pytest.MonkeyPatch.context() as slow:
        slow.setattr(Log, "tell_texts", slowly)
        writer = Thread(target=lambda: told.append(update.edit(ws, "one", new, "eve")))
        writer.start()
        begun.wait()
        since = ws.revisions.moment("one")
        seen = ws.pair("one", "p1").pair
        writer.join()
    (change,) = ws.revisions.read("one", "p1")
    assert seen == new or change.time >= since


def test_in_a_blind_project_what_is_stale_is_said_again_by_whoever_said_it(ws: Workspace) -> None:
    projected(ws)
    ws.accounts.add("bea@x.org", "bea")
    ws.members.give("one", "bea@x.org", Role.ANNOTATOR)
    ws.team.set("one", "blind", True)
    bea = ws.acting_as(Actor("bea@x.org", "bea"))
    accepted = op(1, "accept-pair", "pair", pair="p4")
    assert apply_ops(bea, "one", "bea", "own", [accepted], track="bea").refused == ()
    do(ws, changed(ws, other_words(pair("p4"), 4, "Jork")))
    (one,) = bea.stale.read("one")
    assert stale.apply(bea, "one", one.number, "bea").how == "applied"
    assert str(bea.record("one", "p4", "bea").state.target[1].status) == "added"


def test_words_are_changed_only_as_they_were_seen(ws: Workspace) -> None:
    projected(ws)
    seen = ws.pair("one", "p1").pair
    update.edit(ws, "one", other_words(seen, 4, "Jork"), "eve", seen=seen)
    before = dump(ws, but=0)
    for late in (
        lambda: update.edit(ws, "one", other_words(seen, 1, "ve"), "ben", seen=seen),
        lambda: update.bring_back(ws, "one", "p1", 1, "ben", seen=seen),
    ):
        with pytest.raises(ConflictError, match=r"^eve has changed pair 'p1' meanwhile \(edited\)"):
            late()
    assert dump(ws, but=0) == before
    update.bring_back(ws, "one", "p1", 1, "ben", seen=ws.pair("one", "p1").pair)
    assert ws.pair("one", "p1").pair == seen
