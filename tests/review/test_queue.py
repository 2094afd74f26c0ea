from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.decision import Kind, PairStatus, Side
from core.errors import InputError, UnknownNameError
from core.review.orders import FILE, Order, Sort
from core.review.queue import NO_GAIN, NO_SIGNALS, Look, Queue, Way, build
from core.storage import Filter, Range, Workspace
from core.storage.values import NOBODY, Flag, Signals
from tests.storage.build import corpus, decision, filled

SUSPICIOUS = Order(Sort.SUSPICION)
UNREVIEWED = Filter(status=frozenset({PairStatus.UNREVIEWED}))
SUSPICION = {"p1": 0.1, "p2": 0.7, "p3": 0.7, "p4": 0.9, "p5": 0.3}


@pytest.fixture
def judged(ws: Workspace) -> Workspace:
    """Return five pairs; checking the most suspicious takes the most decisions."""
    filled(ws)
    judge(ws, "k1")
    return ws


def judge(ws: Workspace, key: str, **changed: float) -> None:
    rows = [
        (name, Signals(chance, 0.0, None, 0.5, 3 if name == "p4" else 1, (Flag("a", "b", 1.0),)))
        for name, chance in (SUSPICION | changed).items()
    ]
    ws.signals.write("one", key, rows)


def skip(ws: Workspace, seq: int, pair: str, person: str = "ann") -> None:
    act = decision(seq, pair, Kind.SKIP, side=Side.PAIR, person=person, client=f"of {person}")
    ws.append_decisions("one", [act])


def walk(ws: Workspace, queue: Queue) -> list[str]:
    """Return the pairs that someone meets who goes from the first to the next and on."""
    here = queue.go(ws, "p1", Way.FIRST)
    met = []
    while here is not None:
        met.append(here)
        here = queue.go(ws, here, Way.NEXT)
    return met


def test_the_order_of_the_file_is_the_default(judged: Workspace) -> None:
    queue = build(judged, "one", Filter())
    assert walk(judged, queue) == list(queue.ids(judged)) == ["p1", "p2", "p3", "p4", "p5"]
    assert queue.look(judged, "p1", ahead=3) == Look(None, ("p2", "p3", "p4"), 0, 5, 0, inside=True)
    assert queue.look(judged, "p5") == Look("p4", (), 4, 5, 0, inside=True)
    assert queue.go(judged, "p2", Way.LAST) == "p5"
    assert queue.go(judged, "p2", Way.PREVIOUS) == "p1"
    assert queue.via == ""
    with pytest.raises(UnknownNameError):
        queue.look(judged, "p77")


def test_suspicion_is_weighed_by_decisions(judged: Workspace) -> None:
    queue = build(judged, "one", Filter(), SUSPICIOUS)
    assert walk(judged, queue) == ["p2", "p3", "p4", "p5", "p1"]
    assert queue.via == "suspicion"
    assert replace(queue, wanted=UNREVIEWED).via == "filtered:suspicion"


def test_it_does_not_change_while_people_decide_and_others_look_anew(judged: Workspace) -> None:
    queue = build(judged, "one", UNREVIEWED, SUSPICIOUS)
    before = walk(judged, queue)
    assert queue.news(judged) == ""
    skip(judged, 1, "p2")
    assert queue.news(judged) == "1 decision was made since"
    judge(judged, "k2", p1=0.99)
    assert queue.news(judged) == "suspicious pairs were looked for anew"
    assert walk(judged, queue) == before
    assert walk(judged, build(judged, "one", UNREVIEWED, SUSPICIOUS)) == ["p1", "p3", "p4", "p5"]


def test_what_cannot_change_a_queue_is_no_news(judged: Workspace) -> None:
    queue = build(judged, "one", Filter(text="ana"))
    skip(judged, 1, "p2")
    judge(judged, "k2")
    assert queue.news(judged) == ""


def test_done_pairs_are_counted_when_they_are_noted(judged: Workspace) -> None:
    queue = build(judged, "one", Filter(), SUSPICIOUS)
    acts = [
        decision(1, "p2", Kind.ACCEPT_PAIR, side=Side.PAIR),
        decision(2, "p4", Kind.ACCEPT_PAIR, side=Side.PAIR),
    ]
    judged.append_decisions("one", acts)
    assert queue.done == 0
    queue.note(judged, "p2", "p4", "p2")
    assert queue.look(judged, "p3").done == 2
    judged.append_decisions("one", [decision(3, "", Kind.UNDO, side=Side.PAIR)])
    queue.note(judged, "p4")
    assert queue.done == 1


def test_the_next_unreviewed_starts_again_at_the_end_and_sees_what_others_did(
    judged: Workspace,
) -> None:
    queue = build(judged, "one", Filter(), SUSPICIOUS)
    assert queue.go(judged, "p2", Way.UNREVIEWED) == "p3"
    skip(judged, 1, "p3", person="ben")
    assert queue.go(judged, "p2", Way.UNREVIEWED) == "p4"
    assert queue.go(judged, "p1", Way.UNREVIEWED) == "p2"
    for seq, pair in enumerate(("p1", "p2", "p4"), start=2):
        skip(judged, seq, pair, person="ben")
    assert queue.go(judged, "p5", Way.UNREVIEWED) == "p5"
    skip(judged, 5, "p5", person="ben")
    assert queue.go(judged, "p1", Way.UNREVIEWED) == "p2"  # what was skipped comes at last
    for seq, pair in enumerate(("p1", "p2", "p3", "p4", "p5"), start=6):
        judged.append_decisions("one", [decision(seq, pair, Kind.ACCEPT_PAIR, side=Side.PAIR)])
    assert queue.go(judged, "p1", Way.UNREVIEWED) is None


def test_a_pair_outside_stands_before_the_one_that_follows_it_in_the_file(
    judged: Workspace,
) -> None:
    skip(judged, 1, "p3")
    queue = build(judged, "one", UNREVIEWED, SUSPICIOUS)
    assert list(queue.ids(judged)) == ["p2", "p4", "p5", "p1"]
    assert queue.look(judged, "p3", ahead=2) == Look("p2", ("p4", "p5"), 1, 4, 0, inside=False)
    assert queue.go(judged, "p3", Way.UNREVIEWED) == "p4"
    only = build(judged, "one", Filter(text="p2"))
    assert only.look(judged, "p1") == Look(None, ("p2",), 0, 1, 0, inside=False)
    assert only.look(judged, "p4") == Look("p2", (), 1, 1, 0, inside=False)
    queue.note(judged, "p3")
    assert walk(judged, queue) == ["p2", "p4", "p5", "p1"]


def test_nothing_found_leads_nowhere(judged: Workspace) -> None:
    queue = build(judged, "one", Filter(text="nowhere"), SUSPICIOUS)
    assert (len(queue), queue.done, queue.ids(judged)) == (0, 0, ())
    assert queue.look(judged, "p2") == Look(None, (), 0, 0, 0, inside=False)
    assert {queue.go(judged, "p2", way) for way in Way} == {None}


def test_without_signals_it_says_so_and_keeps_the_order_of_the_file(ws: Workspace) -> None:
    filled(ws)
    queue = build(ws, "one", Filter(), SUSPICIOUS)
    assert (queue.order, queue.notices) == (FILE, (NO_SIGNALS,))
    assert len(build(ws, "one", Filter(suspicion=Range(0.5, None)))) == 0
    assert queue.news(ws) == ""
    judge(ws, "k1")
    assert queue.news(ws) == "suspicious pairs were looked for"


def test_where_only_the_gain_is_missing_suspicion_takes_its_place_and_it_says_so(
    judged: Workspace,
) -> None:
    queue = build(judged, "one", Filter(), Order(Sort.GAIN))
    assert (queue.order, queue.notices) == (SUSPICIOUS, (NO_GAIN,))
    assert walk(judged, queue) == ["p2", "p3", "p4", "p5", "p1"]
    assert queue.news(judged) == ""
    gains = [0.1, 0.0, 0.5, 0.5, 0.2]
    rows = [(f"p{k}", Signals(0.5, 0.0, None, None, 1)) for k in range(1, 6)]
    judged.signals.write("one", "k2", rows, gains=lambda: gains)
    assert queue.news(judged) == "suspicious pairs were looked for"
    fresh = build(judged, "one", Filter(), Order(Sort.GAIN))
    assert (fresh.notices, fresh.via) == ((), "gain")
    assert walk(judged, fresh) == ["p3", "p4", "p5", "p1", "p2"]
    assert build(judged, "one", Filter(text="nowhere"), Order(Sort.GAIN)).notices == ()


def test_a_cell_that_is_none_is_refused(judged: Workspace) -> None:
    with pytest.raises(InputError):
        build(judged, "one", Filter(cell="what is this"))


FILTERS = st.builds(
    Filter,
    text=st.sampled_from(["", "ana", "p3", "p[1-3]", "nowhere"]),
    regex=st.booleans(),
    label=st.sets(st.sampled_from(["PER", "ORG"])).map(frozenset),
    status=st.sets(st.sampled_from(PairStatus)).map(frozenset),
    by=st.sampled_from(["", "ann", NOBODY]),
    suspicion=st.builds(Range, st.sampled_from([None, 0.3, 0.7]), st.none()),
    disagreement=st.booleans(),
)
ORDERS = st.sampled_from([Order(sort) for sort in Sort if sort is not Sort.RANDOM]) | (
    st.builds(Order, st.just(Sort.RANDOM), st.integers(0, 9))
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    ws = Workspace.open(f"sqlite:///{tmp_path_factory.mktemp('queue')}/ws.sqlite")
    filled(ws)
    judge(ws, "k1")
    skip(ws, 1, "p4")
    return ws


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILTERS, ORDERS)
def test_a_filter_takes_pairs_out_and_never_moves_the_others(
    shared: Workspace, wanted: Filter, order: Order
) -> None:
    whole = build(shared, "one", Filter(), order).ids(shared)
    queue = build(shared, "one", wanted, order)
    found = queue.ids(shared)
    assert sorted(whole) == [p.id for p in corpus()]
    assert found == tuple(pair for pair in whole if pair in found)
    assert sorted(found) == list(shared.find("one", wanted))
    assert walk(shared, queue) == list(found)
    assert [queue.look(shared, pair).index for pair in found] == list(range(len(found)))
    assert all(queue.look(shared, pair).inside == (pair in found) for pair in whole)
