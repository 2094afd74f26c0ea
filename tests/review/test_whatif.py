import json

import pytest

from core.domain.alignment import Alignment, Link
from core.domain.layer import Layer
from core.domain.pair import Pair, Sentence
from core.domain.spec import canonical_json
from core.errors import CoreError, InputError, LinkError, MissingInputError, UnknownNameError
from core.pipeline.methods import METHODS
from core.projection.resolve import with_joint
from core.review.asks import answer
from core.review.decide import apply_ops
from core.review.toggles import in_words, with_toggles
from core.review.view import pair_view
from core.review.whatif import Wish, count, preview
from core.storage import Outcome, Workspace
from tests.review.build import CLIENT, op, projected
from tests.storage.build import outcome, pair


def spans(view: dict) -> list[tuple[int, int, str]]:
    return [(e["start"], e["end"], e["source"]) for e in view["row"]["entities"]]


def test_nothing_changed_gives_the_row_of_the_layer(ws: Workspace) -> None:
    base, _ = projected(ws)
    view = preview(ws, "one", "p1", Wish(base.content_hash))
    shown = pair_view(ws, "one", "p1")["rows"][0]
    assert (view["changed"], view["note"]) == (False, "")
    assert view["row"]["entities"] == shown["entities"]
    assert view["row"]["why"] == shown["why"]
    assert set(view["row"]) == set(shown)
    assert json.loads(json.dumps(view, allow_nan=False)) == view


def test_a_moved_knob_changes_the_row(ws: Workspace) -> None:
    base, _ = projected(ws)
    view = preview(ws, "one", "p1", Wish(base.content_hash, {"matcher.min_score": 2}))
    assert view["changed"]
    assert spans(view) == []
    assert view["row"]["name"] == "ngram-exact, exact min score 2"
    why = view["row"]["why"]["s1"]
    assert (why["reason"], why["chain"][-1]["dead"]) == ("filtered", True)
    moved = next(k for k in view["knobs"] if k["path"] == "matcher.min_score")
    assert (moved["value"], moved["was"]) == (2.0, 0.0)
    assert pair_view(ws, "one", "p1")["rows"][0]["why"]["s1"]["reason"] is None


def test_toggled_links_change_the_row_and_are_said(ws: Workspace) -> None:
    base, _ = projected(ws)
    wish = Wish(base.content_hash, {}, ((0, 0, False), (0, 5, True)))
    view = preview(ws, "one", "p1", wish)
    assert (5, 6, "s0") in spans(view)
    assert view["links"][0] == [0, 5, 1.0]
    assert view["note"] == "1 link added by hand, with probability 1; 1 link taken away by hand"
    assert ws.alignment("one", "p1", "by hand").links[0] == Link(0, 0)


def test_the_source_counts_as_it_stands_now(ws: Workspace) -> None:
    base, _ = projected(ws)
    ops = [op(1, "add", "source", start=1, end=2, label="ORG")]
    apply_ops(ws, "one", "ann", CLIENT, ops)
    view = preview(ws, "one", "p1", Wish(base.content_hash))
    assert (1, 2, "tab-1:1") in spans(view)
    assert not view["changed"]


def test_what_changes_is_told_against_the_row_as_it_is_shown(ws: Workspace) -> None:
    base, _ = projected(ws)
    rows = [(f"p{k}", ws.record("one", f"p{k}").outcome) for k in range(1, 6)]
    rows[0] = ("p1", Outcome.failed("broke"))
    layer = ws.write_layer("one", rows, name="broken", spec=base.spec)
    assert preview(ws, "one", "p1", Wish(layer.content_hash))["changed"]
    assert not preview(ws, "one", "p2", Wish(layer.content_hash))["changed"]
    ops = [op(1, "no-counterpart", "source", entity="s0")]
    apply_ops(ws, "one", "ann", CLIENT, ops)
    view = preview(ws, "one", "p1", Wish(layer.content_hash))
    assert spans(view) == [(3, 5, "s1")]
    assert not view["changed"]


def test_a_pair_that_nobody_annotated_has_an_empty_row(ws: Workspace) -> None:
    base, _ = projected(ws)
    view = preview(ws, "one", "p5", Wish(base.content_hash, {"matcher.price": 0.3}))
    assert (spans(view), view["changed"]) == ([], False)


def joined(ws: Workspace) -> Layer:
    """Return a layer that projects the two pairs of a group together."""
    given = [pair("a", group="g"), pair("b", group="g")]
    ws.create_project("two", given)
    links = Alignment.of(5, 6, [(0, 0), (3, 3), (4, 4)])
    ws.write_alignments("two", "by hand", [(p.id, links) for p in given])
    spec = with_joint(METHODS["aligned-exact"], "sum")
    body = canonical_json(spec.to_dict() | {"alignments": "by hand"})
    return ws.write_layer("two", [(p.id, outcome(p)) for p in given], name="joint", spec=body)


def test_a_method_of_groups_says_why_and_can_be_taken_apart(ws: Workspace) -> None:
    layer = joined(ws)
    view = preview(ws, "two", "a", Wish(layer.content_hash))
    assert view["row"] is None
    assert "projects all pairs of group 'g' together" in view["note"]
    assert any(knob["path"] == "joint" for knob in view["knobs"])
    apart = preview(ws, "two", "a", Wish(layer.content_hash, {"joint": False}))
    assert spans(apart) == [(0, 1, "s0"), (3, 5, "s1")]
    assert not apart["changed"]
    with pytest.raises(MissingInputError, match="group 'g'"):
        count(ws, "two", Wish(layer.content_hash))
    assert count(ws, "two", Wish(layer.content_hash, {"joint": False}))["changed"] == 0


def test_a_layer_without_a_method_says_so(ws: Workspace) -> None:
    ws.create_project("one", [pair()])
    layer = ws.write_layer("one", [("p1", outcome(pair()))], name="brought along")
    with pytest.raises(MissingInputError, match="has no method spec"):
        preview(ws, "one", "p1", Wish(layer.content_hash))
    with pytest.raises(UnknownNameError, match="unknown layer 'x'"):
        preview(ws, "one", "p1", Wish("x"))


def test_the_count_goes_on_where_it_stopped(ws: Workspace) -> None:
    base, _ = projected(ws)
    wish = Wish(base.content_hash, {"matcher.min_score": 2})
    whole = count(ws, "one", wish, budget_s=10)
    first = ["p1", "p2", "p3", "p4"]  # nobody annotated p5
    assert whole == {"done": 5, "total": 5, "changed": 4, "first": first, "next": None}
    start, seen = 0, []
    while start is not None:
        part = count(ws, "one", wish, start=start, budget_s=0)
        assert part["done"] == start + 1
        seen += part["first"]
        start = part["next"]
    assert seen == first
    assert count(ws, "one", Wish(base.content_hash), budget_s=10)["changed"] == 0
    assert count(ws, "one", wish, start=99)["next"] is None


def test_a_pair_that_can_be_projected_now_counts_as_changed(ws: Workspace) -> None:
    base, _ = projected(ws)
    rows = [
        (f"p{k}", Outcome.failed("broke") if k == 2 else ws.record("one", f"p{k}").outcome)
        for k in range(1, 6)
    ]
    layer = ws.write_layer("one", rows, name="broken", spec=base.spec)
    assert count(ws, "one", Wish(layer.content_hash), budget_s=10)["first"] == ["p2"]


def test_toggles_change_only_what_they_name() -> None:
    given = Pair("x", Sentence(("a", "b"), (), "en"), Sentence(("c", "d"), None, "de"))
    links = Alignment(2, 2, (Link(0, 0, 0.4),), (1,), (1,))
    assert with_toggles(given, links, ()) is links
    added = with_toggles(given, links, [(1, 1, True), (0, 0, True)])
    assert added == Alignment(2, 2, (Link(0, 0, 0.4), Link(1, 1, 1.0)))
    assert with_toggles(given, added, [(1, 1, False), (0, 1, False)]).links == (Link(0, 0, 0.4),)
    assert with_toggles(given, None, [(0, 1, True)]).links == (Link(0, 1, 1.0),)
    assert in_words(links, links) == ""
    for cell in ((2, 0), (0, 2), (-1, 0)):
        with pytest.raises(LinkError, match="outside a pair of 2 x 2 tokens"):
            with_toggles(given, links, [(*cell, True)])
    with pytest.raises(InputError, match="at most 1000"):
        with_toggles(given, links, [(0, 0, True)] * 1001)


def ask(ws: Workspace, kind: str, body: object) -> dict:
    question = {"client": CLIENT, "n": 1, "kind": kind, "pair": "p1", "body": body}
    return answer(ws, "one", "ann", question)


def test_the_page_can_ask(ws: Workspace) -> None:
    base, _ = projected(ws)
    body = {"layer": base.content_hash, "changes": {"matcher.min_score": 2}, "toggles": []}
    assert ask(ws, "whatif", body)["body"]["changed"]
    assert ask(ws, "whatif-count", {**body, "start": 3})["body"]["first"] == ["p4"]


@pytest.mark.parametrize("kind", ["whatif", "whatif-count"])
@pytest.mark.parametrize(
    "bad",
    [
        {"layer": None},
        {"layer": ""},
        {"layer": "x" * 1001},
        {"layer": "\ud800"},
        {"layer": "x"},
        {"changes": [1]},
        {"changes": {1: 2}},
        {"changes": {"matcher.price": {"deep": 1}}},
        {"changes": {"matcher.price": 10**400}},
        {"toggles": "0-0"},
        {"toggles": [[0, 0]]},
        {"toggles": [[0, 0, 1]]},
        {"toggles": [[0.0, 0, True]]},
        {"toggles": [[True, 0, True]]},
        {"toggles": [[-1, 0, True]]},
        {"toggles": [[10**30, 0, True]]},
        {"toggles": [[0, 0, True]] * 1001},
    ],
)
def test_nothing_of_a_question_is_believed(ws: Workspace, kind: str, bad: dict) -> None:
    base, _ = projected(ws)
    told = ask(ws, kind, {"layer": base.content_hash, **bad})
    assert told["error"]
    assert told["body"] is None
    assert len(told["error"]) < 2000


@pytest.mark.parametrize("start", [-1, "0", 1.5, True, 10**12, None])
def test_a_count_starts_at_a_place(ws: Workspace, start: object) -> None:
    base, _ = projected(ws)
    body = {"layer": base.content_hash, "start": start}
    assert "no place to go on from" in ask(ws, "whatif-count", body)["error"]


def test_a_bad_pair_is_refused(ws: Workspace) -> None:
    base, _ = projected(ws)
    with pytest.raises(CoreError, match="unknown pair 'p99'"):
        preview(ws, "one", "p99", Wish(base.content_hash))
