from core.domain.decision import Decision, Kind, PairStatus, Side
from core.domain.entity import Entity
from core.domain.replay import PairState, replay
from core.storage import Workspace
from core.storage import states as states_of
from core.storage.undo import act_of, numbered
from tests.databases import SERVER_IN_SOAK
from tests.storage.build import corpus, decision, filled

COUNT = 200


def act(seq: int, given: list[Decision]) -> list[Decision]:
    """Return decisions as members of the act that operation `seq` of client c1 is."""
    name = act_of("c1", seq)
    found = []
    for k, one in enumerate(given):
        client, number = numbered("c1", seq, k)
        more = {"client": client, "act": name, "side": one.side, "entity": one.entity}
        found.append(decision(number, one.pair, one.kind, new=one.new, **more))
    return found


def big_act(seq: int) -> list[Decision]:
    """Return 400 decisions on 200 pairs: a changed entity and a flag on each."""
    new = Entity(3, 4, "ORG")
    changed = [decision(1, f"p{k}", Kind.CHANGE, entity="s1.0", new=new) for k in NUMBERS]
    flagged = [decision(1, f"p{k}", Kind.FLAG, side=Side.PAIR) for k in NUMBERS]
    return act(seq, changed + flagged)


NUMBERS = [k for k in range(1, COUNT * 5 // 4 + 1) if k % 5]  # every fifth source is not annotated


def states(ws: Workspace) -> dict[str, tuple[object, ...]]:
    """Return how every pair stands, but for the numbers of its decisions."""
    records = ws.iter_records("one")
    return {r.stored.pair.id: (r.state.status, r.state.source, r.state.target) for r in records}


def replayed(ws: Workspace, pair_id: str) -> PairState:
    record = ws.record("one", pair_id)
    start = states_of.start(record.stored.pair, record.outcome)
    return replay(start, ws.decisions("one", pair_id))


def check_rows(ws: Workspace) -> None:
    """Assert that what filters read is what the decisions say."""
    flagged = {r.stored.pair.id for r in ws.iter_records("one", statuses=[PairStatus.FLAGGED])}
    for k in (1, 2, COUNT):
        state = ws.state("one", f"p{k}")
        assert state == replayed(ws, f"p{k}")
        assert (state.status is PairStatus.FLAGGED) == (f"p{k}" in flagged)


@SERVER_IN_SOAK
def test_an_act_of_400_is_one_step_of_undo_also_after_a_restart(ws: Workspace) -> None:
    filled(ws, "one", corpus(NUMBERS[-1]))
    before = states(ws)
    ws.append_decisions("one", [decision(7, "p2", Kind.SKIP, side=Side.PAIR)])
    alone = states(ws)
    assert len(ws.append_decisions("one", big_act(8))) == 400
    after = states(ws)
    assert ws.project("one").progress["flagged"] == COUNT
    check_rows(ws)
    ws.close()

    again = Workspace.open(ws.url)
    last = again.undoable("one", "ann")
    assert last is not None
    assert again.act_size("one", last.act) == 400
    (undone,) = again.append_decisions("one", [decision(9, "p3", Kind.UNDO, side=Side.PAIR)])
    assert (undone.pair, undone.client_seq, undone.act) == ("p3", 9, "c1:9")
    assert states(again) == alone
    assert len(again.decisions("one")) == 801
    check_rows(again)
    again.append_decisions("one", [decision(10, "", Kind.REDO, side=Side.PAIR)])
    assert states(again) == after
    check_rows(again)
    for k in (11, 12):
        again.append_decisions("one", [decision(k, "", Kind.UNDO, side=Side.PAIR)])
    assert states(again) == before
    assert again.undoable("one", "ann") is None
    assert again.acked("one", "c1") == 12
    assert again.acked("one", "c1/8") == 0
    again.close()


def test_the_state_in_one_transaction_is_that_of_the_replay(ws: Workspace) -> None:
    filled(ws)
    with ws.recording("one") as log:
        for seq, kind, more in (
            (1, Kind.DELETE, {"entity": "s0.0"}),
            (2, Kind.CHANGE, {"entity": "s1.0", "new": Entity(2, 4, "ORG")}),
            (3, Kind.UNDO, {"side": Side.PAIR}),
            (4, Kind.ADD, {"entity": "c1:4", "new": Entity(5, 6, "LOC")}),
            (5, Kind.COMMENT, {"side": Side.PAIR, "reason": "why?"}),
        ):
            log.append(decision(seq, "p1", kind, **more))
            seen = log.record("p1")
            assert seen.version == seq
        inside = log.record("p1").state
    assert inside == ws.state("one", "p1") == replayed(ws, "p1")
    assert ws.record("one", "p1").version == 5
