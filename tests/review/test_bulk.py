import pytest

from core.domain.decision import PairStatus
from core.errors import InputError
from core.review.bulk import Checked, check, checkable
from core.review.decide import apply_ops
from core.storage import Workspace
from core.storage.values import Flag, Signals
from tests.review.build import op
from tests.review.corpus import Row, bring

PLAIN = [Row(f"plain{k}", "it rains .", [], "es regnet .") for k in range(25)]
ROWS = [
    *PLAIN,
    Row("odd", "Ann left", [], "Ann ging"),
    Row("full", "Ann left", [(0, 1, "PER")], "Ann ging", [[(0, 1)]]),
    Row("lost", "Ann left", [(0, 1, "PER")], "sie ging", [[]]),
    Row("open", "it rains", None, "es regnet"),
    Row("touched", "it rains", [], "es regnet"),
]
IDS = [row.id for row in ROWS]


@pytest.fixture
def project(ws: Workspace) -> Workspace:
    """A project of many plain pairs and one of each other kind, judged."""
    bring(ws, ROWS)
    apply_ops(ws, "one", "ben", "other", [op(1, "skip", "pair", "touched")])
    return ws


def judge(ws: Workspace) -> None:
    flags = {"odd": (Flag("orphan", "“Ann” is nobody's", 1.0),)}
    calm = {row.id: Signals(0.01, 0.0, None, None, 1, flags.get(row.id, ())) for row in ROWS}
    ws.signals.write("one", "key", calm.items())


def test_only_pairs_that_nothing_speaks_against(project: Workspace) -> None:
    judge(project)
    bulk = checkable(project, "one", reversed(IDS))
    assert bulk.ids == tuple(row.id for row in reversed(PLAIN))
    assert len(bulk.first) == 20
    assert (bulk.first[0].source, bulk.first[0].target) == ("it rains .", "es regnet .")
    assert checkable(project, "one", ["plain3", "odd", "nowhere"]).ids == ("plain3",)


def test_nothing_is_checked_unjudged(project: Workspace) -> None:
    bulk = checkable(project, "one", IDS)
    assert bulk.ids == ()
    assert "suspicion was not worked out yet" in bulk.reason
    with pytest.raises(InputError, match="not worked out"):
        check(project, "one", "ann", "tab-1", 1, IDS)


def test_bulk_is_one_step_and_told_apart(project: Workspace) -> None:
    judge(project)
    got = check(project, "one", "ann", "tab-1", 1, IDS, via="suspicion")
    assert got == Checked(len(PLAIN), 1, ())
    assert got.words == "25 pairs checked in bulk. Undo takes that back."
    own = [d for d in project.decisions("one") if d.person == "ann"]
    assert [d.pair for d in own] == [row.id for row in PLAIN]
    assert {(d.reason, d.act, d.via) for d in own} == {("bulk", "tab-1:1", "suspicion")}
    assert project.project("one").progress["done"] == len(PLAIN)
    with pytest.raises(InputError, match="none of these pairs"):
        check(project, "one", "ann", "tab-1", 2, IDS)
    apply_ops(project, "one", "ann", "tab-1", [op(2, "undo", "pair", "")])
    assert project.project("one").progress["done"] == 0
    assert project.state("one", "touched").status is PairStatus.SKIPPED


def test_more_than_an_act_holds_are_several_steps(project: Workspace, monkeypatch) -> None:
    judge(project)
    monkeypatch.setattr("core.review.bulk.MAX_MEMBERS", 10)
    assert checkable(project, "one", IDS).steps == 3
    got = check(project, "one", "ann", "tab-1", 4, IDS)
    assert (got.pairs, got.steps) == (25, 3)
    assert "25 pairs checked in bulk. Undo, 3 times, takes that back." in got.words
    assert {d.act for d in project.decisions("one")[1:]} == {"tab-1:4", "tab-1:5", "tab-1:6"}


def test_what_was_refused_meanwhile_is_not_told_as_checked(project: Workspace, monkeypatch) -> None:
    judge(project)
    monkeypatch.setattr("core.review.bulk.MAX_MEMBERS", 10)
    late = ["full", *IDS[:14]]  # nobody keeps the other people from deciding meanwhile
    monkeypatch.setattr(type(project.lookup), "plain", lambda *_: tuple(late))
    monkeypatch.setattr("core.review.bulk._preview", None)
    got = check(project, "one", "ann", "tab-1", 1, late)
    assert (got.pairs, got.steps) == (14, 2)
    assert "1 of 10 changes were left out" in got.words
    assert project.project("one").progress["done"] == 14
    none = check(project, "one", "ann", "tab-2", 1, ["full"])
    assert (none.pairs, none.steps) == (0, 0)
    assert none.words.startswith("0 pairs checked in bulk. None of 1 changes can be made")
