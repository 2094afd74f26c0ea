"""Every format: written, read back, and opened with the libraries it is for."""

import io
import json
from dataclasses import replace

import conllu
import pyarrow.parquet as pq
import pytest
import spacy
from seqeval.metrics.sequence_labeling import get_entities
from spacy.tokens import DocBin

from core.domain.alignment import Alignment
from core.domain.decision import PairStatus
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.errors import ExportError, InputError
from core.formats import csv_guard
from core.formats.sniff import open_upload
from core.review.decide import apply_ops
from core.review.export import CARD, FORMATS, export
from core.review.export_forms import FORMS
from core.storage import Workspace
from tests.review.build import CLIENT, op
from tests.storage.build import filled

ALL = tuple(PairStatus)
ENTITIES = tuple(name for name in FORMATS if not FORMS[name].only_links)

TORTURE = [
    ("💩", "👨🏻‍🚒", "क्षि", "لا", "a\u200cb", "Rom"),
    ("Berlin,", "a\u00a0b", "#", "x"),
    ("x", "-DOCSTART-", "-X-", "O", "B-PER"),
    ("<img src=x onerror=alert(1)>".replace(" ", "\u00a0"), "';\u00a0DROP", "=1+1"),
    ("e\u0301", "é", "\u202e", "\u2028"),
]


def tortured(ws: Workspace) -> None:
    given = [
        Pair(
            f"p{k}",
            Sentence(("x", "👨🏻‍🚒"), (Entity(1, 2, "A-B"),), "en"),
            Sentence(tokens, (Entity(0, 2, "A-B"), Entity(2, 3, "A-B")), "de"),
            doc="d",
            extra={"note": {"a": [1, "ä"]}},
        )
        for k, tokens in enumerate(TORTURE)
    ]
    ws.create_project("one", given)


def say(ws: Workspace, *ops: object) -> None:
    assert apply_ops(ws, "one", "ann", CLIENT, list(ops)).refused == ()


@pytest.mark.parametrize("name", ENTITIES)
def test_torture_is_held_or_refused_never_bent(ws: Workspace, name: str) -> None:
    tortured(ws)
    got = export(ws, "one", statuses=ALL, layer="gold", format=name)
    assert (got.pairs, got.entities) == (5, 10)
    assert export(ws, "one", statuses=ALL, layer="gold", format=name).data == got.data


@pytest.mark.parametrize("unit", ["utf-16", "code-points", "graphemes"])
def test_offsets_mean_the_same_in_every_unit(ws: Workspace, unit: str) -> None:
    tortured(ws)
    if unit == "graphemes":  # a mark behind a space is one grapheme with it
        assert export(ws, "one", statuses=ALL, layer="gold", format="doccano", unit=unit).pairs
        return
    got = export(ws, "one", statuses=ALL, layer="gold", format="doccano", unit=unit)
    first = json.loads(got.data.splitlines()[0])
    text = first["text"].encode("utf-16-le") if unit == "utf-16" else first["text"]
    size = 2 if unit == "utf-16" else 1
    start, end, _ = first["label"][0]
    cut = text[start * size : end * size]
    assert (cut.decode("utf-16-le") if unit == "utf-16" else cut) == "💩 👨🏻‍🚒"


@pytest.mark.parametrize("name", ["doccano", "label-studio", "docbin", "jsonl"])
def test_what_comes_back_is_the_whole_pair(ws: Workspace, name: str) -> None:
    tortured(ws)
    got = export(ws, "one", statuses=ALL, layer="gold", format=name)
    upload = open_upload([(f"back{got.suffix}", got.data)])
    back = list(upload.pairs)
    for pair in back:
        was = ws.pair("one", pair.id).pair
        assert (pair.source, pair.target, pair.doc) == (was.source, was.target, was.doc)
        assert pair.extra["note"] == {"a": [1, "ä"]}
    assert len(back) == 5


def test_spacy_opens_its_file(ws: Workspace) -> None:
    filled(ws)
    got = export(ws, "one", statuses=ALL, format="docbin")
    docs = list(DocBin().from_bytes(got.data).get_docs(spacy.blank("es").vocab))
    assert [(e.text, e.label_) for e in docs[0].ents] == [
        ("Ana", "PER"),
        ("Nueva York", "LOC"),
    ]
    assert [t.text for t in docs[0]] == ["Ana", "vive", "en", "Nueva", "York", "."]
    assert json.loads(docs[0].user_data["pair"])["id"] == "p1"


def test_conllu_opens_its_file(ws: Workspace) -> None:
    tortured(ws)
    got = export(ws, "one", statuses=ALL, layer="gold", format="conllu")
    sentences = conllu.parse(got.data.decode())
    assert [tuple(t["form"] for t in s) for s in sentences] == TORTURE
    assert sentences[0].metadata["sent_id"] == "p0"
    assert [(t["misc"] or {}).get("NER") for t in sentences[0]][:4] == [
        "B-A-B",
        "I-A-B",
        "B-A-B",
        None,
    ]


def test_seqeval_finds_the_same_entities_in_conll(ws: Workspace) -> None:
    filled(ws)
    got = export(ws, "one", statuses=ALL)
    for block in got.data.decode().split("\n\n"):
        tags = [line.split("\t")[1] for line in block.strip().split("\n")]
        found = [Entity(a, b + 1, label) for label, a, b in get_entities(tags)]
        assert found == [Entity(0, 1, "PER"), Entity(3, 5, "LOC")]


def test_parquet_has_features_and_a_card(ws: Workspace) -> None:
    filled(ws)
    say(ws, op(1, "change", entity="s1.0", start=4, end=5, label="PER"))
    got = export(ws, "one", statuses=ALL, format="parquet")
    table = pq.read_table(io.BytesIO(got.data))
    info = json.loads(table.schema.metadata[b"huggingface"])["info"]["features"]
    names = info["ner_tags"]["feature"]["names"]
    assert names[:5] == ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
    assert set(info) == set(table.column_names)
    row = table.to_pylist()[0]
    assert [names[k] for k in row["ner_tags"]] == row["tags"]
    assert row["tags"] == ["B-PER", "O", "O", "O", "B-PER", "O"]
    assert (row["method"], row["score"]) == (["first", ""], [0.9, None])
    assert (row["decision"], row["person"]) == (["", "change"], ["", "ann"])
    assert row["alignment"][0] == {"source": 0, "target": 0, "p": None}
    card = got.beside[CARD].decode()
    assert "| PER | 5 |" in card
    assert "Licence: to be said" in card


def test_label_studio_has_methods_apart_from_people(ws: Workspace) -> None:
    filled(ws)
    say(ws, op(1, "change", entity="s1.0", start=4, end=5, label="PER"))
    got = export(ws, "one", statuses=ALL, format="label-studio")
    tasks = json.loads(got.data)
    assert [p["model_version"] for p in tasks[1]["predictions"]] == ["first", "second"]
    assert [len(task["annotations"]) for task in tasks] == [1, 0, 0, 0]
    (done,) = tasks[0]["annotations"]
    assert done["completed_by"] == {"email": "ann"}
    for task in tasks:
        for part in (*task["annotations"], *task["predictions"]):
            for region in part["result"]:
                value = region["value"]
                assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
    back = list(open_upload([("t.json", got.data)]).pairs)
    assert back[0].target.entities == (Entity(0, 1, "PER"), Entity(4, 5, "PER"))
    assert back[1].target.entities == (Entity(0, 1, "PER"), Entity(3, 5, "LOC"))


def test_links_of_both_kinds(ws: Workspace) -> None:
    filled(ws)
    got = export(ws, "one", statuses=ALL, format="pharaoh")
    assert got.data.splitlines()[0] == b"0-0 1-1 2-2 3-3 4-4"
    empty = export(ws, "one", statuses=ALL, format="talp")
    assert (empty.data, list(empty.left_out)) == (b"", ["it has no gold links", *_no_source()])
    sure, possible = Alignment.of(5, 6, [(0, 0)]), Alignment.of(5, 6, [(1, 2)])
    none = Alignment.of(5, 6, [])
    ws.links.write_gold("one", [("p1", sure, possible), ("p2", none, none)])
    got = export(ws, "one", statuses=ALL, format="talp")
    assert (got.data, got.pairs) == (b"0-0 1p2\n\n", 2)


def _no_source() -> list[str]:
    return ["the source has no tags and nobody has reviewed it"]


@pytest.mark.parametrize(
    ("name", "tokens", "label"),
    [
        ("multiconer", ("a b", "c"), "X"),
        ("conllu", ("a", "b"), "X|Y"),
        ("conll", ("-DOCSTART-",), "X"),
    ],
)
def test_what_a_format_cannot_hold_stops_it(
    ws: Workspace, name: str, tokens: tuple[str, ...], label: str
) -> None:
    entities = (Entity(0, 1, label),) if len(tokens) > 1 else ()
    target = Sentence(tokens, entities, "de")
    ws.create_project("one", [Pair("p1", Sentence(("x",), (), "en"), target)])
    with pytest.raises(ExportError, match="nothing was exported"):
        export(ws, "one", statuses=ALL, layer="gold", format=name)
    assert export(ws, "one", statuses=ALL, layer="gold", format="jsonl").pairs == 1


@pytest.mark.parametrize("name", ENTITIES)
def test_an_entity_lost_on_the_way_is_found_out(
    ws: Workspace, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(ws)
    form = FORMS[name]

    def poorer(rows: object) -> list[object]:
        return [
            replace(r, pair=replace(r.pair, target=replace(r.pair.target, entities=())), said=())
            for r in rows  # type: ignore[attr-defined] (rows of an export)
        ]

    if form.write:
        lossy = replace(form, write=lambda rows, *more: form.write(poorer(rows), *more))
        if name == "label-studio":
            lossy = replace(
                form,
                write=lambda rows, *more: form.write(
                    [replace(r, machine=()) for r in poorer(rows)], *more
                ),
            )
    else:
        lossy = replace(form, whole=lambda rows, o: form.whole(poorer(rows), o))
    monkeypatch.setitem(FORMS, name, lossy)
    with pytest.raises(ExportError, match="'p1' reads back otherwise"):
        export(ws, "one", statuses=ALL, format=name)


def test_provenance_says_who_and_why(ws: Workspace) -> None:
    filled(ws)
    say(
        ws,
        op(1, "change", entity="s1.0", start=4, end=5, label="PER"),
        op(2, "add", start=2, end=3, label="LOC"),
        op(3, "accept-pair", "pair", "p2"),
    )
    got = export(ws, "one", statuses=ALL, provenance="jsonl")
    lines = [json.loads(line) for line in got.beside["provenance.jsonl"].splitlines()]
    assert len(lines) == got.entities
    told = [(v["pair"], v["tokens"], v["status"], v["method"], v["decision"]) for v in lines[:5]]
    assert told == [
        ("p1", ["Ana"], "unreviewed", "first", ""),
        ("p1", ["en"], "added", "", "add"),
        ("p1", ["York"], "corrected", "", "change"),
        ("p2", ["Ana"], "accepted", "first", "accept-pair"),
        ("p2", ["Nueva", "York"], "accepted", "first", "accept-pair"),
    ]
    assert (lines[4]["source_start"], lines[4]["source_end"], lines[4]["score"]) == (3, 5, 0.8)
    assert {v["person"] for v in lines} == {"", "ann"}
    with pytest.raises(InputError, match="no provenance"):
        export(ws, "one", format="pharaoh", provenance="csv")


def test_provenance_as_csv_runs_nothing(ws: Workspace) -> None:
    target = Sentence(("=cmd|' /C calc'!A0", "b"), (Entity(0, 1, "@X"),), "de")
    ws.create_project("one", [Pair("=HYPERLINK(1)", Sentence(("x",), (), "en"), target)])
    got = export(ws, "one", statuses=ALL, layer="gold", provenance="csv")
    data = got.beside["provenance.csv"]
    assert b"'=HYPERLINK(1),0,1,'@X," in data
    rows = list(csv_guard.read(data))
    assert rows[1][:5] == ["=HYPERLINK(1)", "0", "1", "@X", "[\"=cmd|' /C calc'!A0\"]"]
