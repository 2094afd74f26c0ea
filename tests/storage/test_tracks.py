"""Tracks: lines of decisions apart from the shared one, each with its states and its undo."""

import tempfile
from dataclasses import dataclass, field, replace

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.decision import Decision, Kind, PairStatus, Side
from core.domain.entity import Entity
from core.domain.replay import PairState, replay
from core.errors import ConflictError
from core.storage import Filter, Workspace, states
from core.storage.engine import reading, writing
from core.storage.schema import states as states_table
from core.storage.schema import tracks
from core.storage.verify import Off, mend, read_off
from tests.storage.build import decision, filled

FLAG = {"side": Side.PAIR}


def test_a_track_begins_where_nobody_has_decided(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions("one", [decision(1, "p1", Kind.ACCEPT_PAIR, side=Side.PAIR)])
    by_ben = decision(1, "p1", Kind.DELETE, entity="s0.0", client="c2", person="ben")
    ws.append_decisions("one", [by_ben], "ben")
    assert ws.state("one", "p1").status is PairStatus.DONE
    own = ws.record("one", "p1", "ben")
    assert own.state.status is PairStatus.IN_PROGRESS
    assert own.state.target_entities() == (Entity(3, 5, "LOC"),)
    assert (own.version, own.forked) == (1, 0)
    assert ws.versions("one", ["p1", "p2"], "ben") == {
        "p1": (1, own.base, 0),
        "p2": (0, "", 0),
    }
    assert [d.track for d in ws.decisions("one", "p1")] == [""]
    assert [d.track for d in ws.decisions("one", "p1", track="ben")] == ["ben"]
    assert [d.track for d in ws.decisions("one", track=None)] == ["", "ben"]


def test_a_fork_begins_at_what_was_seen_and_stays_there(ws: Workspace) -> None:
    filled(ws)
    deleted = ws.append_decisions("one", [decision(1, "p1", Kind.DELETE, entity="s0.0")])
    with ws.recording("one", "ben") as log:
        log.fork("p1", deleted[0].seq)
        log.append(decision(1, "p1", Kind.ACCEPT, entity="s1.0", client="c2", person="ben"))
    ws.append_decisions("one", [decision(2, "", Kind.UNDO, side=Side.PAIR)])
    ws.append_decisions("one", [decision(3, "p1", Kind.FLAG, side=Side.PAIR)])
    own = ws.record("one", "p1", "ben")
    assert own.state.target_entities() == (Entity(3, 5, "LOC"),)
    assert own.state.status is PairStatus.IN_PROGRESS
    assert (own.forked, own.version) == (1, 1)
    with ws.recording("one", "ben") as log, pytest.raises(ConflictError, match="has begun pair"):
        log.fork("p1", 3)
    with ws.recording("one") as log, pytest.raises(ConflictError, match="begins nowhere else"):
        log.fork("p1", 3)


def test_the_search_looks_at_one_track(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions("one", [decision(1, "p1", Kind.DELETE, entity="s0.0")])
    ws.append_decisions(
        "one", [decision(2, "p2", Kind.CHANGE, entity="s0.0", new=Entity(0, 1, "ORG"))], "ann"
    )

    def ids(wanted: Filter, track: str) -> list[int]:
        return ws.search.find("one", wanted, track=track)[0].positions.tolist()

    begun = Filter(status=frozenset({PairStatus.IN_PROGRESS}))
    assert (ids(begun, ""), ids(begun, "ann"), ids(begun, "ben")) == ([1], [2], [])
    org = Filter(label=frozenset({"ORG"}))
    assert (ids(org, ""), ids(org, "ann"), ids(org, "ben")) == ([], [2], [])
    assert ids(Filter(by="ann"), "ann") == [2]
    per = Filter(label=frozenset({"PER"}))
    assert ids(per, "ann") == [1, 2, 3, 4]  # of p1, shared decisions tell nothing on this track
    assert ws.search.stamp("one", "ann").decision == 2
    assert ws.search.statuses("one", [1, 2], "ann") == (0, 1)


def test_tallies_count_one_track(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions("one", [decision(1, "p1", Kind.ACCEPT_PAIR, side=Side.PAIR)])
    ws.append_decisions("one", [decision(2, "p2", Kind.SKIP, side=Side.PAIR)], "ann")
    with ws.counting("one") as shared, ws.counting("one", "ann") as own:
        assert [e.position for e in shared.entries()] == [1]
        assert [e.position for e in own.entries()] == [2]
        assert (shared.last_seq(), own.last_seq()) == (1, 2)
        assert shared.touched() == {1: PairStatus.DONE}
        assert own.touched() == {2: PairStatus.SKIPPED}
        assert own.untouched().pairs == 4
        assert [h.record.stored.position for h in own.handled()] == [2]
        assert own.last_by("ann") is not None
        assert own.others("ben", 0)[0].pairs == 1
    assert ws.team.deciders("one", "ann") == ("ann",)
    assert ws.team.deciders("one", "ben") == ()
    assert ws.project("one").progress["done"] == 1


def test_what_is_off_is_found_and_mended(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions("one", [decision(1, "p1", Kind.FLAG, **FLAG)])
    ws.append_decisions("one", [decision(2, "p2", Kind.FLAG, **FLAG)], "ann")
    engine = ws._engine
    with reading(engine) as connection:
        assert list(read_off(connection, 1)) == []
    with writing(engine) as connection:
        connection.execute(sa.update(states_table).values(snapshot=""))
        other = '[1,"done",null,[],[1]]'
        connection.execute(sa.update(tracks).values(snapshot=other))
        connection.execute(
            sa.update(states_table).where(states_table.c.position == 3).values(version=4)
        )
    assert ws.state("one", "p1").status is PairStatus.FLAGGED  # from its log
    assert ws.state("one", "p2", "ann").status is PairStatus.DONE  # as the snapshot has it
    with writing(engine) as connection:
        found = list(read_off(connection, 1))
        assert found == [Off(3, "p3", "", "version"), Off(2, "p2", "ann", "snapshot")]
        for one in found:
            mend(connection, 1, one)
        assert list(read_off(connection, 1)) == []
    assert ws.state("one", "p2", "ann").status is PairStatus.FLAGGED


def test_a_snapshot_of_another_edition_is_passed_over(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions("one", [decision(1, "p1", Kind.FLAG, **FLAG)])
    with writing(ws._engine) as connection:
        old = '[0,"done",null,[],[1]]'
        connection.execute(sa.update(states_table).values(snapshot=old))
    assert ws.state("one", "p1").status is PairStatus.FLAGGED


@dataclass
class Model:
    """What a person would expect: a list of acts on each track, each in force or taken back."""

    acts: list[tuple[str, str, Decision]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)

    def decide(self, track: str, person: str, given: Decision) -> None:
        self.gone = [k for k in self.gone if self.acts[k][:2] != (track, person)]
        self.acts.append((track, person, given))

    def undo(self, track: str, person: str) -> bool:
        own = [
            k for k, (t, p, d) in enumerate(self.acts) if (t, p) == (track, person) and d.client_seq
        ]
        if not own:
            return False
        t, p, d = self.acts[own[-1]]
        self.acts[own[-1]] = (t, p, replace(d, client_seq=0))
        self.gone.append(own[-1])
        return True

    def redo(self, track: str, person: str) -> bool:
        own = [k for k in self.gone if self.acts[k][:2] == (track, person)]
        if not own:
            return False
        self.gone.remove(own[-1])
        t, p, d = self.acts[own[-1]]
        self.acts[own[-1]] = (t, p, replace(d, client_seq=1))
        return True

    def state(self, start: PairState, track: str, pair: str) -> PairState:
        log = [d for t, _, d in self.acts if t == track and d.pair == pair and d.client_seq]
        return replace(replay(start, log), applied=())


_ACTS = st.tuples(
    st.sampled_from(["", "ann", "ben"]),
    st.sampled_from(["ann", "ben"]),
    st.sampled_from(["p1", "p2"]),
    st.sampled_from(["accept", "delete", "change", "add", "done", "skip", "undo", "redo"]),
)


def _said(number: int, person: str, pair: str, word: str) -> Decision:
    kinds = {
        "accept": (Kind.ACCEPT, {"entity": "s0.0"}),
        "delete": (Kind.DELETE, {"entity": "s1.0"}),
        "change": (Kind.CHANGE, {"entity": "s1.0", "new": Entity(2, 4, "ORG")}),
        "add": (Kind.ADD, {"entity": f"c1:{number}", "new": Entity(number % 5, 6, "MISC")}),
        "done": (Kind.ACCEPT_PAIR, {"side": Side.PAIR}),
        "skip": (Kind.SKIP, {"side": Side.PAIR}),
    }
    kind, more = kinds[word]
    return decision(number, pair, kind, person=person, **more)


@settings(max_examples=40, deadline=None)
@given(st.lists(_ACTS, max_size=25))
def test_replay_with_tracks_and_undo_is_what_a_simple_model_says(
    acts: list[tuple[str, str, str, str]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ws = Workspace.open(f"sqlite:///{folder}/ws.sqlite")
        filled(ws)
        model = Model()
        for number, (track, person, pair, word) in enumerate(acts, start=1):
            if word in {"undo", "redo"}:
                kind = Kind(word)
                can = getattr(model, word)(track, person)
                asked = decision(number, "", kind, person=person, side=Side.PAIR)
                try:
                    ws.append_decisions("one", [asked], track)
                except ConflictError:
                    assert not can
                else:
                    assert can
            else:
                said = _said(number, person, pair, word)
                model.decide(track, person, replace(said, seq=number))
                ws.append_decisions("one", [said], track)
        for track in ("", "ann", "ben"):
            for pair in ("p1", "p2"):
                record = ws.record("one", pair, track)
                start = states.start(record.stored.pair, record.outcome)
                expected = model.state(start, track, pair)
                assert replace(record.state, applied=()) == expected
        with reading(ws._engine) as connection:
            assert list(read_off(connection, 1)) == []
        ws.close()
