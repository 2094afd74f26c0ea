import sqlite3
import threading
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.decision import Decision, EntityStatus, Kind, PairStatus, Proposal, Side
from core.domain.entity import Entity
from core.domain.replay import replay
from core.errors import ConflictError, InputError, UnknownNameError
from core.storage import Filter, Workspace
from core.storage import states as states_of
from core.storage.schema import states
from tests.databases import SERVER_IN_SOAK
from tests.storage.build import TIME, decision, filled, pair


def seqs(found: tuple[Decision, ...]) -> list[int]:
    return [d.seq for d in found]


def test_a_decision_comes_back_whole(ws: Workspace) -> None:
    base = filled(ws)
    hostile = "'; -- <b>💩</b>"
    sent = decision(
        7,
        "p2",
        Kind.CHANGE,
        entity="s1.0",
        old=Entity(3, 5, "LOC"),
        new=Entity(3, 4, "ORG"),
        proposals=(Proposal(Entity(0, 1, "PER"), "s0"), Proposal(Entity(5, 6, "X"))),
        reason=hostile,
        person=hostile,
        client=hostile,
    )
    (got,) = ws.append_decisions("one", [sent])
    assert ws.decisions("one") == ws.decisions("one", "p2") == (got,)
    assert (got.seq, got.base) == (1, base.content_hash)
    assert (got.reason, got.new, got.proposals) == (hostile, sent.new, sent.proposals)


def test_a_repeated_decision_is_not_written_again(ws: Workspace) -> None:
    filled(ws)
    one, two = (decision(k, "p1", Kind.ACCEPT, entity=f"s{k - 1}.0") for k in (1, 2))
    first = ws.append_decisions("one", [one, two])
    assert seqs(first) == [1, 2]
    assert ws.append_decisions("one", [two, one, one]) == (first[1], first[0], first[0])
    assert seqs(ws.decisions("one")) == [1, 2]
    assert ws.acked("one", "c1") == 2
    assert ws.acked("one", "stranger") == 0
    assert ws.record("one", "p1").version == 2


def test_numbers_of_another_client_or_project_do_not_collide(ws: Workspace) -> None:
    filled(ws, "one")
    filled(ws, "two")
    for project in ("one", "two"):
        ws.append_decisions(project, [decision(1, "p1", Kind.FLAG)])
        ws.append_decisions(project, [decision(1, "p1", Kind.SKIP, client="c2")])
    assert seqs(ws.decisions("one")) == seqs(ws.decisions("two")) == [1, 2]


def test_all_or_none(ws: Workspace) -> None:
    filled(ws)
    with pytest.raises(UnknownNameError):
        ws.append_decisions(
            "one", [decision(1, "p1", Kind.FLAG), decision(2, "nowhere", Kind.FLAG)]
        )
    assert ws.decisions("one") == ()
    assert ws.acked("one", "c1") == 0
    assert ws.state("one", "p1").status is PairStatus.UNREVIEWED


@pytest.mark.parametrize("number", [0, -1])
def test_client_numbers_start_at_one(ws: Workspace, number: int) -> None:
    filled(ws)
    with pytest.raises(InputError, match="start at 1"):
        ws.append_decisions("one", [decision(number, "p1", Kind.FLAG)])
    assert ws.decisions("one") == ()


def test_a_decision_on_another_layer_conflicts(ws: Workspace) -> None:
    filled(ws)
    with pytest.raises(ConflictError, match="look at the pair again"):
        ws.append_decisions("one", [decision(1, "p1", Kind.FLAG, base="0" * 16)])


def test_the_narrow_row_follows(ws: Workspace) -> None:
    filled(ws)
    new = Entity(5, 6, "ORG")
    ws.append_decisions(
        "one",
        [
            decision(1, "p1", Kind.ADD, entity="c1:1", new=new),
            decision(2, "p1", Kind.DELETE, entity="s1.0"),
            decision(3, "p2", Kind.ACCEPT_PAIR, side=Side.PAIR),
        ],
    )
    assert ws.find("one", Filter(label=frozenset({"ORG"}))) == ("p1",)
    assert ws.find("one", Filter(status=frozenset({PairStatus.DONE}))) == ("p2",)
    assert ws.project("one").progress["in-progress"] == 1


def undo(k: int, **more: object) -> Decision:
    return decision(k, "", Kind.UNDO, side=Side.PAIR, **more)


def redo(k: int, **more: object) -> Decision:
    return decision(k, "", Kind.REDO, side=Side.PAIR, **more)


def test_undo_and_redo_over_the_whole_project(ws: Workspace) -> None:
    filled(ws)
    deeds = [decision(k, f"p{k}", Kind.FLAG) for k in (1, 2, 3)]
    ws.append_decisions("one", deeds)
    (a,) = ws.append_decisions("one", [undo(4)])
    assert (a.pair, a.entity, a.seq) == ("p3", "3", 4)
    (b,) = ws.append_decisions("one", [undo(5)])
    assert (b.pair, b.entity) == ("p2", "2")
    assert ws.find("one", Filter(status=frozenset({PairStatus.FLAGGED}))) == ("p1",)
    (c,) = ws.append_decisions("one", [redo(6)])
    assert c.pair == "p2"
    (d,) = ws.append_decisions("one", [undo(7)])
    assert d.pair == "p2"
    assert [ws.append_decisions("one", [redo(k)])[0].pair for k in (8, 9)] == ["p2", "p3"]
    assert ws.redoable("one", "ann") is None
    assert len(ws.find("one", Filter(status=frozenset({PairStatus.FLAGGED})))) == 3


def test_a_new_decision_ends_redoing(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions("one", [decision(1, "p1", Kind.FLAG), undo(2)])
    assert ws.redoable("one", "ann") is not None
    ws.append_decisions("one", [decision(3, "p2", Kind.SKIP)])
    assert ws.redoable("one", "ann") is None
    with pytest.raises(ConflictError, match="nothing left to redo for ann"):
        ws.append_decisions("one", [redo(4)])
    undoable = ws.undoable("one", "ann")
    assert undoable is not None
    assert undoable.pair == "p2"


def test_people_undo_their_own_only(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions(
        "one",
        [
            decision(1, "p1", Kind.FLAG),
            decision(1, "p1", Kind.SKIP, client="c2", person="bob"),
            undo(2),
        ],
    )
    assert ws.state("one", "p1").status is PairStatus.SKIPPED
    with pytest.raises(ConflictError, match="nothing left to undo for ann"):
        ws.append_decisions("one", [undo(3)])
    ws.append_decisions("one", [undo(2, client="c2", person="bob")])
    assert ws.state("one", "p1").status is PairStatus.UNREVIEWED
    assert ws.record("one", "p1").version == 4


def test_an_undo_that_names_something_else_conflicts(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions("one", [decision(1, "p1", Kind.FLAG), decision(2, "p2", Kind.FLAG)])
    named = decision(3, "p1", Kind.UNDO, entity="1")
    with pytest.raises(ConflictError, match="that is 2"):
        ws.append_decisions("one", [named])


def test_two_writers_lose_nothing(ws: Workspace) -> None:
    filled(ws)
    each = 40
    stop = threading.Barrier(4)

    def work(client: str) -> None:
        own = Workspace.open(ws.url)
        stop.wait()
        for k in range(1, each + 1):
            kind = Kind.FLAG if k % 2 else Kind.SKIP
            own.append_decisions("one", [decision(k, "p1", kind, client=client, person=client)])
        own.close()

    threads = [threading.Thread(target=work, args=(f"c{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log = ws.decisions("one", "p1")
    assert seqs(log) == list(range(1, 4 * each + 1))
    for n in range(4):
        assert [d.client_seq for d in log if d.client == f"c{n}"] == list(range(1, each + 1))
    assert ws.record("one", "p1").version == 4 * each


IDS = st.sampled_from(["s0", "s1", "s0.0", "s1.0", "n1", "n2", "n3", "n1.0", "zzz"])
SPANS = st.tuples(st.integers(0, 4), st.integers(1, 3), st.sampled_from(["PER", "LOC", "ORG"]))


@st.composite
def acts(draw: st.DrawFn) -> list[tuple[Kind, Side, str, Entity | None, tuple[Proposal, ...], str]]:
    count = draw(st.integers(1, 14))
    found = []
    for k in range(count):
        kind = draw(st.sampled_from([kind for kind in Kind if kind is not Kind.REBASE]))
        side = draw(st.sampled_from([Side.SOURCE, Side.TARGET]))
        start, length, label = draw(SPANS)
        limit = 5 if side is Side.SOURCE else 6
        new = Entity(start, min(start + length, limit), label)
        row = (Proposal(Entity(0, 1, "ORG"), "s0"), Proposal(Entity(3, 4, "LOC"), "s1"))
        proposals = draw(st.sampled_from([(), row, row[:1]]))
        name = f"n{k}" if kind in {Kind.ADD, Kind.TAKE} else draw(IDS)
        found.append((kind, side, name, new, proposals, draw(st.sampled_from("ab"))))
    return found


def test_a_rebase_that_carries_nothing_is_refused(ws: Workspace) -> None:
    filled(ws)
    with pytest.raises(InputError, match="has to say what its pair goes on from"):
        ws.append_decisions("one", [decision(1, "p1", Kind.REBASE, side=Side.PAIR)])
    assert ws.decisions("one") == ()


@SERVER_IN_SOAK
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts())
def test_the_row_equals_the_replay_whatever_is_decided(
    ws: Workspace,
    deeds: list[tuple[Kind, Side, str, Entity | None, tuple[Proposal, ...], str]],
) -> None:
    for info in ws.projects():
        ws.delete_project(info.name)
    filled(ws, "one", [pair()])
    for k, (kind, side, name, new, proposals, person) in enumerate(deeds, start=1):
        aimed = kind in {Kind.UNDO, Kind.REDO}
        change = new if kind in {Kind.ADD, Kind.CHANGE} else None
        sent = Decision(
            person,
            k,
            TIME,
            person,
            "p1",
            side,
            kind,
            "" if aimed else name,
            None,
            change,
            proposals,
        )
        try:
            ws.append_decisions("one", [sent])
        except ConflictError:
            assert aimed
    record = ws.record("one", "p1")
    again = replay(states_of.start(record.stored.pair, record.outcome), ws.decisions("one", "p1"))
    assert again == record.state
    with ws._reading("one") as (connection, number):
        row = connection.execute(states.select().where(states.c.project_id == number)).one()
    expected = {"version": len(ws.decisions("one")), **states_of.summary(again)}
    assert {key: getattr(row, key) for key in expected} == expected
    for entities in (again.source_entities(), again.target_entities()):
        assert all(a.end <= b.start for a, b in pairwise(entities))
    ids = [r.id for r in again.target]
    assert len(ids) == len(set(ids))


def test_a_source_entity_without_counterpart_keeps_its_place(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions(
        "one", [decision(1, "p1", Kind.NO_COUNTERPART, entity="s1", side=Side.SOURCE)]
    )
    state = ws.state("one", "p1")
    assert Entity(3, 5, "LOC") in state.source_entities()
    assert [r.status for r in state.target] == [EntityStatus.UNREVIEWED, EntityStatus.REJECTED]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_reading_writes_nothing(ws: Workspace, tmp_path: Path) -> None:
    filled(ws)
    witness = sqlite3.connect(tmp_path / "made on first use/ws.sqlite")
    before = witness.execute("PRAGMA data_version").fetchall()
    ws.projects()
    ws.record("one", "p1")
    list(ws.iter_records("one"))
    ws.search.find("one", Filter(text="ana"))
    ws.acked("one", "c1")
    assert witness.execute("PRAGMA data_version").fetchall() == before
    ws.remember("one", "ann", "p1")
    assert witness.execute("PRAGMA data_version").fetchall() != before
    witness.close()
