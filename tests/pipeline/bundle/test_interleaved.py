"""Whatever people do online and offline: nothing is lost, nothing comes twice."""

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.decision import EntityStatus, Kind
from core.pipeline.bundle import merge
from tests.pipeline.bundle.build import NAME, Site, log, machine, off, packed, read, state
from tests.storage.build import corpus, filled

PAIRS = [pair.id for pair in corpus()]
LATER = "later"
KINDS = [
    Kind.ACCEPT,
    Kind.CHANGE,
    Kind.ADD,
    Kind.DELETE,
    Kind.ACCEPT_PAIR,
    Kind.SKIP,
    Kind.COMMENT,
    Kind.UNDO,
    Kind.UNDO,
    Kind.REDO,
]
DECIDE = st.tuples(
    st.just("decide"),
    st.sampled_from(["home", "left", "right"]),
    st.sampled_from(["ann", "bob"]),
    st.sampled_from(KINDS),
    st.lists(st.sampled_from(PAIRS), min_size=1, max_size=3, unique=True),
    st.integers(0, 5),
)
MOVE = st.tuples(st.sampled_from(["take", "bring"]), st.sampled_from(["left", "right"]))
WORDS = st.tuples(
    st.just("words"),
    st.sampled_from(["home", "home", "left"]),
    st.sampled_from(PAIRS[:3]),
    st.integers(0, 5),
    st.sampled_from(["uno", "otro"]),
)
PLACE = st.sampled_from(["home", "left", "right"])
APPEND = st.tuples(st.just("append"), PLACE, st.sampled_from(["uno", "otro"]))
TAG = st.tuples(st.just("tag"), PLACE, st.sampled_from(PAIRS[:2]), st.sampled_from("abc"))
LAYER = st.tuples(st.just("layer"), st.sampled_from(["home", "left", "right"]), st.integers(0, 1))
ACROSS = st.tuples(st.just("across"), st.sampled_from(["left", "right"]))


@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(DECIDE, DECIDE, DECIDE, MOVE, ACROSS), min_size=4, max_size=14))
def test_nothing_is_lost_and_nothing_comes_twice(steps) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        for step in steps:
            world.do(step)
        world.bring_all()
        world.check()
        world.close()


@pytest.mark.soak
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(DECIDE, DECIDE, DECIDE, WORDS, WORDS, APPEND, TAG, LAYER, MOVE, ACROSS),
        min_size=4,
        max_size=14,
    )
)
def test_nothing_is_lost_where_words_and_layers_change_meanwhile(steps) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        world.end_well(steps)


ANN = ("decide", "home", "ann")
FOUND = [
    [
        ("decide", "right", "ann", Kind.ACCEPT, ["p3", "p1"], 0),
        ("words", "left", "p3", 0, "uno"),
        ("layer", "home", 1),
        (*ANN, Kind.ACCEPT, ["p1"], 0),
        ("across", "left"),
    ],
    [
        ("decide", "right", "ann", Kind.ACCEPT, ["p3"], 0),
        (*ANN, Kind.ACCEPT, ["p1"], 0),
        ("layer", "right", 1),
    ],
    [
        ("decide", "right", "bob", Kind.ACCEPT, ["p4", "p2"], 2),
        ("take", "right"),
        ("decide", "home", "bob", Kind.UNDO, ["p4"], 3),
        ("words", "home", "p2", 4, "uno"),
    ],
    [
        ("decide", "left", "bob", Kind.ACCEPT_PAIR, ["p1", "p2"], 5),
        ("decide", "home", "ann", Kind.ADD, ["p3", "p1"], 5),
        ("layer", "home", 1),
        ("take", "left"),
        ("across", "left"),
    ],
]


@pytest.mark.parametrize(
    "steps", FOUND, ids=["crossed", "carried there", "undone here", "carried across"]
)
def test_what_once_came_out_otherwise(tmp_path: Path, steps) -> None:
    world = World(tmp_path)
    world.end_well(steps)


@lru_cache
def _made(name: str) -> Path:
    """Return the file of a new database, that of home with a project; made once for all worlds."""
    folder = Path(tempfile.mkdtemp(prefix="silverlens-tests-"))
    ws = machine(folder, name)
    if name == "home":
        filled(ws, NAME)
    ws.close()
    return folder / f"{name}.sqlite"


class World:
    """A project at home and two laptops that take it along."""

    def __init__(self, folder: Path) -> None:
        for name in ("home", "left", "right"):
            shutil.copy(_made("home" if name == "home" else "laptop"), folder / f"{name}.sqlite")
        self.sites = {name: Site(machine(folder, name), name) for name in ("home", "left", "right")}
        self.home = self.sites["home"]
        self.copies = 0
        for name in ("left", "right"):
            self.take(name)

    def close(self) -> None:
        for site in self.sites.values():
            site.ws.close()

    def do(self, step) -> None:
        what, where, *more = step
        if what == "decide":
            person, kind, pairs, place = more
            alone = kind in {Kind.UNDO, Kind.REDO}
            if self.sites[where].has(LATER) and place % 2:
                pairs = [LATER, *pairs]
            self.sites[where].act(person, kind, pairs[:1] if alone else pairs, place)
        elif what == "append":
            self.sites[where].append(LATER, *more)
        elif what == "tag":
            self.sites[where].tag(*more)
        elif what == "words":
            self.sites[where].word(*more)
        elif what == "layer":
            self.sites[where].stand_on(*more)
        elif what == "take":
            self.bring(where)
            self.take(where)
        elif what == "bring":
            self.bring(where)
        else:  # a laptop gets what the other one has, and never was at home
            other = "right" if where == "left" else "left"
            there, here = self.sites[where], self.sites[other]
            merge(here.ws, here.project, read(packed(there.ws, there.project)))

    def take(self, name: str) -> None:
        self.copies += 1
        self.sites[name].take(packed(self.home.ws), self.copies)

    def bring(self, name: str) -> None:
        site = self.sites[name]
        merge(self.home.ws, NAME, read(packed(site.ws, site.project)))

    def end_well(self, steps: Iterable[tuple]) -> None:
        """Do the steps, bring everything home, and look that nothing was lost."""
        for step in steps:
            self.do(step)
        self.bring_all()
        self.check()
        self.check_entities()
        self.close()

    def bring_all(self) -> None:
        for name in ("left", "right", "left"):
            self.bring(name)

    def check(self) -> None:
        ws = self.home.ws
        found = log(ws)
        made = [one for site in self.sites.values() for one in site.made]
        assert len(found) == len(set(found))
        assert sorted(one for one in found if not one[0].startswith("merge-")) == sorted(made)
        assert off(ws) == []
        before = packed(ws)
        for name in ("left", "right"):
            site = self.sites[name]
            again = merge(ws, NAME, read(packed(site.ws, site.project)))
            assert (again.merged.new, again.merged.apart) == (0, ())
            assert off(site.ws, site.project) == []
        assert packed(ws) == before
        self.check_past()
        worded = {pair for site in self.sites.values() for pair in site.worded}
        for pair in (one for one in PAIRS if one not in worded):
            by = [site for site in self.sites.values() if pair in site.touched]
            if len(by) == 1:
                site = by[0]
                assert state(ws, NAME, pair) == state(site.ws, site.project, pair)

    def check_past(self) -> None:
        """Find the last version of every pair, on every track, to be the pair as it stands."""
        ws = self.home.ws
        for pair in sorted({one for site in self.sites.values() for one in site.touched}):
            for track in {"", *(d.track for d in ws.decisions(NAME, pair, track=None))}:
                past = ws.history.past(NAME, pair, track)
                assert replace(past.after(past.log), applied=()) == state(ws, NAME, pair, track)
                assert past.pair(past.log) == ws.pair(NAME, pair).pair
                for k in range(len(past.log)):
                    then = past.pair(past.log[:k])
                    for one in past.after(past.log[:k]).target:
                        assert one.entity.end <= len(then.target)

    def undone(self, site: Site, pair: str) -> bool:
        """Return whether somebody undid anything on a pair at home that a laptop does not know."""
        there = set(log(site.ws, site.project))
        found = (d for d in self.home.ws.decisions(NAME, track=None) if d.pair == pair)
        return any(d.kind is Kind.UNDO and (d.client, d.client_seq) not in there for d in found)

    def check_entities(self) -> None:
        """Find all that anybody left decided on a laptop at home: on its words, or listed."""
        ws = self.home.ws
        tracks = ("", *{d.track for d in ws.decisions(NAME, track=None) if d.track})
        worded = {pair for site in self.sites.values() for pair in site.worded}
        for pair in worded:
            now = ws.pair(NAME, pair).pair.target.tokens
            listed = {one.said.reviewed for one in ws.stale.read(NAME, pair=pair)}
            there = [one for track in tracks for one in state(ws, NAME, pair, track).target]
            sites = [self.sites[name] for name in ("left", "right")]
            for site in (one for one in sites if one.has(pair) and not self.undone(one, pair)):
                words = site.ws.pair(site.project, pair).pair.target.tokens
                for one in state(site.ws, site.project, pair).target:
                    if not one.live or one.status is EntityStatus.UNREVIEWED:
                        continue
                    span = slice(one.entity.start, one.entity.end)
                    same = words[span] == now[span] and one.entity in {r.entity for r in there}
                    assert same or one.entity in {r.entity for r in listed}
