import pytest

from core.domain.alignment import Alignment, Link
from core.domain.decision import Kind, Side
from core.domain.entity import Entity
from core.review.compare import (
    GOLD,
    form_grid,
    index_names,
    method_key,
    occurrences,
    pairs_of,
    parse,
    places_of,
    read_sheet,
    to_text,
)
from core.review.compare.counterparts import counterparts
from core.review.compare.occurrences import NO_SPAN
from core.review.compare.sheet import NO_NAME
from core.review.compare.window import around, window
from tests.review.compare.build import NAME, PAIRS, outcome, pair, project
from tests.storage.build import decision


def number(sheet, text: str, language: str = "en-de") -> int:
    return next(
        k for k, n in enumerate(sheet.names)
        if n.text == text and sheet.languages[n.language] == language
    )  # fmt: skip


def test_a_name_is_indexed_with_its_forms_and_the_odd_ones(ws) -> None:
    texts = ["Merkel kam", "MERKEL kam", "Merkels Rede", "Kanzlerin kam"]
    pairs = [pair(f"p{k}", "Merkel came", [(0, 1, "PER")], t, None) for k, t in enumerate(texts)]
    pairs.append(pair("gone", "Merkel came", [(0, 1, "PER")], "Sie kam", None))
    ws.create_project(NAME, pairs)
    rows = [(p.id, outcome(p, [[] if p.id == "gone" else [(0, 1, "PER")]])) for p in pairs]
    ws.write_layer(NAME, rows, name="uno")
    index = index_names(read_sheet(ws, NAME), method_key("uno"))
    assert (index.count[0], index.missing[0], index.forms[0], index.odd[0]) == (5, 1, 3, 1)


def test_names_are_found_by_comparison_key_most_inconsistent_or_most_frequent_first(sheet) -> None:
    index = index_names(sheet, method_key("due"))
    texts = [sheet.names[k].text for k in index.find("")]
    assert texts[:2] == ["Ada", "Bob"]  # "Ada" is once "Adas", "Bob" once "in"
    frequent = [sheet.names[k].text for k in index.find("", frequent=True)]
    assert frequent[0] == "Ada"
    assert [sheet.names[k].text for k in index.find("YORK")] == ["New York"]
    assert len(index.find("ada")) == 2
    assert len(index.find("ada", language="en-es")) == 1
    assert index.find("nobody") == ()


def test_forms_are_counted_by_layer_and_open_their_pairs(ws) -> None:
    sheet = project(ws)
    grid = form_grid(sheet, number(sheet, "Ada"))
    assert grid.columns == ("form", "uno", "due", "gold")
    told = {row[0].value: [cell.value for cell in row[1:]] for row in grid.rows}
    assert told == {"Ada": [3, 3, 2], "Adas": [1, 1, 1]}
    odd = next(row for row in grid.rows if row[0].value == "Adas")
    assert pairs_of(sheet, odd[1].opens) == ("type",)
    assert pairs_of(sheet, odd[0].opens) == ("same", "boundary", "type", "no gold")


def test_places_without_a_span_are_counted_last(ws) -> None:
    sheet = project(ws)
    last = form_grid(sheet, number(sheet, "Rome")).rows[-1]
    assert [cell.value for cell in last] == [NO_SPAN, 1, 1, 0]
    assert pairs_of(sheet, last[1].opens) == ("missing",)
    assert pairs_of(sheet, last[0].opens) == ("missing",)


def test_each_place_without_a_span_is_counted(ws) -> None:
    """Two places in a pair are two; two spans of one place do not stand for the other."""
    ada = [(0, 1, "PER"), (2, 3, "PER")]
    texts = {"none": "Ada met Ada", "twice": "Ada saw Ada", "no gold": "Ada heard Ada"}
    pairs = [
        pair(pair_id, text, ada, "Ada Ada Ada", None if pair_id == "no gold" else ada)
        for pair_id, text in texts.items()
    ]
    ws.create_project(NAME, pairs)
    found = {"none": [[], []], "twice": [[(0, 1, "PER"), (1, 2, "PER")], []], "no gold": [[], []]}
    ws.write_layer(NAME, [(p.id, outcome(p, found[p.id])) for p in pairs], name="uno")
    ws.write_layer(NAME, [(p.id, outcome(p, [[s] for s in ada])) for p in pairs], name="due")
    sheet = read_sheet(ws, NAME)
    last = form_grid(sheet, 0).rows[-1]
    assert [cell.value for cell in last] == [NO_SPAN, 5, 0, 0]
    assert pairs_of(sheet, last[1].opens) == ("none", "twice", "no gold")
    layers = [method_key("uno"), method_key("due"), GOLD]
    assert [index_names(sheet, layer).missing.tolist() for layer in layers] == [[5], [0], [0]]


def test_a_name_of_any_length_opens_its_pairs(ws) -> None:
    """What a selection is made of has to fit in an address."""
    long = [" ".join(["%"] * 600 + [end]) for end in ("one", "other")]
    pairs = [pair(text[-3:], text, [(0, 601, "PER")], text, [(0, 601, "PER")]) for text in long]
    ws.create_project(NAME, pairs)
    rows = [(p.id, outcome(p, [[(0, 601, "PER")]])) for p in pairs]
    ws.write_layer(NAME, rows, name="uno")
    ws.write_layer(NAME, [(p.id, outcome(p, [[]])) for p in pairs], name="due")
    sheet = read_sheet(ws, NAME)
    texts = [to_text(places_of(sheet, k)) for k in range(2)]
    assert [pairs_of(sheet, parse(text)) for text in texts] == [("one",), ("her",)]
    cells = [cell for row in form_grid(sheet, 1).rows for cell in row if cell.opens]
    assert len(cells) == 5
    assert {pairs_of(sheet, parse(to_text(cell.opens))) for cell in cells} == {("her",)}


def test_every_place_of_a_name_is_told_with_its_context(ws) -> None:
    sheet = project(ws)
    ws.append_decisions(
        NAME, [decision(1, "boundary", Kind.CHANGE, entity="s1.0", new=Entity(2, 4, "LOC"))]
    )
    name = sheet.names[number(sheet, "New York")]
    (place,) = occurrences(ws, NAME, name, ["boundary", "same"])
    assert (place.pair, place.left, place.text, place.right) == (
        "boundary",
        "Ada saw",
        "New York",
        "",
    )
    assert place.forms == {"uno": "York", "due": "Neu York"}
    assert (place.corrected, place.said) == ("Neu York", "corrected")


def test_a_name_without_counterpart_is_told(ws) -> None:
    sheet = project(ws)
    gone = decision(1, "missing", Kind.NO_COUNTERPART, entity="s0", side=Side.SOURCE)
    ws.append_decisions(NAME, [gone])
    (place,) = occurrences(ws, NAME, sheet.names[number(sheet, "Bob")], ["missing"])
    assert (place.corrected, place.said) == ("", "no-counterpart")


def test_languages_without_spaces_are_shown_without(ws) -> None:
    given = pair("a", "Ada Lovelace came", [(0, 2, "PER")], "艾达 洛夫莱斯 来 了", [(0, 2, "PER")],
                 langs=("en", "zh"))  # fmt: skip
    ws.create_project(NAME, [given])
    ws.write_layer(NAME, [("a", outcome(given, [[(0, 2, "PER")]]))], name="uno")
    sheet = read_sheet(ws, NAME)
    assert form_grid(sheet, 0).rows[0][0].value == "艾达洛夫莱斯"


def test_context_is_written_as_its_language_is(ws) -> None:
    given = pair("a", "昨天 艾达 来 了", [(1, 2, "PER")], "Ada came", None, langs=("zh", "en"))
    ws.create_project(NAME, [given])
    ws.write_layer(NAME, [("a", outcome(given, [[(0, 1, "PER")]]))], name="uno")
    (place,) = occurrences(ws, NAME, read_sheet(ws, NAME).names[0], ["a"])
    assert (place.left, place.text, place.right) == ("昨天", "艾达", "来了")


def test_gold_stands_for_a_source_entity_whose_label_the_methods_map(ws) -> None:
    """Nothing was placed in this pair, so that its outcomes do not tell what became of a label."""
    source = [(0, 1, "PERSON"), (2, 3, "GPE"), (4, 5, "GPE")]
    gold = [(0, 1, "PER"), (2, 3, "LOC"), (4, 5, "LOC")]
    given = pair("a", "Ada left Rome for Bonn", source, "Ada verließ Rom für Bonn", gold)
    ws.create_project(NAME, [given])
    for name, spec in (("uno", ""), ("due", '{"label_map": {"PERSON": "PER", "GPE": "O"}}')):
        ws.write_layer(NAME, [("a", outcome(given, [[], [], []]))], name=name, spec=spec)
    sheet = read_sheet(ws, NAME)
    assert sheet.layers[GOLD].name.tolist() == [number(sheet, "Ada"), NO_NAME, NO_NAME]


def test_the_window_holds_what_is_linked_to_a_name_and_its_neighbours(ws) -> None:
    links = [Link(0, 0, 0.9), Link(2, 2, 0.8), Link(3, 3)]
    of = PAIRS[1]
    told = window(of, Alignment(4, 4, tuple(links)), Entity(2, 4, "LOC"))
    assert told.source == ("saw", "New", "York")
    assert told.target == ("sah", "Neu", "York")
    assert told.links == ((0.0, 0.0, 0.0), (0.0, 0.8, 0.0), (0.0, 0.0, 1.0))


def test_a_pair_that_was_not_aligned_has_no_window(ws) -> None:
    sheet = project(ws)
    (place,) = occurrences(ws, NAME, sheet.names[number(sheet, "New York")], ["boundary"])
    assert around(ws, ws.project(NAME), place) is None
    ws.write_alignments(NAME, "by hand", [("boundary", Alignment.of(4, 4, [(2, 2)]))])
    found = around(ws, ws.project(NAME), place)
    assert found is not None
    assert found.target == ("sah", "Neu", "York")


PER, LOC = Entity(0, 1, "PER"), Entity(2, 3, "LOC")
MORE = Entity(4, 5, "PER")


@pytest.mark.parametrize(
    ("gold", "placed", "source", "wanted"),
    [
        ([PER, LOC], [[(PER, 0), (LOC, 1)]], [PER, LOC], (0, 1)),
        ([Entity(0, 3, "PER")], [[(PER, 0), (Entity(1, 3, "PER"), 1)]], [PER, LOC], (1,)),
        ([PER], [[(PER, 0)], [(PER, 1)], [(PER, 1)]], [PER, LOC], (1,)),
        ([PER], [[(PER, None)]], [PER], (0,)),
        ([PER], [[]], [PER, Entity(1, 2, "PER")], (None,)),
        ([PER], [[]], [LOC], (None,)),
        ([], [[(PER, 0)]], [PER], ()),
        ([PER, LOC], [[(PER, 0)]], [Entity(0, 1, "PERSON"), Entity(2, 3, "PERSON")], (0, None)),
        ([PER, MORE], [[(PER, 0)]], [Entity(0, 1, "PERSON"), Entity(4, 5, "PERSON")], (0, 1)),
        ([PER, LOC], [[(PER, 0)]], [Entity(0, 1, "PERSON"), Entity(2, 3, "GPE")], (0, 1)),
        ([PER, LOC], [[(PER, 0)]], [PER, Entity(2, 3, "GPE")], (0, None)),
    ],
)
def test_gold_stands_for_the_source_entity_that_most_methods_put_there(
    gold, placed, source, wanted
) -> None:
    assert counterparts(gold, placed, source, {}) == wanted


@pytest.mark.parametrize(
    ("placed", "label_map", "wanted"),
    [
        ([[]], {}, (None, None)),
        ([[]], {"PERSON": "PER"}, (0, 1)),  # what is left on either side goes together
        ([[]], {"PERSON": "PER", "GPE": "LOC"}, (0, 1)),
        ([[]], {"GPE": "ORG"}, (None, None)),
        ([[(PER, 1)]], {"PERSON": "PER"}, (1, None)),
    ],
)
def test_gold_is_found_by_the_labels_that_methods_map(placed, label_map, wanted) -> None:
    source = [Entity(0, 1, "PERSON"), Entity(2, 3, "GPE")]
    assert counterparts([PER, LOC], placed, source, label_map) == wanted


def test_gold_is_judged_like_a_method(sheet) -> None:
    index = index_names(sheet, GOLD)
    assert index.forms.max() == 2
