"""Confidence over a whole project: worked out, kept, measured, asked of one pair."""

import json

import pytest

from core.domain.decision import Kind, PairStatus, Proposal, Side
from core.domain.entity import Entity
from core.errors import ConflictError, MissingInputError
from core.pipeline.evidence import work_out
from core.review.confidence import calibrate, confidences, is_fresh, measure, shelf, sure_of, words
from core.review.export import export
from core.storage import Workspace
from tests.storage.build import corpus, decision, filled, outcome

ON_PAIR = {"side": Side.PAIR}
LOC = Entity(3, 5, "LOC")


def accept(seq: int, pair: str, **more: object):
    return decision(seq, pair, Kind.ACCEPT_PAIR, **ON_PAIR, **more)


def layers(ws: Workspace) -> dict[str, str]:
    return {layer.name: layer.content_hash for layer in ws.project("one").layers}


def test_without_evidence_the_step_is_named(ws: Workspace) -> None:
    filled(ws)
    assert is_fresh(ws, ws.project("one")) is None
    assert confidences(ws, "one", "p1") == {}
    with pytest.raises(MissingInputError, match="run `calibrate --project one`"):
        measure(ws, "one")
    with pytest.raises(MissingInputError, match="run `calibrate --project one`"):
        list(sure_of(ws, "one"))


def test_a_project_without_a_method_is_told_to_prepare(ws: Workspace) -> None:
    ws.create_project("one", corpus())
    with pytest.raises(MissingInputError, match="prepare it first"):
        work_out(ws, "one")


def test_without_decisions_there_is_the_prior_and_it_says_so(ws: Workspace) -> None:
    filled(ws)
    assert work_out(ws, "one")
    assert not work_out(ws, "one")
    found = measure(ws, "one")
    assert [(m.name, m.decided, m.checked) for m in found.methods] == [
        ("first", 0, None),
        ("second", 0, None),
    ]
    assert (found.entities, found.whole, found.pairs, found.fresh) == (0, 0, 5, True)
    assert found.corrected == found.methods[0].figures
    assert (found.fitted.weights, found.fitted.base) == ((1.0,), 0.0)
    assert words.rests_on(found) == words.UNCHECKED
    # the layer that failed on p3 is expected to miss what is there
    first, second = found.methods
    assert second.figures.recall.value < first.figures.recall.value


def test_where_every_pair_was_checked_the_figures_are_those_of_strict_scores(ws: Workspace) -> None:
    filled(ws)
    work_out(ws, "one")
    change = {"entity": "s1.0", "old": LOC, "new": Entity(4, 5, "LOC")}
    ws.append_decisions(
        "one",
        [
            decision(1, "p1", Kind.CHANGE, **change),
            *(accept(k + 1, f"p{k}") for k in range(1, 6)),
        ],
    )
    found = measure(ws, "one")
    first, second = (m.figures for m in found.methods)
    assert (first.precision.value, first.recall.value) == (7 / 8, 7 / 8)
    assert (first.f1.low, first.f1.high) == (7 / 8, 7 / 8)
    # its LOC on p2 is too short and p3 failed: right are PER on p1, p2, p4 and LOC on p4
    assert (second.precision.value, second.recall.value) == (4 / 6, 4 / 8)
    assert found.corrected.f1 == found.corrected.f1.__class__(1.0, 1.0, 1.0, 0.95, 5)
    assert (found.entities, found.whole) == (8, 5)
    assert [m.decided for m in found.methods] == [8, 8]


def test_excluded_pairs_belong_to_no_corpus_and_entities_count_one_by_one(ws: Workspace) -> None:
    filled(ws)
    work_out(ws, "one")
    ws.append_decisions(
        "one",
        [
            decision(1, "p1", Kind.EXCLUDE, **ON_PAIR),
            decision(2, "p2", Kind.ACCEPT, entity="s1.0", old=LOC),
        ],
    )
    found = measure(ws, "one")
    assert (found.pairs, found.entities, found.whole) == (4, 1, 0)
    assert [m.decided for m in found.methods] == [1, 1]
    assert found.corrected.precision.value >= found.methods[0].figures.precision.value
    assert found.fitted.offsets[layers(ws)["first"]] > found.fitted.offsets[layers(ws)["second"]]


def test_pairs_accepted_in_one_go_teach_nothing_of_what_is_missing(ws: Workspace) -> None:
    filled(ws)
    work_out(ws, "one")
    ws.append_decisions("one", [accept(1, "p5", act="c1:1")])
    assert measure(ws, "one").whole == 0


def test_what_one_pair_is_told_is_what_the_map_says_of_it(ws: Workspace) -> None:
    filled(ws)
    work_out(ws, "one")
    assert confidences(ws, "one", "p1") == {}  # nobody has fitted a map yet
    fitted = calibrate(ws, "one").fitted
    names = layers(ws)
    found = confidences(ws, "one", "p2")
    assert found.keys() == set(names.values())
    assert found[names["first"]].keys() == {0, 1}
    assert found[names["second"]][1] < found[names["first"]][1]  # it stands alone, and short
    of = shelf.header(ws, "one")
    told = shelf.read_one(ws, "one", of, 2)[names["first"]]
    assert found[names["first"]][0] == fitted.chance(told.entities[0].logits, names["first"])
    assert confidences(ws, "one", "p3")[names["second"]][0] < 0.01  # failed there
    assert confidences(ws, "one", "p5") == {}
    assert ws.models.all()[0] == ("one", "confidence")


def test_a_new_layer_makes_it_stale_and_older_evidence_still_serves(ws: Workspace) -> None:
    filled(ws)
    work_out(ws, "one")
    ws.write_layer("one", [(p.id, outcome(p, loc=(4, 5))) for p in corpus()], name="third")
    assert is_fresh(ws, ws.project("one")) is False
    found = measure(ws, "one")
    assert (found.fresh, len(found.methods)) == (False, 2)
    assert work_out(ws, "one")
    assert len(measure(ws, "one").methods) == 3


def test_evidence_that_is_being_written_anew_is_refused(ws: Workspace) -> None:
    filled(ws)
    work_out(ws, "one")
    of = shelf.header(ws, "one")
    shelf._write_block(ws, "one", 0, "another", [])
    with pytest.raises(ConflictError, match="worked out anew"):
        list(shelf.read(ws, "one", of))


def test_the_same_state_gives_the_same_figures(ws: Workspace) -> None:
    filled(ws)
    work_out(ws, "one")
    ws.append_decisions("one", [accept(1, "p2")])
    assert measure(ws, "one").methods == measure(ws, "one").methods


def test_an_export_says_how_sure_each_entity_is_and_reads_back(ws: Workspace) -> None:
    filled(ws)
    work_out(ws, "one")
    added = decision(
        3, "p3", Kind.ADD, entity="c1:3", new=Entity(5, 6, "ORG"), proposals=(
            Proposal(Entity(5, 6, "ORG")),
        ),
    )  # fmt: skip
    ws.append_decisions(
        "one", [accept(1, "p1"), decision(2, "p2", Kind.ACCEPT, entity="s0.0"), added]
    )
    calibrate(ws, "one")
    made = export(ws, "one", statuses=tuple(PairStatus), format="jsonl", confidences=True)
    rows = {row["id"]: row["confidences"] for row in map(json.loads, made.data.splitlines())}
    assert rows["p1"] == [[0, 1, "PER", 1.0], [3, 5, "LOC", 1.0]]
    assert [row[:3] for row in rows["p3"]] == [[0, 1, "PER"], [3, 5, "LOC"], [5, 6, "ORG"]]
    assert rows["p2"][0][3] == rows["p3"][2][3] == 1.0
    base = layers(ws)["first"]
    assert rows["p2"][1][3] == round(confidences(ws, "one", "p2")[base][1], 4) < 1
    plain = export(ws, "one", statuses=tuple(PairStatus), format="jsonl")
    assert b"confidences" not in plain.data
