from pathlib import Path

import pytest

from core.domain.alignment import Alignment
from core.domain.decision import Kind, Side
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.errors import MissingInputError
from core.pipeline.methods import METHODS
from core.pipeline.prepare import prepare
from core.pipeline.signals import STEP, work_out
from core.review.orders import Order, Sort
from core.review.queue import build
from core.review.suspicion import CODES
from core.storage import Filter, Workspace
from tests.storage.build import decision

LINKED = ((0, 0), (1, 1), (2, 2))


def pair(pair_id: str, *, known: bool = True) -> Pair:
    source = Sentence(("Anna", "met", "Bob"), (Entity(0, 1, "PER"),) if known else None, "en")
    return Pair(pair_id, source, Sentence(("Anna", "traf", "Bob"), None, "de"))


@pytest.fixture
def prepared(tmp_path: Path) -> Workspace:
    """Return three pairs: one projected, one whose name has no link, one without source tags."""
    ws = Workspace.open(f"sqlite:///{tmp_path}/ws.sqlite")
    ws.create_project("one", [pair("fine"), pair("lost"), pair("bare", known=False)])
    links = {
        "fine": Alignment.of(3, 3, LINKED),
        "lost": Alignment.of(3, 3, LINKED[1:]),
        "bare": Alignment.of(3, 3, LINKED),
    }
    methods = [METHODS["aligned-exact"], METHODS["span-rule"]]
    prepare(ws, "one", methods=methods, links=links)
    return ws


def test_preparing_a_project_judges_its_pairs(prepared: Workspace) -> None:
    fine, lost, bare = (prepared.signals.read("one", name) for name in ("fine", "lost", "bare"))
    assert fine is not None
    assert lost is not None
    assert bare is not None
    assert lost.suspicion > fine.suspicion
    assert "no-span" in {flag.code for flag in lost.flags}
    assert {flag.code for flag in bare.flags} == {"not-projected"}
    assert {flag.code for s in (fine, lost, bare) for flag in s.flags} <= set(CODES)


def test_the_key_tells_other_layers_apart(prepared: Workspace) -> None:
    key = prepared.signals.key("one")
    told: list[tuple[str, int, int]] = []
    assert work_out(prepared, "one", lambda *step: told.append(step))
    assert prepared.signals.key("one") == key
    assert told == [(STEP, 6, 6)]
    rows = prepared.layer_outcomes("one", "fine")
    outcomes = [(s.pair.id, rows[0][1]) for s in prepared.iter_pairs("one")]
    prepared.write_layer("one", outcomes, name="another")
    assert work_out(prepared, "one")
    assert prepared.signals.key("one") != key


def test_what_is_settled_has_nothing_to_gain_and_its_names_count_less(
    prepared: Workspace,
) -> None:
    before = {name: prepared.signals.read("one", name).gain for name in ("fine", "lost", "bare")}
    assert before["lost"] > before["fine"] > 0.0
    key = prepared.signals.key("one")
    prepared.append_decisions("one", [decision(1, "lost", Kind.ACCEPT_PAIR, side=Side.PAIR)])
    work_out(prepared, "one")
    after = {name: prepared.signals.read("one", name).gain for name in before}
    assert after == {**before, "lost": 0.0}
    assert prepared.signals.key("one") != key
    order = build(prepared, "one", Filter(), Order(Sort.GAIN))
    assert order.ids(prepared)[-1] == "lost"


def test_a_project_that_nothing_ran_over_cannot_be_judged(prepared: Workspace) -> None:
    prepared.create_project("bare", [pair("p1")])
    with pytest.raises(MissingInputError, match="prepare it first"):
        work_out(prepared, "bare")


def test_a_run_lets_go_when_another_began_later(prepared: Workspace) -> None:
    inner: list[bool] = []

    def begin_another(_step: str, done: int, _total: int) -> None:
        if done == 6 and not inner:
            inner.append(True)
            inner.append(work_out(prepared, "one"))

    assert not work_out(prepared, "one", begin_another)
    assert inner == [True, True]


def test_a_newer_layer_of_the_base_is_no_other_method(prepared: Workspace) -> None:
    rows = prepared.layer_outcomes("one", "fine")
    outcomes = [(s.pair.id, rows[0][1]) for s in prepared.iter_pairs("one")]
    prepared.write_layer("one", outcomes, name="aligned-exact", spec="{}")
    latest = prepared.project("one").latest_layers()
    assert [layer.name for layer in latest] == ["aligned-exact", "span-rule"]
    key = prepared.signals.key("one")
    work_out(prepared, "one")
    assert prepared.signals.key("one") == key


def test_a_run_lets_go_when_its_base_is_deleted(prepared: Workspace) -> None:
    base, other = prepared.project("one").layers
    info = prepared.project("one")
    prepared.set_base("one", other.content_hash)
    prepared.delete_layer("one", base.content_hash)
    prepared.project = lambda _: info
    assert not work_out(prepared, "one")
