"""Replay where decisions meet: spans that come back, rows that repeat, entities that are gone."""

from dataclasses import replace

import pytest

from core.domain.decision import Decision, EntityStatus, Kind, Proposal, Side
from core.domain.entity import Entity
from core.domain.replay import PairState, replay, start_state

PER, LOC = Entity(0, 1, "PER"), Entity(3, 5, "LOC")
START = start_state([PER, LOC], [Proposal(PER, "s0"), Proposal(LOC, "s1")])


def say(seq: int, kind: Kind, entity: str = "", **more: object) -> Decision:
    fields: dict[str, object] = {"side": Side.TARGET, **more}
    return Decision("c", seq, "t", "ann", "p", kind=kind, entity=entity, seq=seq, **fields)


def after(*decisions: Decision) -> PairState:
    return replay(START, decisions)


def statuses(state: PairState) -> dict[str, str]:
    return {r.id: str(r.status) for r in state.target}


def test_a_restored_entity_displaces_what_took_its_place() -> None:
    state = after(
        say(1, Kind.ADD, "c:1", new=Entity(4, 6, "ORG")),
        say(2, Kind.ACCEPT, "s1.0"),
    )
    assert statuses(state) == {"s0.0": "unreviewed", "s1.0": "accepted", "c:1": "rejected"}


def test_a_change_of_what_is_gone_displaces_nothing() -> None:
    state = after(
        say(1, Kind.ADD, "c:1", new=Entity(5, 6, "ORG")),
        say(2, Kind.DELETE, "c:1"),
        say(3, Kind.CHANGE, "c:1", new=Entity(0, 6, "ORG")),
    )
    assert statuses(state) == {"s0.0": "unreviewed", "s1.0": "unreviewed"}


def test_a_row_keeps_one_of_two_equal_entities() -> None:
    row = (Proposal(LOC, "s1"),)
    state = after(
        say(1, Kind.ADD, "c:1", new=LOC),
        say(2, Kind.TAKE, "c:2", proposals=row),
    )
    assert statuses(state) == {"s0.0": "rejected", "c:1": "accepted", "s1.0": "rejected"}
    assert state.target_entities() == (LOC,)


def test_a_source_entity_without_counterpart_gives_way() -> None:
    state = after(
        say(1, Kind.NO_COUNTERPART, "s0", side=Side.SOURCE),
        say(2, Kind.ADD, "c:2", new=Entity(0, 2, "ORG"), side=Side.SOURCE),
    )
    assert state.source_entities() == (Entity(0, 2, "ORG"), LOC)
    state = after(
        say(1, Kind.ADD, "c:1", new=Entity(0, 2, "ORG"), side=Side.SOURCE),
        say(2, Kind.NO_COUNTERPART, "s0", side=Side.SOURCE),
    )
    assert state.source_entities() == (PER, LOC)


@pytest.mark.parametrize("kind", [Kind.ACCEPT, Kind.CHANGE, Kind.DELETE, Kind.NO_COUNTERPART])
@pytest.mark.parametrize("side", [Side.SOURCE, Side.TARGET])
def test_decisions_on_nothing_change_no_entity(kind: Kind, side: Side) -> None:
    keep = tuple(Proposal(r.entity, r.source_id) for r in START.target)
    state = after(say(1, kind, "zz", new=Entity(0, 5, "X"), side=side, proposals=keep))
    assert (state.source, state.target) == (START.source, START.target)


def test_undo_takes_a_decision_out_wherever_it_stood() -> None:
    deeds = [
        say(1, Kind.ADD, "c:1", new=Entity(4, 6, "ORG")),
        say(2, Kind.ACCEPT, "s0.0"),
        say(3, Kind.UNDO, "1"),
    ]
    state = after(*deeds)
    assert statuses(state) == {"s0.0": "accepted", "s1.0": "unreviewed"}
    assert state.applied == (2,)
    assert after(*deeds, say(4, Kind.REDO, "1")).applied == (1, 2)


def test_the_order_of_arrival_does_not_matter() -> None:
    deeds = [
        say(1, Kind.ADD, "c:1", new=Entity(4, 6, "ORG")),
        say(2, Kind.CHANGE, "c:1", new=Entity(5, 6, "ORG")),
        say(3, Kind.DELETE, "s0.0"),
    ]
    assert after(*deeds) == after(*reversed(deeds))


def test_a_changed_entity_that_was_added_stays_added() -> None:
    state = after(
        say(1, Kind.ADD, "c:1", new=Entity(5, 6, "ORG")),
        say(2, Kind.CHANGE, "c:1", new=Entity(5, 6, "PER")),
    )
    (added,) = (r for r in state.target if r.id == "c:1")
    assert added == replace(added, status=EntityStatus.ADDED, entity=Entity(5, 6, "PER"))
