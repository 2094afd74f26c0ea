from pathlib import Path

from core.pipeline.lessons import Lessons
from core.review.decide import apply_ops
from core.storage import Workspace
from tests.learnable import PROJECT, correct
from tests.pipeline.test_learn import IDS, prepared
from tests.review.build import op

COUNT = 30


def lessons(ws: Workspace) -> Lessons:
    info = ws.project(PROJECT)
    base = info.base_layer()
    assert base is not None
    return Lessons(ws, info, base)


def accept(ws: Workspace, ids: list[str]) -> None:
    for pair in ids:
        done = apply_ops(
            ws, PROJECT, "tester", f"c-{pair}", [op(1, "accept-pair", "pair", pair=pair)]
        )
        assert done.refused == ()


def test_what_nobody_doubts_stands_beside_what_was_decided(tmp_path: Path) -> None:
    ws = prepared(tmp_path, COUNT)
    accept(ws, IDS[:11])
    found = lessons(ws)
    decided = list(found.decided())
    assert [lesson.pair for lesson in decided] == IDS[:11]
    assert [dict(e.example.decided.answers) for e in decided] == [dict(e.base) for e in decided]
    beside = found.undoubted(decided)
    assert len(beside) == len(decided)
    names = {e.decided.task.source.tokens[2] for e in beside}
    assert len(names) == 11  # no pair comes twice
    assert names.isdisjoint(e.example.decided.task.source.tokens[2] for e in decided)
    assert all(
        answer == {0: ((2, 3),), 1: ((4, 5),)}
        for answer in (dict(e.decided.answers) for e in beside)
    )


def test_where_calm_pairs_turn_out_wrong_no_other_is_taken_for_right(tmp_path: Path) -> None:
    ws = prepared(tmp_path, COUNT)
    correct(ws, IDS[:11])
    found = lessons(ws)
    assert found.undoubted(list(found.decided())) == []
