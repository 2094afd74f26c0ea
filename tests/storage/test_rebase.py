"""REBASE in the log: a pair on another layer, there and back."""

from dataclasses import replace

import pytest

from core.domain.decision import EntityStatus, Kind, PairStatus, Side
from core.domain.entity import Entity
from core.domain.replay import Carried, PairState, Reviewed
from core.errors import ConflictError
from core.storage import Workspace
from core.storage.codec import dump_decision
from tests.storage.build import decision, filled


@pytest.fixture
def moved(ws: Workspace) -> tuple[str, str]:
    """Two layers; p1 was accepted on the first and carried to the second, which p2 was not."""
    base = filled(ws).content_hash
    other = ws.project("one").layer("second").content_hash
    ws.append_decisions("one", [decision(1, "p1", Kind.ACCEPT, entity="s0.0")])
    carried = Carried(other, ws.state("one", "p1"))
    ws.append_decisions("one", [rebase("cc", 1, "p1", carried)])
    return base, other


def rebase(client: str, seq: int, pair: str, carried: Carried, **more):
    return decision(seq, pair, Kind.REBASE, client=client, side=Side.PAIR, carried=carried, **more)


def test_the_state_is_what_was_carried_and_the_base_where_to(ws: Workspace, moved) -> None:
    base, other = moved
    record = ws.record("one", "p1")
    assert (record.base, record.origin, record.version) == (other, base, 2)
    assert [r.status for r in record.state.target] == [
        EntityStatus.ACCEPTED,
        EntityStatus.UNREVIEWED,
    ]
    assert record.state.applied == (1, 2)
    assert ws.versions("one", ["p1"]) == {"p1": (2, other, 0)}
    assert next(iter(ws.iter_records("one"))) == record
    with ws.counting("one") as tallies:
        (handled,) = tallies.handled()
        assert [entry.kind for entry in tallies.entries()] == [Kind.ACCEPT]
    assert handled.record == record


def test_it_is_kept_whole(ws: Workspace) -> None:
    filled(ws)
    state = PairState(
        PairStatus.FLAGGED,
        None,
        (Reviewed("x.0", Entity(3, 5, "LOC"), EntityStatus.REJECTED),),
    )
    for carried in (Carried("h", state), Carried("", None, 3)):
        written = decision(1, "p1", Kind.REBASE, side=Side.PAIR, carried=carried)
        own = replace(written, client=f"c{carried.revision}")
        (found,) = ws.append_decisions("one", [own])
        assert ws.decisions("one")[-1] == found
        assert ws.decisions("one")[-1].carried == carried
        assert dump_decision(found)


def test_it_is_undone_and_redone_like_any_act(ws: Workspace, moved) -> None:
    base, other = moved
    assert ws.undoable("one", "ann").kind is Kind.REBASE
    undo = decision(1, "p1", Kind.UNDO, client="u", side=Side.PAIR)
    ws.append_decisions("one", [undo])
    record = ws.record("one", "p1")
    assert (record.base, record.origin) == (base, base)
    assert ws.versions("one", ["p1"])["p1"][:2] == (3, base)
    assert record.state.target[0].status is EntityStatus.ACCEPTED
    ws.append_decisions("one", [decision(2, "p1", Kind.REDO, client="u", side=Side.PAIR)])
    assert ws.record("one", "p1").base == other
    assert ws.record("one", "p1").origin == base


def test_it_cannot_be_undone_once_somebody_decided_on_the_pair(ws: Workspace, moved) -> None:
    said = decision(1, "p1", Kind.FLAG, client="b", person="ben", side=Side.PAIR)
    ws.append_decisions("one", [said])
    assert ws.undoable("one", "ann") is None  # what it carried stays carried, too
    with pytest.raises(ConflictError, match="nothing left to undo"):
        ws.append_decisions("one", [decision(9, "", Kind.UNDO, side=Side.PAIR)])
    ws.append_decisions("one", [decision(2, "", Kind.UNDO, client="b", person="ben")])
    assert ws.undoable("one", "ann").kind is Kind.REBASE


def test_a_comment_is_in_nobodys_way(ws: Workspace, moved) -> None:
    said = decision(1, "p1", Kind.COMMENT, client="b", person="ben", side=Side.PAIR, reason="hm")
    ws.append_decisions("one", [said])
    assert ws.undoable("one", "ann").kind is Kind.REBASE


def test_pairs_that_somebody_decided_on_stay_where_they_were_carried(ws: Workspace) -> None:
    filled(ws)
    other = ws.project("one").layer("second").content_hash
    accepted = [decision(k, f"p{k}", Kind.ACCEPT, entity="s0.0") for k in (1, 2)]
    ws.append_decisions("one", accepted)
    act = "cc:1"
    made = [Carried(other, ws.state("one", f"p{k}")) for k in (1, 2)]
    first = rebase("cc", 1, "p1", made[0], act=act)
    second = rebase("cc/1", 1, "p2", made[1], act=act)
    ws.append_decisions("one", [first, second])
    ws.append_decisions("one", [decision(1, "p2", Kind.FLAG, client="b", person="ben")])
    ws.append_decisions("one", [decision(3, "", Kind.UNDO, side=Side.PAIR)])
    assert [ws.record("one", f"p{k}").base == other for k in (1, 2)] == [False, True]
    # The next undo is what was decided on p1; that on p2 was carried and stays.
    assert ws.undoable("one", "ann").pair == "p1"


def test_a_layer_that_pairs_came_from_stays(ws: Workspace, moved) -> None:
    base, other = moved
    ws.set_base("one", other)
    with pytest.raises(ConflictError, match="1 pair that was decided on stand"):
        ws.delete_layer("one", base)


def test_a_layer_that_is_gone_cannot_be_gone_to(ws: Workspace, moved) -> None:
    _, other = moved
    ws.append_decisions("one", [decision(1, "p1", Kind.UNDO, client="u", side=Side.PAIR)])
    ws.delete_layer("one", other)
    with pytest.raises(ConflictError, match="was deleted"):
        ws.append_decisions("one", [decision(2, "p1", Kind.REDO, client="u", side=Side.PAIR)])
