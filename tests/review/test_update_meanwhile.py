"""Updates that come while something is supplied for the older words."""

import pytest

from core.domain.task import SuppliedSpan
from core.pipeline.extras import keep
from core.pipeline.outcomes import Extras
from core.review import update
from core.storage import Workspace
from tests.review.test_update import changed, other_words
from tests.storage.build import corpus, filled, pair

SPANS = (SuppliedSpan(0, 1, "PER", 0.5),)


def test_words_that_change_get_nothing_that_was_supplied_for_the_old_ones(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(ws)
    monkeypatch.setattr("core.storage.extras._BATCH", 1)
    monkeypatch.setattr("core.pipeline.extras._TELL_EVERY", 1)

    def report(_step: str, done: int, _total: int) -> None:
        if done == 2:  # p1 is written, p2 and p3 are not
            new = changed(ws, *(other_words(pair(name), 4, "Jork") for name in ("p1", "p3")))
            update.update(ws, "one", lambda: new, "eve")

    given = {p.id: SPANS for p in corpus()}
    keys = keep(ws, "one", Extras(spans=given), report=report)
    assert ws.project("one").extras == keys
    assert set(ws.extras.of_pairs("one", list(given), keys)) == {"p2", "p4", "p5"}
    keep(ws, "one", Extras(spans=given))
    assert set(ws.extras.of_pairs("one", list(given), keys)) == set(given)
