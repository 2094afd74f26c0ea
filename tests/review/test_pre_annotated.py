"""Pairs that come with tags: nothing is reviewed before somebody says so, then all of it is."""

from core.domain.decision import PairStatus
from core.review.compare import add_decisions, agreements, read_sheet
from core.review.decide import apply_ops
from core.review.export import export
from core.storage import Workspace
from tests.review.build import op
from tests.storage.build import filled, pair


def test_none_is_reviewed_at_first_and_all_are_once_accepted(ws: Workspace) -> None:
    given = [pair(f"p{k}", gold=True) for k in range(1, 5)]
    filled(ws, pairs=given)
    assert ws.project("one").progress == dict.fromkeys(map(str, PairStatus), 0) | {"unreviewed": 4}
    empty = export(ws, "one")
    assert (empty.pairs, empty.data) == (0, b"")
    assert "4: its status was not chosen" in empty.notes[0]
    ops = [op(k, "accept-pair", "pair", p.id) for k, p in enumerate(given, 1)]
    assert not apply_ops(ws, "one", "ann", "tab", ops).refused
    assert ws.project("one").progress["done"] == 4
    found = agreements(add_decisions(ws, "one", read_sheet(ws, "one")))
    assert found["gold", "decisions"].value == 1
    full = export(ws, "one")
    assert (full.pairs, full.entities, dict(full.left_out)) == (4, 8, {})
    assert full.data == export(ws, "one", layer="gold", statuses=PairStatus).data
