"""Rows after somebody edited the source: shown as taken, projected again, or as they were."""

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.spec import canonical_json
from core.pipeline.methods import METHODS
from core.projection.resolve import with_joint
from core.review.decide import Applied, apply_ops
from core.review.methods import is_edited, source_of
from core.review.view import pair_view
from core.storage import Workspace
from core.storage.values import Signals
from tests.review.build import CLIENT, op, projected
from tests.storage.build import filled, outcome, pair


def send(ws: Workspace, *ops: object, project: str = "one") -> Applied:
    return apply_ops(ws, project, "ann", CLIENT, list(ops))


def spans(row: dict) -> list[tuple[int, int, str, str]]:
    return [(e["start"], e["end"], e["label"], e["source"]) for e in row["entities"]]


def live(ws: Workspace, pair_id: str = "p1") -> list[tuple[int, int, str]]:
    kept = (r.entity for r in ws.state("one", pair_id).target if r.live)
    return [(e.start, e.end, e.label) for e in kept]


def marks(ws: Workspace, pair_id: str = "p1") -> list[tuple[bool, str]]:
    return [(row["again"], row["stale"]) for row in pair_view(ws, "one", pair_id)["rows"]]


def test_every_row_is_what_its_method_makes_of_the_edited_source(ws: Workspace) -> None:
    projected(ws)
    send(ws, op(1, "change", "source", entity="s1", start=4, end=5, label="ORG"))
    send(ws, op(2, "add", "source", start=1, end=2, label="LOC"))
    rows = pair_view(ws, "one", "p1")["rows"]
    now = [(0, 1, "PER", "s0"), (1, 2, "LOC", "tab-1:2"), (4, 5, "ORG", "s1")]
    assert [spans(row) for row in rows] == [now, now]
    assert marks(ws) == [(True, ""), (True, "")]
    assert marks(ws, "p2") == [(False, ""), (False, "")]
    quick = pair_view(ws, "one", "p1", explain=False)["rows"]
    assert [row["entities"] for row in quick] == [row["entities"] for row in rows]
    for row in rows:
        picks = [tuple(pick) for why in row["why"].values() for pick in why["picks"]]
        assert picks == [(e["start"], e["end"], e["score"]) for e in row["entities"]]


def test_what_has_no_counterpart_is_in_no_row_until_that_is_undone(ws: Workspace) -> None:
    projected(ws)
    before = pair_view(ws, "one", "p1")["rows"]
    send(ws, op(1, "no-counterpart", "source", entity="s0"))
    rows = pair_view(ws, "one", "p1")["rows"]
    assert [spans(row) for row in rows] == [[(3, 5, "LOC", "s1")]] * 2
    assert [row["again"] for row in rows] == [True, True]
    send(ws, op(2, "undo", "pair", ""))
    assert pair_view(ws, "one", "p1")["rows"] == before


def test_a_source_without_entities_leaves_empty_rows(ws: Workspace) -> None:
    projected(ws)
    send(ws, *(op(k + 1, "delete", "source", entity=f"s{k}") for k in range(2)))
    rows = pair_view(ws, "one", "p1")["rows"]
    assert [(row["outcome"], spans(row), row["again"]) for row in rows] == [
        ("projected", [], True)
    ] * 2


def test_accepting_the_source_is_no_edit_but_the_same_span_anew_is_one(ws: Workspace) -> None:
    projected(ws)
    send(ws, op(1, "accept", "source", entity="s0"))
    assert marks(ws) == [(False, ""), (False, "")]
    send(ws, op(2, "delete", "source", entity="s0"))
    send(ws, op(3, "add", "source", start=0, end=1, label="PER"))
    record = ws.record("one", "p1")
    assert is_edited(record.stored.pair, source_of(record.stored.pair, record.state.source))
    (row, _) = pair_view(ws, "one", "p1")["rows"]
    assert spans(row) == [(0, 1, "PER", "tab-1:3"), (3, 5, "LOC", "s1")]


def test_a_row_is_taken_as_it_is_shown(ws: Workspace) -> None:
    layers = projected(ws, "one", "ngram-exact", "span-rule", "vote")
    send(ws, op(1, "change", "source", entity="s1", start=4, end=5, label="ORG"))
    rows = pair_view(ws, "one", "p1")["rows"]
    for k, (layer, row) in enumerate(zip(layers, rows, strict=True)):
        got = send(ws, op(k + 2, "take", "pair", layer=layer.content_hash))
        assert live(ws) == [of[:3] for of in spans(row)] == [(0, 1, "PER"), (4, 5, "ORG")]
        (taken,) = got.decisions
        assert [(p.entity, p.source_id) for p in taken.proposals] == [
            (Entity(start, end, label), source) for start, end, label, source in spans(row)
        ]


def test_what_is_shown_is_taken_in_the_act_that_edits_the_source(ws: Workspace) -> None:
    _, second = projected(ws)
    edit = op(0, "change", "source", entity="s1", start=4, end=5, label="ORG")
    take = op(0, "take", "pair", layer=second.content_hash)
    got = send(ws, {"seq": 1, "kind": "act", "reason": "both", "ops": [edit, take]})
    assert got.refused == ()
    assert live(ws) == [(0, 1, "PER"), (4, 5, "ORG")]


def test_a_source_that_somebody_annotated_gives_rows_that_can_be_taken(ws: Workspace) -> None:
    _, second = projected(ws)
    (before, _) = pair_view(ws, "one", "p5")["rows"]
    assert (before["outcome"], before["again"]) == ("skipped", False)
    send(ws, op(1, "add", "source", "p5", start=3, end=5, label="LOC"))
    rows = pair_view(ws, "one", "p5")["rows"]
    assert [(r["outcome"], r["reason"], spans(r)) for r in rows] == [
        ("projected", "", [(3, 5, "LOC", "tab-1:1")])
    ] * 2
    send(ws, op(2, "take", "pair", "p5", layer=second.content_hash))
    assert live(ws, "p5") == [(3, 5, "LOC")]


def test_where_a_method_cannot_be_run_again_its_row_stays_and_says_why(ws: Workspace) -> None:
    base = filled(ws)  # its layers carry no spec
    second = ws.project("one").layers[1]
    before = pair_view(ws, "one", "p3")["rows"]
    send(ws, op(1, "delete", "source", "p3", entity="s1"))
    rows = pair_view(ws, "one", "p3")["rows"]
    assert [spans(row) for row in rows] == [spans(row) for row in before]
    assert [(row["again"], row["stale"]) for row in rows] == [
        (
            False,
            f"not projected again after the source was edited: layer {name!r} has no method spec; "
            "it cannot be run again",
        )
        for name in ("first", "second")
    ]
    send(ws, op(2, "take", "pair", "p3", layer=base.content_hash))
    assert live(ws, "p3") == [(0, 1, "PER"), (3, 5, "LOC")]
    got = send(ws, op(3, "take", "pair", "p3", layer=second.content_hash))
    assert got.refused[0].message.startswith(
        "second made nothing of pair 'p3': broke (not projected again after the source was edited"
    )


def test_a_method_of_groups_keeps_its_row_and_says_why(ws: Workspace) -> None:
    given = [pair("a", group="g"), pair("b", group="g")]
    ws.create_project("one", given, labels=["PER", "LOC"])
    ws.write_alignments("one", "by hand", [(p.id, Alignment.of(5, 6, [(3, 3)])) for p in given])
    spec = with_joint(METHODS["aligned-exact"], "sum")
    body = canonical_json(spec.to_dict() | {"alignments": "by hand"})
    layer = ws.write_layer("one", [(p.id, outcome(p)) for p in given], name="joint", spec=body)
    ws.set_base("one", layer.content_hash)
    send(ws, op(1, "delete", "source", "a", entity="s1"))
    (row,) = pair_view(ws, "one", "a")["rows"]
    assert spans(row) == [(0, 1, "PER", "s0"), (3, 5, "LOC", "s1")]
    assert "projects all pairs of group 'g' together" in row["stale"]


def test_gold_as_a_layer_comes_from_no_source(ws: Workspace) -> None:
    filled(ws)
    rows = [(f"p{k}", outcome(pair(f"p{k}", known=k != 5))) for k in range(1, 6)]
    ws.write_layer("one", rows, name="answer", kind="gold")
    send(ws, op(1, "delete", "source", entity="s1"))
    shown = pair_view(ws, "one", "p1")["rows"][-1]
    assert (shown["name"], shown["again"], shown["stale"]) == ("answer", False, "")


def test_signals_say_that_they_are_from_before_the_source_was_edited(ws: Workspace) -> None:
    projected(ws)
    ws.signals.write(
        "one", "key", [(f"p{k}", Signals(0.5, 0.0, None, None, 1)) for k in range(1, 6)]
    )
    assert pair_view(ws, "one", "p1")["signals"]["stale"] is False
    send(ws, op(1, "no-counterpart", "source", entity="s0"))
    assert pair_view(ws, "one", "p1")["signals"]["stale"] is True
    assert pair_view(ws, "one", "p2")["signals"]["stale"] is False
