import pytest

from core.domain.alignment import Alignment, Link
from core.domain.decision import Kind
from core.domain.entity import Entity
from core.domain.projection import Pick, Projection, Reason
from core.errors import InputError, LinkError, UnknownNameError
from core.storage import Filter, Outcome, Workspace
from tests.storage.build import corpus, decision, filled, outcome, pair


def test_alignments_keep_every_digit(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    exact = Alignment(5, 6, (Link(0, 0, 0.1 + 0.2), Link(1, 1), Link(4, 5, 1e-300)), (2,), (0, 3))
    assert ws.write_alignments("one", "k", [("p2", exact), ("p1", Alignment(5, 6))]) == 2
    assert ws.alignment("one", "p2", "k") == exact
    assert ws.alignment("one", "p1", "k") == Alignment(5, 6)
    assert ws.alignment("one", "p3", "k") is None
    assert ws.alignment("one", "p2", "other") is None
    assert ws.project("one").aligner == "k"


def test_alignments_are_replaced(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    for cells in ([(0, 0)], [(1, 1)]):
        ws.write_alignments("one", "k", [("p1", Alignment.of(5, 6, cells))])
    assert ws.alignment("one", "p1", "k") == Alignment.of(5, 6, [(1, 1)])


def test_alignments_of_another_corpus_are_refused(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    with pytest.raises(LinkError, match="5 x 6 tokens"):
        ws.write_alignments("one", "k", [("p1", Alignment(2, 2))])
    with pytest.raises(UnknownNameError, match="unknown pair 'p9'"):
        ws.write_alignments("one", "k", [("p9", Alignment(5, 6))])
    with pytest.raises(InputError, match="key"):
        ws.write_alignments("one", "", [("p1", Alignment(5, 6))])


def test_models_are_bytes(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    assert ws.models.read("one", "k") is None
    ws.models.write("one", "k", b"\0old")
    ws.models.write("one", "k", b"\0\xff" * 1000)
    assert ws.models.read("one", "k") == b"\0\xff" * 1000


def test_the_keys_of_all_models_are_listed(ws: Workspace) -> None:
    assert ws.models.all() == ()
    for project, key in (("two", "b"), ("one", "c"), ("two", "a")):
        if project not in {info.name for info in ws.projects()}:
            ws.create_project(project, corpus())
        ws.models.write(project, key, b"m")
    assert ws.models.all() == (("one", "c"), ("two", "a"), ("two", "b"))
    ws.delete_project("two")
    assert ws.models.all() == (("one", "c"),)


def test_outcomes_come_back(ws: Workspace) -> None:
    filled(ws)
    (first, one), (second, two) = ws.layer_outcomes("one", "p3")
    assert (first.name, second.name) == ("first", "second")
    assert one == outcome(pair("p3"))
    assert two == Outcome.failed("broke")
    assert ws.layer_outcomes("one", "p5")[0][1] == Outcome.skipped("the source has no tags")
    assert [layer.name for layer in ws.project("one").layers] == ["first", "second"]


def test_a_projection_without_a_pick_keeps_its_reason(ws: Workspace) -> None:
    ws.create_project("one", [pair()])
    told = Outcome.projected(
        (
            Projection(Entity(0, 1, "PER"), (), Reason.NO_LINKS),
            Projection(Entity(3, 5, "LOC"), (Pick(3, 4, 0.1), Pick(5, 6, 0.3))),
        )
    )
    ws.write_layer("one", [("p1", told)], name="m")
    assert ws.layer_outcomes("one", "p1")[0][1] == told


def test_the_same_content_is_there_once(ws: Workspace) -> None:
    base = filled(ws)
    rows = [(p.id, outcome(p)) for p in corpus()]
    assert ws.write_layer("one", rows, name="first") == base
    assert ws.write_layer("one", rows, name="renamed").content_hash != base.content_hash
    filled(ws, "two")
    assert ws.project("two").base == base.content_hash


def test_a_layer_written_again_is_the_latest_of_its_name(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    one = [(p.id, outcome(p)) for p in corpus()]
    two = [(p.id, outcome(p, loc=(3, 4))) for p in corpus()]
    first = ws.write_layer("one", one, name="m")
    ws.set_base("one", first.content_hash)
    second = ws.write_layer("one", two, name="m")
    ws.write_layer("one", one, name="other")
    assert len(ws.find("one", Filter(disagreement=True))) == 4
    assert ws.write_layer("one", one, name="m") == first
    assert ws.project("one").layer("m") == first
    assert ws.project("one").layers.count(second) == 1
    assert ws.find("one", Filter(disagreement=True)) == ()
    assert ws.record("one", "p1").outcome == one[0][1]


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (["p1", "p2"], "2 of 5"),
        (["p2", "p1", "p3", "p4", "p5"], "'p2' where that of 'p1'"),
        (["p1", "p2", "p3", "p4", "p5", "p6"], "'p6' where that of None"),
        (["p1", "p1", "p3", "p4", "p5"], "'p1' where that of 'p2'"),
        ([], "0 of 5"),
    ],
)
def test_a_layer_has_one_outcome_a_pair(ws: Workspace, ids: list[str], message: str) -> None:
    ws.create_project("one", corpus())
    with pytest.raises(InputError, match=message):
        ws.write_layer("one", [(i, Outcome.skipped("")) for i in ids], name="m")
    assert ws.project("one").layers == ()
    assert ws.layer_outcomes("one", "p1") == ()


@pytest.mark.parametrize("spans", [[(5, 7)], [(0, 2), (1, 3)]])
def test_a_layer_that_fits_no_sentence_is_refused(
    ws: Workspace, spans: list[tuple[int, int]]
) -> None:
    ws.create_project("one", [pair()])
    row = Projection(Entity(0, 1, "PER"), tuple(Pick(*span) for span in spans))
    with pytest.raises(InputError, match="pair 'p1'"):
        ws.write_layer("one", [("p1", Outcome.projected((row,)))], name="m")


def test_disagreement_follows_the_latest_layers(ws: Workspace) -> None:
    filled(ws)
    wanted = Filter(disagreement=True)
    assert ws.find("one", wanted) == ("p2", "p3")
    again = [(p.id, outcome(p, loc=(3, 4) if p.id == "p4" else (3, 5))) for p in corpus()]
    ws.write_layer("one", again, name="second")
    assert ws.find("one", wanted) == ("p4",)
    ws.write_layer("one", [(p.id, outcome(p)) for p in corpus()], name="second")
    assert ws.find("one", wanted) == ()


def test_labels_of_a_layer_can_be_given_by_people(ws: Workspace) -> None:
    ws.create_project("one", [pair()])
    row = Projection(Entity(0, 1, "NEW"), (Pick(0, 1),))
    ws.write_layer("one", [("p1", Outcome.projected((row,)))], name="m")
    assert ws.project("one").labels == ("PER", "LOC", "NEW")


def test_records_stream_as_single_reads(ws: Workspace) -> None:
    filled(ws)
    ws.append_decisions("one", [decision(1, "p2", Kind.ACCEPT, entity="s1.0")])
    streamed = list(ws.iter_records("one", batch=2))
    assert streamed == [ws.record("one", f"p{k}") for k in range(1, 6)]
