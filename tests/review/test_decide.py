from core.domain.decision import EntityStatus, PairStatus
from core.domain.entity import Entity
from core.review.decide import Applied, apply_ops
from core.storage import Workspace
from tests.review.build import CLIENT, op, projected
from tests.storage.build import filled


def send(ws: Workspace, *ops: object, client: str = CLIENT, person: str = "ann") -> Applied:
    return apply_ops(ws, "one", person, client, list(ops))


def target(ws: Workspace, pair: str = "p1") -> list[tuple[str, int, int, str, str]]:
    return [
        (r.id, r.entity.start, r.entity.end, r.entity.label, str(r.status))
        for r in ws.state("one", pair).target
    ]


def source(ws: Workspace, pair: str = "p1") -> list[tuple[str, int, int, str, str]]:
    return [
        (r.id, r.entity.start, r.entity.end, r.entity.label, str(r.status))
        for r in ws.state("one", pair).source or ()
    ]


def test_the_base_as_it_is_projected(ws: Workspace) -> None:
    projected(ws)
    assert target(ws) == [
        ("s0.0", 0, 1, "PER", "unreviewed"),
        ("s1.0", 3, 5, "LOC", "unreviewed"),
    ]


def test_every_kind_of_decision(ws: Workspace) -> None:
    projected(ws)
    got = send(
        ws,
        op(1, "accept", entity="s0.0"),
        op(2, "change", entity="s1.0", start=3, end=4, label="ORG"),
        op(3, "add", start=5, end=6, label="LOC", source="s1", entity=f"{CLIENT}:3"),
        op(4, "add", start=1, end=2, label="PER"),
        op(5, "delete", entity=f"{CLIENT}:4"),
        op(6, "delete", entity="s0.0", pair="p2"),
        op(7, "no-counterpart", "source", "p2", entity="s1"),
        op(8, "accept-pair", "pair", "p3"),
        op(9, "flag", "pair", "p4", reason="odd"),
        op(10, "exclude", "pair", "p5"),
    )
    assert got.refused == ()
    assert got.ack == 10
    assert target(ws) == [
        ("s0.0", 0, 1, "PER", "accepted"),
        ("s1.0", 3, 4, "ORG", "corrected"),
        ("tab-1:3", 5, 6, "LOC", "added"),
    ]
    assert ws.state("one", "p1").target[2].source_id == "s1"
    assert [status for *_, status in target(ws, "p2")] == ["rejected", "rejected"]
    assert [ws.state("one", f"p{k}").status for k in (1, 2, 3, 4, 5)] == [
        PairStatus.IN_PROGRESS,
        PairStatus.IN_PROGRESS,
        PairStatus.DONE,
        PairStatus.FLAGGED,
        PairStatus.EXCLUDED,
    ]
    first = got.decisions[1]
    assert (first.old, first.new) == (Entity(3, 5, "LOC"), Entity(3, 4, "ORG"))
    assert first.time == "2026-01-02T03:04:05.678+00:00"


def test_skip_and_reopen(ws: Workspace) -> None:
    projected(ws)
    send(ws, op(1, "skip", "pair"))
    assert ws.state("one", "p1").status is PairStatus.SKIPPED
    send(ws, op(2, "reopen", "pair"))
    assert ws.state("one", "p1").status is PairStatus.IN_PROGRESS


def test_an_added_span_displaces_what_it_overlaps(ws: Workspace) -> None:
    projected(ws)
    send(ws, op(1, "add", start=0, end=4, label="ORG"))
    assert [status for *_, status in target(ws)] == ["rejected", "added", "rejected"]
    send(ws, op(2, "accept", entity="s0.0"))
    assert [(name, status) for name, *_, status in target(ws)] == [
        ("s0.0", "accepted"),
        ("tab-1:1", "rejected"),
        ("s1.0", "rejected"),
    ]


def test_a_row_is_taken_whole(ws: Workspace) -> None:
    filled(ws)
    second = ws.project("one").layers[1]
    send(ws, op(1, "take", "pair", "p2", layer=second.content_hash))
    assert target(ws, "p2") == [
        ("s0.0", 0, 1, "PER", "accepted"),
        ("tab-1:1.0", 3, 4, "LOC", "accepted"),
        ("s1.0", 3, 5, "LOC", "rejected"),
    ]
    assert ws.state("one", "p2").target[1].source_id == "s1"
    got = send(
        ws,
        op(2, "take", "pair", "p3", layer=second.content_hash),
        op(3, "take", "pair", "p5", layer=second.content_hash),
        op(4, "take", "pair", "p1", layer="unheard of"),
    )
    assert [r.message for r in got.refused][:2] == [
        "second made nothing of pair 'p3': broke",
        "second made nothing of pair 'p5': the source has no tags",
    ]
    assert "unknown layer 'unheard of'" in got.refused[2].message


def test_a_source_edit_projects_again(ws: Workspace) -> None:
    projected(ws)
    send(
        ws,
        op(1, "change", "source", entity="s1", start=4, end=5, label="ORG"),
        op(2, "add", "source", start=1, end=2, label="LOC"),
    )
    assert source(ws) == [
        ("s0", 0, 1, "PER", "unreviewed"),
        ("tab-1:2", 1, 2, "LOC", "added"),
        ("s1", 4, 5, "ORG", "corrected"),
    ]
    assert target(ws) == [
        ("s0.0", 0, 1, "PER", "unreviewed"),
        ("tab-1:2.0", 1, 2, "LOC", "unreviewed"),
        ("s1.0", 4, 5, "ORG", "unreviewed"),
    ]


def test_a_source_edit_leaves_what_a_person_decided(ws: Workspace) -> None:
    projected(ws)
    send(
        ws,
        op(1, "change", entity="s1.0", start=2, end=5, label="LOC"),
        op(2, "change", "source", entity="s1", start=4, end=5, label="ORG"),
        op(3, "delete", "source", entity="s0"),
    )
    assert target(ws) == [("s1.0", 2, 5, "LOC", "corrected")]
    assert source(ws)[0] == ("s0", 0, 1, "PER", "rejected")
    send(ws, op(4, "accept", "source", entity="s0"))
    assert target(ws)[0] == ("s0.0", 0, 1, "PER", "unreviewed")


def test_a_source_that_nobody_annotated(ws: Workspace) -> None:
    projected(ws)
    assert ws.state("one", "p5").source is None
    send(ws, op(1, "add", "source", "p5", start=3, end=5, label="LOC"))
    assert target(ws, "p5") == [("tab-1:1.0", 3, 5, "LOC", "unreviewed")]


def test_entities_without_counterpart_take_no_candidate(ws: Workspace) -> None:
    projected(ws)
    send(ws, op(1, "no-counterpart", "source", entity="s0"))
    send(ws, op(2, "change", "source", entity="s1", start=3, end=4, label="LOC"))
    live = [r.entity for r in ws.state("one", "p1").target if r.live]
    assert live == [Entity(3, 4, "LOC")]
    assert ws.state("one", "p1").source_entities() == (Entity(0, 1, "PER"), Entity(3, 4, "LOC"))


def test_where_projecting_again_fails_the_target_stays(ws: Workspace) -> None:
    filled(ws)  # its layers carry no spec
    got = send(ws, op(1, "delete", "source", entity="s1"))
    assert got.refused == ()
    assert got.decisions[0].reason.startswith("not projected again: layer 'first' has no method")
    assert target(ws) == [("s0.0", 0, 1, "PER", "unreviewed")]


def test_undo_goes_back_over_pairs_and_says_where(ws: Workspace) -> None:
    projected(ws)
    send(ws, op(1, "flag", "pair", "p1"), op(2, "accept-pair", "pair", "p3"))
    got = send(ws, op(3, "undo", "pair", ""))
    assert got.pair == "p3"
    assert ws.state("one", "p3").status is PairStatus.UNREVIEWED
    assert send(ws, op(4, "undo", "pair", "whatever")).pair == "p1"
    assert send(ws, op(5, "redo", "pair", "")).pair == "p1"
    got = send(ws, op(6, "undo", "pair", ""), op(7, "undo", "pair", ""))
    assert [r.message for r in got.refused] == ["there is nothing left to undo for ann"]
    assert got.ack == 7


def test_what_came_before_is_not_carried_out_again(ws: Workspace) -> None:
    projected(ws)
    ops = [op(1, "flag", "pair"), op(2, "accept", entity="nobody"), op(3, "undo", "pair", "")]
    first = send(ws, *ops)
    again = send(ws, *ops, *ops)
    assert again.ack == first.ack == 3
    assert [r.seq for r in again.refused] == [2, 2]
    assert again.refused[0] == first.refused[0]
    assert len(ws.decisions("one")) == 2
    assert {d.seq for d in again.decisions} == {1, 2}


def test_gaps_are_told_and_closed_later(ws: Workspace) -> None:
    projected(ws)
    got = send(ws, op(5, "flag", "pair", "p2"), op(2, "flag", "pair", "p1"))
    assert got.ack == 5
    assert got.notices == (
        "operation 1 of this browser never arrived",
        "operation 3 to 4 of this browser never arrived",
    )
    late = send(ws, op(3, "flag", "pair", "p3"))
    assert (late.ack, late.refused, late.notices) == (5, (), ())
    assert ws.state("one", "p3").status is PairStatus.FLAGGED


def test_operations_are_carried_out_in_their_own_order(ws: Workspace) -> None:
    projected(ws)
    send(ws, op(2, "delete", entity=f"{CLIENT}:1"), op(1, "add", start=5, end=6, label="PER"))
    assert len(target(ws)) == 2


def test_tabs_do_not_mix(ws: Workspace) -> None:
    projected(ws)
    send(ws, op(1, "add", start=5, end=6, label="PER"), client="one")
    send(ws, op(1, "add", start=2, end=3, label="PER"), client="two", person="bob")
    assert {name for name, *_ in target(ws)} == {"s0.0", "s1.0", "one:1", "two:1"}
    assert ws.acked("one", "one") == ws.acked("one", "two") == 1


def test_states_after_everything_are_consistent(ws: Workspace) -> None:
    projected(ws)
    send(ws, op(1, "accept-pair", "pair"), op(2, "delete", entity="s1.0"))
    state = ws.state("one", "p1")
    assert state.status is PairStatus.DONE
    assert [r.status for r in state.target] == [EntityStatus.ACCEPTED, EntityStatus.REJECTED]
    assert [r.status for r in state.source or ()] == [EntityStatus.ACCEPTED] * 2
