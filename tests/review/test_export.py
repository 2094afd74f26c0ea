from collections.abc import Iterable
from dataclasses import replace

import pytest

from core.domain.decision import PairStatus
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.errors import ExportError, UnknownNameError
from core.formats import pairs_jsonl
from core.review import export as room
from core.review import export_rows as reason
from core.review.decide import apply_ops
from core.review.export import Export, export
from core.review.export_forms import FORMS
from core.storage import Outcome, Workspace
from tests.review.build import CLIENT, op
from tests.storage.build import filled, pair

ALL = tuple(PairStatus)
P1 = "Ana\tB-PER\nvive\tO\nen\tO\nNueva\tB-LOC\nYork\tI-LOC\n.\tO\n"


def say(ws: Workspace, *ops: object) -> None:
    got = apply_ops(ws, "one", "ann", CLIENT, list(ops))
    assert got.refused == ()


def left(got: Export) -> dict[str, tuple[int, Iterable[str]]]:
    return {reason: (found.count, found.first) for reason, found in got.left_out.items()}


def test_nothing_done_is_said_not_written(ws: Workspace) -> None:
    filled(ws)
    got = export(ws, "one")
    assert (got.data, got.pairs, got.entities) == (b"", 0, 0)
    assert left(got) == {reason.NOT_CHOSEN: (5, ("p1", "p2", "p3", "p4", "p5"))}
    assert got.notes == (
        "nothing to export; chosen statuses: done; left out: 5: its status was not chosen",
    )


def test_done_pairs_as_they_were_left(ws: Workspace) -> None:
    filled(ws)
    say(
        ws,
        op(1, "accept-pair", "pair", "p1"),
        op(2, "change", entity="s1.0", pair="p2", start=4, end=5, label="PER"),
        op(3, "accept-pair", "pair", "p2"),
        op(4, "exclude", "pair", "p3"),
    )
    got = export(ws, "one")
    two = P1.replace("Nueva\tB-LOC\nYork\tI-LOC", "Nueva\tO\nYork\tB-PER")
    assert got.data.decode() == f"{P1}\n{two}"
    assert (got.pairs, got.entities, got.by_status["done"]) == (2, 4, 2)
    assert left(got) == {
        reason.EXCLUDED: (1, ("p3",)),
        reason.NOT_CHOSEN: (2, ("p4", "p5")),
    }
    assert export(ws, "one").data == got.data


def test_a_pair_of_which_nothing_is_known_is_never_all_o(ws: Workspace) -> None:
    filled(ws)
    got = export(ws, "one", statuses=ALL)
    assert got.pairs == 4
    assert left(got) == {reason.NO_SOURCE: (1, ("p5",))}
    say(ws, op(1, "flag", "pair", "p5"))  # says nothing of its entities
    assert left(export(ws, "one", statuses=ALL)) == {reason.NO_SOURCE: (1, ("p5",))}
    say(ws, op(2, "accept-pair", "pair", "p5"))  # says that there is none
    got = export(ws, "one", statuses=ALL)
    assert got.pairs == 5
    assert got.data.decode().endswith("Nueva\tO\nYork\tO\n.\tO\n")


def test_failed_and_never_projected(ws: Workspace) -> None:
    ws.create_project("one", [pair("p1"), pair("p2")])
    assert left(export(ws, "one", statuses=ALL)) == {reason.NOT_PROJECTED: (2, ("p1", "p2"))}
    rows = [("p1", Outcome.failed("broke")), ("p2", Outcome.failed("again"))]
    ws.set_base("one", ws.write_layer("one", rows, name="m").content_hash)
    assert left(export(ws, "one", statuses=ALL)) == {reason.FAILED: (2, ("p1", "p2"))}
    say(ws, op(1, "add", pair="p2", start=0, end=1, label="PER"))
    got = export(ws, "one", statuses=ALL)
    assert (got.pairs, got.entities) == (1, 1)
    say(ws, op(2, "undo", "pair", ""))
    assert export(ws, "one", statuses=ALL).pairs == 0


@pytest.mark.parametrize(
    ("layer", "pairs", "reasons"),
    [
        ("first", 4, {reason.SKIPPED: (1, ("p5",))}),
        ("second", 3, {reason.SKIPPED: (1, ("p5",)), reason.FAILED_THERE: (1, ("p3",))}),
        ("gold", 1, {reason.NO_GOLD: (4, ("p2", "p3", "p4", "p5"))}),
    ],
)
def test_layers_and_gold(
    ws: Workspace, layer: str, pairs: int, reasons: dict[str, tuple[int, tuple[str, ...]]]
) -> None:
    filled(ws)
    got = export(ws, "one", statuses=ALL, layer=layer)
    assert got.pairs == pairs
    assert left(got) == reasons
    assert got.data.decode().startswith(P1)


def test_a_layer_is_named_or_hashed(ws: Workspace) -> None:
    base = filled(ws)
    by_name = export(ws, "one", statuses=ALL, layer="first")
    assert export(ws, "one", statuses=ALL, layer=base.content_hash) == by_name
    with pytest.raises(UnknownNameError, match="corrected, first, gold, second"):
        export(ws, "one", layer="third")
    with pytest.raises(UnknownNameError, match="conll, conllu, docbin"):
        export(ws, "one", format="exe")


def test_jsonl_keeps_the_gold_and_the_status(ws: Workspace) -> None:
    filled(ws, pairs=[pair("p1", gold=True, extra={"note": {"a": 1}}, doc="d"), pair("p2")])
    say(
        ws,
        op(1, "delete", entity="s0.0"),
        op(2, "change", "source", entity="s0", start=0, end=2, label="LOC"),
        op(3, "accept-pair", "pair"),
    )
    got = export(ws, "one", format="jsonl")
    (back,) = pairs_jsonl.read(got.data)
    assert back.target.entities == (Entity(3, 5, "LOC"),)
    assert back.source.entities == (Entity(0, 2, "LOC"), Entity(3, 5, "LOC"))
    assert (back.doc, back.extra["note"], back.extra["review_status"]) == ("d", {"a": 1}, "done")
    assert back.extra["gold_tags"] == ["B-PER", "O", "O", "B-LOC", "I-LOC", "O"]
    assert got.data.endswith(b"\n")


TORTURE = [
    ("💩", "👨🏻‍🚒", "क्षि", "لا", "a\u200cb"),
    ("Berlin,", "\u00a0", "a\u00a0b", "#", "# O"),
    ("x", "-DOCSTART-", "-X-", "O", "B-PER"),
    ("# id = 7", "<img src=x onerror=alert(1)>", "'; DROP TABLE pairs; --"),
    ("\u2028", "\u0085", "\ufeff", "\u202e"),
    ("e\u0301", "é", " "),
]


@pytest.mark.parametrize("format", ["conll", "jsonl"])
def test_tokens_that_break_others(ws: Workspace, format: str) -> None:
    given = [
        Pair(f"p{k}", Sentence(("x",), (), "en"), Sentence(tokens, (Entity(0, 2, "A-B"),), "de"))
        for k, tokens in enumerate(TORTURE)
    ]
    ws.create_project("one", given)
    got = export(ws, "one", statuses=ALL, layer="gold", format=format)
    assert (got.pairs, got.entities) == (6, 6)


def test_what_would_not_read_back_stops_the_export(ws: Workspace) -> None:
    tokens = ("-DOCSTART-",)
    given = [
        pair("p1", gold=True),
        Pair("p2", Sentence(("x",), (), "en"), Sentence(tokens, (), "de")),
    ]
    ws.create_project("one", given)
    with pytest.raises(ExportError, match=r"nothing was exported.*'p2' reads back otherwise"):
        export(ws, "one", statuses=ALL, layer="gold")
    assert export(ws, "one", statuses=ALL, layer="gold", format="jsonl").pairs == 2


def test_a_writer_that_loses_entities_is_found_out(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(ws)
    form = FORMS["conll"]

    def lossy(*given: object) -> bytes:
        return form.write(*given).replace(b"I-LOC", b"B-LOC")

    monkeypatch.setitem(FORMS, "conll", replace(form, write=lossy))
    with pytest.raises(ExportError, match="'p1' reads back otherwise"):
        export(ws, "one", statuses=ALL)


@pytest.mark.parametrize("key", ["eval_types", "source", "note", "group", "src_tags"])
def test_a_line_that_loses_a_key_is_found_out(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    filled(ws, pairs=[pair("p1", eval_types=("LOC",), origin="o", group="g", extra={"note": 1})])
    whole = pairs_jsonl.to_object
    assert key in whole(ws.pair("one", "p1").pair)
    monkeypatch.setattr(
        pairs_jsonl, "to_object", lambda p: {k: v for k, v in whole(p).items() if k != key}
    )
    with pytest.raises(ExportError, match="'p1' reads back otherwise"):
        export(ws, "one", statuses=ALL, format="jsonl")


def test_blocks_join_as_one_file(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(ws, pairs=[pair(f"p{k}") for k in range(1, 8)])
    whole = {f: export(ws, "one", statuses=ALL, format=f).data for f in ("conll", "jsonl")}
    monkeypatch.setattr(room, "_BLOCK", 2)
    for name, data in whole.items():
        assert export(ws, "one", statuses=ALL, format=name).data == data
    assert whole["conll"].count(b"\n\n") == 6
