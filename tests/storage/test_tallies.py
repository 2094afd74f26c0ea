from core.domain.decision import Kind, PairStatus, Side
from core.domain.entity import Entity
from core.storage import Workspace
from core.storage.tallies import Entry
from tests.storage.build import TIME, corpus, decision, filled, outcome


def test_nobody_has_decided_in_a_fresh_project(ws: Workspace) -> None:
    filled(ws)
    with ws.counting("one") as tallies:
        assert tallies.last_seq() == 0
        assert tallies.last_by("ann") is None
        assert tallies.others("ann", 0) == ()
        assert list(tallies.entries()) == []
        assert tallies.touched() == {}
        assert list(tallies.handled()) == []


def test_the_log_is_read_without_what_it_says(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions(
        "one",
        [
            decision(1, "p2", Kind.SKIP, side=Side.PAIR, act="c1:1"),
            decision(2, "p2", Kind.UNDO, side=Side.PAIR),
            decision(3, "p1", Kind.ACCEPT_PAIR, side=Side.PAIR, person="ben"),
        ],
    )
    with ws.counting("one") as tallies:
        assert list(tallies.entries()) == [
            Entry(1, TIME, "ann", 2, Kind.SKIP, in_force=False, act="c1:1"),
            Entry(2, TIME, "ann", 2, Kind.UNDO, in_force=True, act=""),
            Entry(3, TIME, "ben", 1, Kind.ACCEPT_PAIR, in_force=True, act=""),
        ]
        assert tallies.touched() == {1: PairStatus.DONE}
        assert tallies.last_seq() == 3
        assert tallies.last_by("ann") == (2, TIME)
        assert [one.person for one in tallies.others("ann", 2)] == ["ben"]
        assert tallies.others("ann", 3) == ()


def test_projects_are_counted_apart(ws: Workspace) -> None:
    filled(ws)
    filled(ws, "two", corpus(2))
    ws.append_decisions("two", [decision(1, "p1", Kind.SKIP, side=Side.PAIR)])
    with ws.counting("one") as tallies:
        assert tallies.last_seq() == 0
        assert tallies.untouched().pairs == 5
    with ws.counting("two") as tallies:
        assert tallies.last_seq() == 1
        assert tallies.untouched().pairs == 1


def test_untouched_entities_are_counted_on_the_layer_that_each_pair_stands_on(
    ws: Workspace,
) -> None:
    filled(ws)
    skip = decision(1, "p3", Kind.SKIP, side=Side.PAIR)
    ws.append_decisions("one", [skip, decision(2, "p3", Kind.UNDO, side=Side.PAIR)])
    second = ws.project("one").layer("second")
    assert second is not None
    ws.set_base("one", second.content_hash)
    with ws.counting("one") as tallies:
        found = tallies.untouched()
    assert (found.pairs, found.unannotated) == (5, 1)
    assert found.source == {"PER": 4, "LOC": 4}
    assert found.target == {
        "PER": 4,
        "LOC": 4,
    }  # the new base failed on p3, which stands on the old


def test_handled_pairs_stand_as_one_by_one(ws: Workspace) -> None:
    base = filled(ws)
    change = {"entity": "s1.0", "old": Entity(3, 5, "LOC"), "new": Entity(4, 5, "LOC")}
    ws.append_decisions(
        "one",
        [
            decision(1, "p4", Kind.CHANGE, **change),
            decision(2, "p1", Kind.ACCEPT_PAIR, side=Side.PAIR),
            decision(3, "p4", Kind.ACCEPT_PAIR, side=Side.PAIR),
        ],
    )
    second = ws.project("one").layer("second")
    assert second is not None
    ws.set_base("one", second.content_hash)
    for batch in (1, 1000):
        with ws.counting("one") as tallies:
            found = list(tallies.handled(batch))
        assert [one.record for one in found] == [ws.record("one", p) for p in ("p1", "p4")]
        assert [one.log for one in found] == [ws.decisions("one", p) for p in ("p1", "p4")]
        assert {one.record.base for one in found} == {base.content_hash}
        assert found[0].base is not None
        assert found[0].base.projections == outcome(corpus()[0]).projections
