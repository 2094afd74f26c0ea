import pytest

from core.domain.decision import Kind, Side
from core.domain.entity import Entity
from core.errors import MissingInputError
from core.review.compare import (
    DECISIONS,
    GOLD,
    RANDOM,
    add_decisions,
    caveats,
    make_board,
    method_key,
    read_sheet,
    what_is_counted,
)
from core.storage import Outcome
from tests.review.compare.build import NAME, ONE, PAIRS, accept, outcome, pair, project
from tests.storage.build import decision


def of(sheet, key: str, pair_id: str) -> list[str]:
    found = sheet.entities(key, sheet.ids.index(pair_id))
    return [f"{e.start}-{e.end} {e.label}" for e in found]


def test_a_sheet_holds_gold_and_every_method(sheet) -> None:
    assert sheet.methods == ("uno", "due")
    assert sheet.labels == ("LOC", "ORG", "PER")
    assert sheet.languages == ("en-de", "en-es")
    assert of(sheet, GOLD, "boundary") == ["0-1 PER", "2-4 LOC"]
    assert of(sheet, method_key("uno"), "boundary") == ["0-1 PER", "3-4 LOC"]
    assert of(sheet, method_key("uno"), "untagged") == []
    assert sheet.references() == (GOLD, method_key("uno"), method_key("due"))


def test_names_know_how_often_they_stand_in_the_source(sheet) -> None:
    told = dict(zip(((n.key, n.language) for n in sheet.names), sheet.frequency(), strict=True))
    assert told[("ada", 0)] == 4
    assert told[("ada", 1)] == 1
    assert told[("bob", 0)] == 2


def test_gold_is_of_the_name_that_the_methods_carried_there(sheet) -> None:
    gold = sheet.layers[GOLD]
    assert [sheet.names[k].text for k in gold.name[gold.pair == 1]] == ["Ada", "New York"]
    assert [sheet.names[k].text for k in gold.name[gold.pair == 3]] == ["Bob", "Rome"]


def test_labels_that_do_not_count_in_a_pair_are_in_no_layer(ws) -> None:
    both = [(0, 1, "PER"), (2, 3, "LOC")]
    given = pair("a", "Ada left Rome", both, "Ada verließ Rom", both, eval_types=("PER",))
    ws.create_project(NAME, [given])
    ws.write_layer(NAME, [("a", outcome(given, [[(0, 1, "PER")], [(2, 3, "LOC")]]))], name="uno")
    sheet = read_sheet(ws, NAME)
    assert of(sheet, GOLD, "a") == of(sheet, method_key("uno"), "a") == ["0-1 PER"]


def test_the_latest_layer_of_a_name_is_compared_and_the_base_comes_first(ws) -> None:
    project(ws)
    again = [(p.id, outcome(p, [[] for _ in ONE.get(p.id, ())])) for p in PAIRS]
    newest = ws.write_layer(NAME, again, name="due")
    ws.set_base(NAME, newest.content_hash)
    assert [a.name for a in ws.project(NAME).latest_layers()] == ["due", "uno"]
    assert of(read_sheet(ws, NAME), method_key("due"), "same") == []


def test_a_project_without_methods_says_which_step_is_missing(ws) -> None:
    ws.create_project(NAME, PAIRS)
    with pytest.raises(MissingInputError, match="prepare"):
        read_sheet(ws, NAME)


def test_decisions_are_the_corrected_entities_of_pairs_checked_one_by_one(ws) -> None:
    sheet = project(ws)
    ws.append_decisions(
        NAME,
        [decision(9, "boundary", Kind.CHANGE, entity="s1.0", new=Entity(2, 4, "LOC"), client="x")],
    )
    accept(
        ws,
        ("same", "random:7", ""),
        ("boundary", "suspicion", ""),
        ("missing", "random:7", "act-1"),
        ("untagged", "", ""),
    )
    told = add_decisions(ws, NAME, sheet)
    assert [told.ids[k] for k in told.counted(DECISIONS).nonzero()[0]] == ["same", "boundary"]
    assert [told.ids[k] for k in told.counted(RANDOM).nonzero()[0]] == ["same"]
    assert of(told, DECISIONS, "boundary") == ["0-1 PER", "2-4 LOC"]
    assert told.references()[:3] == (GOLD, RANDOM, DECISIONS)
    names = told.layers[DECISIONS].name
    assert [told.names[k].text for k in names] == ["Ada", "Bob", "Ada", "New York"]


def test_an_acceptance_that_was_undone_does_not_count(ws) -> None:
    sheet = project(ws)
    accept(ws, ("same", "random:7", ""))
    ws.append_decisions(NAME, [decision(9, "same", Kind.UNDO, person="Ada", client="x")])
    assert not add_decisions(ws, NAME, sheet).counted(DECISIONS).any()


def test_figures_by_decisions_say_that_they_are_no_random_sample(ws) -> None:
    sheet = project(ws)
    accept(ws, ("untagged", "random:7", ""), ("same", "", ""), ("boundary", "suspicion", ""))
    told = add_decisions(ws, NAME, sheet)
    said = " ".join(caveats(make_board(told, DECISIONS)))
    assert "of 2 checked pairs, 1 is among the first of a random order" in said
    assert "Compare with “decisions in random order”" in said
    assert "uno had found" in said
    assert "Only 1 document: no interval" in said
    fair = " ".join(caveats(make_board(told, RANDOM)))
    assert "No random sample" not in fair
    assert "reviewed: the first 2 pairs of the random order, seed 7. Counted of these: 1," in fair
    assert "skipped or flagged" not in fair
    assert "No random sample" not in " ".join(caveats(make_board(told, GOLD)))
    assert "uno is no gold" in caveats(make_board(told, method_key("uno")))[0]


def test_decisions_that_are_all_at_random_carry_no_caveat_about_it(ws) -> None:
    sheet = project(ws)
    accept(ws, *((pair, "random:7", "") for pair in ("same", "untagged", "failed")))
    flag = decision(9, "missing", Kind.FLAG, side=Side.PAIR, client="x")
    ws.append_decisions(NAME, [flag])
    told = add_decisions(ws, NAME, sheet)
    assert "No random sample" not in " ".join(caveats(make_board(told, DECISIONS)))
    fair = " ".join(caveats(make_board(told, RANDOM)))
    assert "the first 4 pairs of the random order, seed 7. Counted of these: 2," in fair
    assert "1 pair of the sample was skipped or flagged" in fair


def test_it_is_said_what_is_counted(sheet) -> None:
    said = what_is_counted(make_board(sheet, GOLD))
    assert said.startswith("5 of 7 pairs, strict span and type")
    assert "1 pair came without source tags" in said
    assert "bootstrap over 1 document and 3 pairs" in said


def test_a_pair_that_no_layer_has_an_outcome_for_is_read_all_the_same(ws) -> None:
    given = pair("a", "Ada", [(0, 1, "PER")], "Ada", [(0, 1, "PER")])
    ws.create_project(NAME, [given])
    ws.write_layer(NAME, [("a", Outcome.failed("broke"))], name="uno")
    sheet = read_sheet(ws, NAME)
    assert sheet.failed["uno"].tolist() == [True]
    assert make_board(sheet, GOLD).found["uno"].score().f1 == 0
