from core.review.decide import apply_ops
from core.review.progress import progress
from core.storage import Workspace
from tests.review.build import op
from tests.storage.build import filled


def test_progress_adds_up(ws: Workspace) -> None:
    filled(ws)
    before = progress(ws, "one")
    assert (before.total, before.touched, before.settled, before.people) == (5, 0, 0, ())
    assert before.share() == 0
    apply_ops(ws, "one", "ann", "a", [op(1, "accept-pair", "pair", "p1"), op(2, "flag", pair="p2")])
    apply_ops(ws, "one", "bob", "b", [op(1, "exclude", pair="p3")])
    after = progress(ws, "one")
    assert sum(after.by_status.values()) == after.total == 5
    assert (after.touched, after.settled, after.share()) == (3, 2, 0.4)
    assert [(a.person, a.decisions, a.pairs) for a in after.people] == [
        ("ann", 2, 2),
        ("bob", 1, 1),
    ]
