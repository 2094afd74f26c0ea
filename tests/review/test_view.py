import json

import pytest

from core.domain.alignment import Alignment
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.spec import canonical_json
from core.domain.task import Task
from core.errors import UnknownNameError
from core.formats.records import record
from core.projection import METHODS, project
from core.review.decide import apply_ops
from core.review.deeds import undo_and_redo
from core.review.view import aligner_note, pair_view
from core.storage import Outcome, Workspace
from tests.review.build import CLIENT, op, projected
from tests.storage.build import filled, pair

KEYS = {
    "id",
    "status",
    "version",
    "doc",
    "group",
    "source",
    "target",
    "gold",
    "aligner",
    "links",
    "unseenSource",
    "unseenTarget",
    "rows",
    "signals",
    "comments",
    "overlays",
    "last",
}


def test_everything_of_a_pair(ws: Workspace) -> None:
    first, second = projected(ws)
    view = pair_view(ws, "one", "p1")
    assert set(view) == KEYS
    assert json.loads(json.dumps(view, allow_nan=False)) == view
    assert (view["id"], view["status"], view["version"]) == ("p1", "unreviewed", 0)
    assert view["source"] == {
        "lang": "en",
        "langName": "English",
        "dir": "ltr",
        "tokens": ["Anna", "lives", "in", "New", "York"],
        "known": True,
        "entities": [
            {"id": "s0", "start": 0, "end": 1, "label": "PER", "status": "unreviewed"},
            {"id": "s1", "start": 3, "end": 5, "label": "LOC", "status": "unreviewed"},
        ],
    }
    assert view["target"]["entities"] == [
        {
            "id": "s0.0",
            "start": 0,
            "end": 1,
            "label": "PER",
            "status": "unreviewed",
            "source": "s0",
        },
        {
            "id": "s1.0",
            "start": 3,
            "end": 5,
            "label": "LOC",
            "status": "unreviewed",
            "source": "s1",
        },
    ]
    assert view["gold"] == [
        {"start": 0, "end": 1, "label": "PER"},
        {"start": 3, "end": 5, "label": "LOC"},
    ]
    assert view["links"] == [[k, k, None] for k in range(5)]
    nothing = {"can": False, "text": ""}
    assert undo_and_redo(ws, "one", "ann") == {"undo": nothing, "redo": nothing}
    rows = view["rows"]
    assert [(r["layer"], r["name"], r["base"]) for r in rows] == [
        (first.content_hash, "ngram-exact", True),
        (second.content_hash, "heuristic", False),
    ]


def test_words_of_other_scripts_come_in_latin_letters_too(ws: Workspace) -> None:
    arabic = Pair("x", Sentence(("Angela", "."), (), "en"), Sentence(("ميركل", "."), None, "ar"))
    ws.create_project("other", [arabic])
    view = pair_view(ws, "other", "x")
    assert view["target"]["roman"] == ["myrkl", None]
    assert "roman" not in view["source"]


def test_why(ws: Workspace) -> None:
    projected(ws)
    row = pair_view(ws, "one", "p1")["rows"][0]
    why = row["why"]["s1"]
    assert why["picks"] == [[3, 5, 1.0]]
    assert (why["reason"], why["gap"]) == (None, 0.0)
    assert why["words"]
    assert all(isinstance(line, str) for line in why["words"])
    told = why["explanation"]
    assert told["links"] == [[3, 3, None], [4, 4, None]]
    assert told["margin"] > 0
    assert 0.5 < told["posterior"] <= 1
    assert told["not_computed"] == ""
    best = told["competitors"][0]
    assert (best["start"], best["end"], best["taken_by"]) == (3, 5, None)
    assert all(isinstance(name, str) for name, _ in best["parts"])
    taken = {(c["start"], c["end"]): c["taken_by"] for c in told["competitors"]}
    assert all(by == "s0" for span, by in taken.items() if span[0] == 0)
    plain = pair_view(ws, "one", "p1", explain=False)["rows"][0]
    assert (plain["why"], plain["orphans"], plain["alternatives"]) == ({}, [], [])


def test_the_page_gets_the_record_of_the_other_outputs(ws: Workspace) -> None:
    projected(ws)
    given = pair("p1")
    links = Alignment.of(5, 6, [(k, k) for k in range(5)])
    task = Task(given.source, given.target.tokens, links)
    values = record(project(task, METHODS["ngram-exact"], explain=True))["projections"]
    shown = pair_view(ws, "one", "p1")["rows"][0]["why"]
    for name, value in zip(("s0", "s1"), values, strict=True):
        assert set(shown[name]) == {*value, "words", "chain"}
        assert set(shown[name]["explanation"]) == set(value["explanation"])
        best = (v["explanation"]["competitors"][0] for v in (shown[name], value))
        assert set(next(best)) == set(next(best))


def test_orphans_and_alternatives(ws: Workspace) -> None:
    projected(ws)
    ops = [op(1, "change", "source", entity="s0", start=1, end=2, label="PER")]
    apply_ops(ws, "one", "ann", CLIENT, ops)
    row = pair_view(ws, "one", "p1")["rows"][0]
    assert next(a["spans"] for a in row["alternatives"]) == {"s0": [[1, 2]], "s1": [[3, 5]]}
    totals = [a["total"] for a in row["alternatives"]]
    assert totals == sorted(totals, reverse=True)
    apply_ops(ws, "one", "ann", CLIENT, [op(2, "add", "source", start=0, end=1, label="PER")])
    assert pair_view(ws, "one", "p1")["rows"][0]["orphans"] == []


def test_an_orphan_names_its_entity_by_id(ws: Workspace) -> None:
    tokens = ("Anna", "met", "Bo")
    given = Pair("x", Sentence(tokens, (Entity(0, 1, "PER"),), "en"), Sentence(("x", "Anna"), None))
    ws.create_project("lost", [given])
    spec = METHODS["ngram-exact"]
    body = canonical_json(spec.to_dict() | {"alignments": "none"})
    ws.write_alignments("lost", "none", [("x", Alignment(3, 2))])
    outcome = Outcome.projected(
        project(Task(given.source, given.target.tokens, Alignment(3, 2)), spec)
    )
    layer = ws.write_layer("lost", [("x", outcome)], name="ngram-exact", spec=body)
    ws.set_base("lost", layer.content_hash)
    (row,) = pair_view(ws, "lost", "x")["rows"]
    assert row["orphans"] == [
        {
            "side": "source",
            "start": 0,
            "end": 1,
            "reason": "no-links",
            "label": "PER",
            "entity": "s0",
            "beyond": None,
            "words": "not projected: none of its words is linked to a target word",
        },
        {
            "side": "target",
            "start": 1,
            "end": 2,
            "reason": "copied",
            "label": "PER",
            "entity": "s0",
            "beyond": None,
            "words": "looks or sounds like 'Anna'",
        },
    ]


def test_why_follows_the_source_as_it_stands(ws: Workspace) -> None:
    projected(ws)
    ops = [
        op(1, "add", "source", start=1, end=2, label="ORG"),
        op(2, "delete", "source", entity="s0"),
    ]
    apply_ops(ws, "one", "ann", CLIENT, ops)
    view = pair_view(ws, "one", "p1")
    assert set(view["rows"][0]["why"]) == {"tab-1:1", "s1"}
    undo = undo_and_redo(ws, "one", "ann")["undo"]
    assert undo == {"can": True, "text": 'deleting PER "Anna" in pair p1'}
    assert view["version"] == 2


def test_undo_and_redo_in_words(ws: Workspace) -> None:
    first, _ = projected(ws)
    deeds = [
        (op(1, "accept-pair", "pair", "p2"), "accepting the pair p2"),
        (
            op(2, "take", "pair", "p2", layer=first.content_hash),
            "taking the row ngram-exact in pair p2",
        ),
        (
            op(3, "change", entity="s1.0", start=3, end=4, label="ORG"),
            'changing ORG "Nueva" in pair p1',
        ),
    ]
    for deed, words in deeds:
        apply_ops(ws, "one", "ann", CLIENT, [deed])
        assert undo_and_redo(ws, "one", "ann")["undo"] == {"can": True, "text": words}
    apply_ops(ws, "one", "ann", CLIENT, [op(4, "undo", "pair", "")])
    assert undo_and_redo(ws, "one", "ann")["redo"] == {"can": True, "text": deeds[2][1]}
    assert undo_and_redo(ws, "one", "bob")["undo"] == {"can": False, "text": ""}


def test_a_deed_is_told_without_spaces_where_the_language_has_none(ws: Workspace) -> None:
    tokens, entity = ("他", "在", "纽", "约"), Entity(2, 4, "LOC")
    given = Pair("x", Sentence(tokens, (entity,), "zh"), Sentence(("er",), None, "de"))
    ws.create_project("chinese", [given])
    apply_ops(ws, "chinese", "ann", CLIENT, [op(1, "delete", "source", "x", entity="s0")])
    undo = undo_and_redo(ws, "chinese", "ann")["undo"]
    assert undo["text"].startswith('deleting LOC "纽约" in pair x')


def test_layers_that_cannot_be_run_again_still_have_rows(ws: Workspace) -> None:
    filled(ws)
    view = pair_view(ws, "one", "p3")
    rows = view["rows"]
    assert [(r["name"], r["outcome"], r["reason"], r["why"]) for r in rows] == [
        ("first", "projected", "", {}),
        ("second", "failed", "broke", {}),
    ]
    assert rows[0]["entities"][1] == {
        "start": 3,
        "end": 5,
        "label": "LOC",
        "source": "s1",
        "score": 0.8,
    }


def test_only_the_latest_layer_of_a_name_besides_the_base(ws: Workspace) -> None:
    base = filled(ws)
    from tests.storage.build import corpus, outcome

    ws.write_layer("one", [(p.id, outcome(p, loc=(4, 5))) for p in corpus()], name="second")
    ws.write_layer("one", [(p.id, outcome(p, loc=(3, 4))) for p in corpus()], name="first")
    rows = pair_view(ws, "one", "p1")["rows"]
    assert [(r["name"], r["base"]) for r in rows] == [
        ("first", True),
        ("second", False),
        ("first", False),
    ]
    assert rows[0]["layer"] == base.content_hash


def test_a_project_before_anything_was_run(ws: Workspace) -> None:
    ws.create_project("bare", [pair(known=False)])
    view = pair_view(ws, "bare", "p1")
    assert view["source"]["known"] is False
    assert (view["rows"], view["links"], view["gold"]) == ([], [], None)
    assert view["aligner"] == {"name": "", "note": ""}


def test_directions_and_hostile_text(ws: Workspace) -> None:
    hostile = "</script><img src=x onerror=alert(1)>"
    given = Pair(
        hostile, Sentence((hostile, "\u202e"), (), "ar"), Sentence((hostile,), None, "yor")
    )
    ws.create_project("x", [given])
    view = pair_view(ws, "x", hostile)
    assert view["source"]["dir"] == "rtl"
    assert view["target"]["langName"] == "Yoruba"
    assert view["source"]["tokens"] == [hostile, "\u202e"]


@pytest.mark.parametrize(
    ("target", "told"), [("de", ""), ("yor", "Yoruba"), ("xx", "No word list of English and xx")]
)
def test_the_note_says_how_little_the_aligner_knows(target: str, told: str) -> None:
    note = aligner_note("en", target)
    assert told in note
    assert bool(note) == bool(told)


def test_an_unknown_pair(ws: Workspace) -> None:
    filled(ws)
    with pytest.raises(UnknownNameError):
        pair_view(ws, "one", "p99")
