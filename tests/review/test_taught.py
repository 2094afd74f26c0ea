from pathlib import Path

import pytest

from core.review.decide import apply_ops
from core.review.taught import taught
from core.storage import Workspace
from tests.learnable import GOLD, PROJECT, correct
from tests.pipeline.test_learn import IDS, prepared
from tests.review.build import op

PLACE, PERSON = GOLD[1], GOLD[0]


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return prepared(tmp_path, count=4)


def answers(ws: Workspace) -> dict[str, object]:
    return {t.pair.id: dict(t.answers) for t in taught(ws, PROJECT)}


def decide(ws: Workspace, *ops: object, client: str = "c") -> None:
    assert apply_ops(ws, PROJECT, "tester", client, list(ops)).refused == ()


def test_a_done_pair_teaches_all_its_entities(ws: Workspace) -> None:
    correct(ws, IDS[:1])
    (found,) = taught(ws, PROJECT)
    assert dict(found.answers) == {0: ((2, 3),), 1: ((3, 5),)}
    assert found.spans == ((2, 3), (3, 5))
    assert found.source.entities is not None


def test_of_a_pair_in_progress_only_what_was_decided_teaches(ws: Workspace) -> None:
    place = next(r for r in ws.state(PROJECT, "p000").target if r.entity.label == "LOC")
    decide(ws, op(1, "accept", pair="p000", entity=place.id))
    assert answers(ws) == {"p000": {1: ((4, 5),)}}


def test_no_counterpart_teaches_that_there_is_none(ws: Workspace) -> None:
    decide(ws, op(1, "no-counterpart", "source", pair="p000", entity="s1"))
    assert answers(ws) == {"p000": {1: ()}}


def test_a_span_that_was_taken_away_is_no_counterpart_once_the_pair_is_done(ws: Workspace) -> None:
    place = next(r for r in ws.state(PROJECT, "p000").target if r.entity.label == "LOC")
    decide(ws, op(1, "delete", pair="p000", entity=place.id))
    assert answers(ws) == {}
    decide(ws, op(2, "accept-pair", "pair", pair="p000"))
    assert answers(ws) == {"p000": {0: ((2, 3),), 1: ()}}


def test_one_that_was_added_by_hand_for_nobody_leaves_its_label_open(ws: Workspace) -> None:
    place = next(r for r in ws.state(PROJECT, "p000").target if r.entity.label == "LOC")
    decide(
        ws,
        op(1, "delete", pair="p000", entity=place.id),
        op(2, "add", pair="p000", start=3, end=5, label="LOC"),
        op(3, "accept-pair", "pair", pair="p000"),
    )
    assert answers(ws) == {"p000": {0: ((2, 3),)}}
    (found,) = taught(ws, PROJECT)
    assert (3, 5) in found.spans


def test_excluded_pairs_and_those_settled_in_one_go_teach_nothing(ws: Workspace) -> None:
    decide(ws, op(1, "exclude", "pair", pair="p000"))
    many = [op(1, "accept-pair", "pair", pair=name) for name in ("p001", "p002")]
    decide(ws, {"seq": 2, "pair": "p001", "kind": "act", "reason": "", "time": "", "ops": many})
    assert answers(ws) == {}
