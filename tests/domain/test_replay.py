"""Replay: a table of what each decision does, and laws over random logs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.decision import Decision, Kind, PairStatus, Proposal, Side
from core.domain.entity import Entity
from core.domain.replay import in_force, replay, source_id, start_state

PER, LOC, ORG = Entity(0, 2, "PER"), Entity(3, 4, "LOC"), Entity(1, 4, "ORG")
BASE = start_state([PER, LOC], [Proposal(PER, "s0"), Proposal(LOC, "s1")])


def log(*rows, start=1):
    return [
        Decision("tab", k, "2024-01-01T00:00:00Z", "ann", "p1", seq=k, **row)
        for k, row in enumerate(rows, start)
    ]


def on(kind, entity="", side=Side.TARGET, **more):
    return {"kind": kind, "entity": entity, "side": side, **more}


def short(state, side="target"):
    return [
        f"{r.id} {r.entity.start}-{r.entity.end} {r.entity.label} {r.status}"
        for r in getattr(state, side)
    ]


def test_what_was_undone_is_not_in_force_until_it_is_redone():
    undo, redo = on(Kind.UNDO, "1", Side.PAIR), on(Kind.REDO, "1", Side.PAIR)
    rows = (on(Kind.ACCEPT, "s0.0"), on(Kind.SKIP, side=Side.PAIR), undo)
    assert [d.seq for d in in_force(iter(log(*rows)))] == [2]
    assert [d.seq for d in in_force(log(*rows, redo))] == [1, 2]


def test_the_start():
    assert BASE.status is PairStatus.UNREVIEWED
    assert short(BASE) == ["s0.0 0-2 PER unreviewed", "s1.0 3-4 LOC unreviewed"]
    assert short(BASE, "source") == ["s0 0-2 PER unreviewed", "s1 3-4 LOC unreviewed"]
    assert start_state(None, []).source is None
    assert source_id(7) == "s7"


TABLE = [
    (on(Kind.ACCEPT, "s0.0"), ["s0.0 0-2 PER accepted", "s1.0 3-4 LOC unreviewed"]),
    (
        on(Kind.CHANGE, "s0.0", old=PER, new=Entity(0, 1, "ORG")),
        ["s0.0 0-1 ORG corrected", "s1.0 3-4 LOC unreviewed"],
    ),
    (
        on(Kind.CHANGE, "s0.0", old=PER, new=Entity(0, 4, "PER")),
        ["s0.0 0-4 PER corrected", "s1.0 3-4 LOC rejected"],
    ),
    (on(Kind.DELETE, "s0.0"), ["s0.0 0-2 PER rejected", "s1.0 3-4 LOC unreviewed"]),
    (
        on(Kind.ADD, "c:1", new=Entity(2, 3, "ORG")),
        ["s0.0 0-2 PER unreviewed", "c:1 2-3 ORG added", "s1.0 3-4 LOC unreviewed"],
    ),
    (
        on(Kind.ADD, "c:1", new=ORG),
        ["s0.0 0-2 PER rejected", "c:1 1-4 ORG added", "s1.0 3-4 LOC rejected"],
    ),
    (
        on(
            Kind.TAKE, "layer", proposals=(Proposal(PER, "s0"), Proposal(Entity(2, 4, "LOC"), "s1"))
        ),
        ["s0.0 0-2 PER accepted", "layer.0 2-4 LOC accepted", "s1.0 3-4 LOC rejected"],
    ),
    (
        on(Kind.ACCEPT_PAIR, side=Side.PAIR),
        ["s0.0 0-2 PER accepted", "s1.0 3-4 LOC accepted"],
    ),
    (
        on(Kind.NO_COUNTERPART, "s0", side=Side.SOURCE),
        ["s0.0 0-2 PER rejected", "s1.0 3-4 LOC unreviewed"],
    ),
    (on(Kind.ACCEPT, "nobody"), ["s0.0 0-2 PER unreviewed", "s1.0 3-4 LOC unreviewed"]),
]


@pytest.mark.parametrize(("decision", "target"), TABLE)
def test_one_decision_on_the_target(decision, target):
    assert short(replay(BASE, log(decision))) == target


@pytest.mark.parametrize(
    ("kinds", "status"),
    [
        ([], "unreviewed"),
        ([Kind.SKIP], "skipped"),
        ([Kind.FLAG], "flagged"),
        ([Kind.EXCLUDE], "excluded"),
        ([Kind.ACCEPT_PAIR], "done"),
        ([Kind.ACCEPT_PAIR, Kind.REOPEN], "in-progress"),
        ([Kind.EXCLUDE, Kind.REOPEN], "in-progress"),
    ],
)
def test_status_of_the_pair(kinds, status):
    rows = [on(kind, side=Side.PAIR) for kind in kinds]
    assert replay(BASE, log(*rows)).status == status


@pytest.mark.parametrize(("first", "status"), [(None, "in-progress"), (Kind.FLAG, "flagged")])
def test_work_begins_with_a_decision_but_a_flag_stays(first, status):
    rows = [on(first, side=Side.PAIR)] if first else []
    assert replay(BASE, log(*rows, on(Kind.ACCEPT, "s0.0"))).status == status


def test_deleting_what_was_added_leaves_nothing():
    state = replay(BASE, log(on(Kind.ADD, "c:1", new=Entity(2, 3, "ORG")), on(Kind.DELETE, "c:1")))
    assert short(state) == short(BASE)


def test_an_edit_of_the_source_projects_again_where_nobody_decided():
    wider = (Proposal(Entity(0, 3, "ORG"), "s0"), Proposal(Entity(4, 5, "LOC"), "s1"))
    state = replay(
        BASE,
        log(
            on(Kind.ACCEPT, "s0.0"),
            on(Kind.CHANGE, "s0", side=Side.SOURCE, old=PER, new=ORG, proposals=wider),
        ),
    )
    assert short(state) == ["s0.0 0-2 PER accepted", "s1.0 4-5 LOC unreviewed"]


@pytest.mark.parametrize(("picks", "status"), [([(5, 6)], "in-progress"), ([], "done")])
def test_a_pair_that_was_done_is_open_again_where_there_is_something_new_to_look_at(picks, status):
    fresh = tuple(Proposal(Entity(a, b, "LOC"), "c:2") for a, b in picks)
    add = on(Kind.ADD, "c:2", side=Side.SOURCE, new=Entity(5, 6, "LOC"), proposals=fresh)
    assert replay(BASE, log(on(Kind.ACCEPT_PAIR, side=Side.PAIR), add)).status == status


def test_an_added_source_entity_where_the_source_had_none():
    start = start_state(None, [])
    state = replay(
        start,
        log(
            on(
                Kind.ADD,
                "c:1",
                side=Side.SOURCE,
                new=PER,
                proposals=(Proposal(Entity(5, 6, "PER"), "c:1"),),
            )
        ),
    )
    assert short(state, "source") == ["c:1 0-2 PER added"]
    assert short(state) == ["c:1.0 5-6 PER unreviewed"]


def test_undo_and_redo():
    rows = [on(Kind.DELETE, "s0.0"), on(Kind.FLAG, side=Side.PAIR), on(Kind.UNDO, "1")]
    state = replay(BASE, log(*rows))
    assert (short(state), state.applied) == (short(BASE), (2,))
    again = replay(BASE, log(*rows, on(Kind.REDO, "1")))
    assert again == replay(BASE, log(*rows[:2]))
    twice = replay(BASE, log(*rows, on(Kind.REDO, "1"), on(Kind.UNDO, "1")))
    assert twice == state


KINDS = [Kind.ACCEPT, Kind.CHANGE, Kind.ADD, Kind.DELETE, Kind.NO_COUNTERPART, Kind.TAKE]
PAIR_KINDS = [Kind.ACCEPT_PAIR, Kind.SKIP, Kind.FLAG, Kind.EXCLUDE, Kind.REOPEN]
ENTITIES = st.builds(
    lambda a, d, label: Entity(a, a + d, label),
    st.integers(0, 5),
    st.integers(1, 3),
    st.sampled_from(["PER", "LOC"]),
)


@st.composite
def logs(draw):
    rows = []
    for k in range(draw(st.integers(0, 8))):
        side = draw(st.sampled_from([Side.SOURCE, Side.TARGET, Side.PAIR]))
        if side is Side.PAIR:
            rows.append(on(draw(st.sampled_from(PAIR_KINDS)), side=side))
            continue
        kind = draw(st.sampled_from(KINDS))
        ids = ["s0", "s1", "c:0", "c:1"] if side is Side.SOURCE else ["s0.0", "s1.0", "c:0", "c:1"]
        name = f"c:{k}" if kind is Kind.ADD else draw(st.sampled_from(ids))
        found = draw(st.lists(ENTITIES, max_size=3))
        row = [e for n, e in enumerate(found) if not any(e.overlaps(o) for o in found[:n])]
        rows.append(
            on(
                kind,
                f"t{k}" if kind is Kind.TAKE else name,
                side=Side.TARGET if kind is Kind.TAKE else side,
                new=draw(ENTITIES) if kind in {Kind.CHANGE, Kind.ADD} else None,
                proposals=tuple(Proposal(e, draw(st.sampled_from(["s0", "s1"]))) for e in row),
            )
        )
    return rows


@settings(max_examples=300)
@given(rows=logs())
def test_what_is_in_force_never_overlaps_and_ids_are_unique(rows):
    state = replay(BASE, log(*rows))
    for side in (state.target_entities(), state.source_entities()):
        assert all(not a.overlaps(b) for n, a in enumerate(side) for b in side[:n])
    for side in (state.target, state.source):
        assert len({r.id for r in side}) == len(side)
        assert [r.entity for r in side] == sorted(r.entity for r in side)
    assert state.applied == tuple(range(1, len(rows) + 1))


@given(rows=logs(), data=st.data())
def test_undoing_is_as_if_it_had_not_been_and_redoing_as_if_it_had(rows, data):
    if not rows:
        return
    gone = data.draw(st.integers(1, len(rows)))
    whole = log(*rows)
    undo = log(on(Kind.UNDO, str(gone), side=Side.PAIR), start=len(rows) + 1)
    redo = log(on(Kind.REDO, str(gone), side=Side.PAIR), start=len(rows) + 2)
    assert replay(BASE, [*whole, *undo]) == replay(BASE, [d for d in whole if d.seq != gone])
    assert replay(BASE, [*whole, *undo, *redo]) == replay(BASE, whole)


@given(rows=logs(), data=st.data())
def test_the_order_of_reading_is_irrelevant(rows, data):
    decisions = log(*rows)
    assert replay(BASE, data.draw(st.permutations(decisions))) == replay(BASE, decisions)
